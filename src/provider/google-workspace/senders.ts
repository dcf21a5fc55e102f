// The addresses that a mailbox may send as, with their signatures. One rule: a signature is never replaced by an empty one.

import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js';
import type { SendAs } from '../../model/account.ts';
import type { Mailboxes } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { whereTaken } from './outcomes.ts';
import { SCOPES } from './scopes.ts';
import type { Transport } from './transport.ts';

const BASIC = { lane: 'mailbox', scope: SCOPES.mailbox, isRepeatable: true } as const;

const LIST = { ...BASIC, operation: 'gmail.users.settings.sendAs.list' };
const PATCH = { ...BASIC, operation: 'gmail.users.settings.sendAs.patch' };
/** Kept apart by the address: the second create answers 409. */
const CREATE = { ...BASIC, scope: SCOPES.sharing, operation: 'gmail.users.settings.sendAs.create' };

const ME = 'me';

type Sender = gmail_v1.Schema$SendAs;

export function openSenders({ send, apis }: Transport): NonNullable<Mailboxes['sendAs']> {
  async function list(subject: string): Promise<readonly Sender[]> {
    const { users } = await apis.gmail();
    const { data } = await send({ ...LIST, subject }, ({ auth, how }) =>
      users.settings.sendAs.list({ userId: ME, auth }, how),
    );
    return data.sendAs ?? [];
  }

  const find = async (subject: string, address: string): Promise<Sender | undefined> =>
    (await list(subject)).find(({ sendAsEmail }) => sendAsEmail?.toLowerCase() === address);

  async function patch(subject: string, present: Sender, entry: SendAs): Promise<void> {
    const changes = changesOf(entry, present);
    if (Object.keys(changes).length === 0) return;
    const { users } = await apis.gmail();
    await send({ ...PATCH, subject }, ({ auth, how }) =>
      users.settings.sendAs.patch({ userId: ME, sendAsEmail: entry.address, requestBody: changes, auth }, how),
    );
  }

  async function create(subject: string, entry: SendAs): Promise<Sender> {
    const { users } = await apis.gmail();
    const requestBody = {
      sendAsEmail: entry.address,
      displayName: entry.displayName,
      signature: entry.signatureHtml,
      treatAsAlias: true,
    } satisfies Sender;
    let made: Sender | undefined;
    await whereTaken(
      send({ ...CREATE, subject }, ({ auth, how }) =>
        users.settings.sendAs.create({ userId: ME, requestBody, auth }, how),
      ).then(({ data }) => {
        made = data;
      }),
      async (failure) => {
        made = await find(subject, entry.address);
        if (made === undefined) throw new RemoteFailure({ ...failure.facts, kind: 'not-yet' });
      },
    );
    return made ?? requestBody;
  }

  return {
    async list({ address }) {
      return (await list(address)).map(senderOf);
    },

    async set({ address: subject }, entry) {
      const present = (await find(subject, entry.address)) ?? (await create(subject, entry));
      // Gmail makes no default of an address that has not confirmed.
      if (!isAccepted(present)) throw unconfirmed(entry.address);
      await patch(subject, present, entry);
    },
  };
}

/** Only what differs. `isDefault` can only be set to true; the entry that was the default before loses it by itself. */
function changesOf(entry: SendAs, present: Sender): Sender {
  return {
    ...(entry.displayName === (present.displayName ?? '') ? {} : { displayName: entry.displayName }),
    ...(entry.signatureHtml === '' || entry.signatureHtml === present.signature
      ? {}
      : { signature: entry.signatureHtml }),
    ...(entry.isDefault && present.isDefault !== true ? { isDefault: true } : {}),
  };
}

function senderOf(sender: Sender): SendAs {
  return {
    address: (sender.sendAsEmail ?? '').toLowerCase(),
    displayName: sender.displayName ?? '',
    signatureHtml: sender.signature ?? '',
    isDefault: sender.isDefault === true,
    isAccepted: isAccepted(sender),
  };
}

/** The primary address and the account's own aliases have no status at all, and are valid. */
function isAccepted({ verificationStatus }: Sender): boolean {
  return verificationStatus !== 'pending';
}

function unconfirmed(address: string): RemoteFailure {
  return new RemoteFailure({
    kind: 'refused',
    operation: CREATE.operation,
    said: `Gmail waits until ${address} confirms that this mailbox may send as it`,
    todo: `Open the mail from Gmail in ${address}, follow its link, then run the step again.`,
  });
}

// Where a mailbox forwards its mail. Gmail forwards only to an address that it has accepted before, so that is seen to first.

import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js';
import type { Forwarding } from '../../model/account.ts';
import type { Mailboxes } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { orUndefined, whereTaken } from './outcomes.ts';
import { SCOPES } from './scopes.ts';
import type { Transport } from './transport.ts';

const READ = { lane: 'mailbox', scope: SCOPES.mailbox, isRepeatable: true } as const;
const WRITE = { lane: 'mailbox', scope: SCOPES.sharing, isRepeatable: true } as const;

const GET = { ...READ, operation: 'gmail.users.settings.getAutoForwarding' };
const SET = { ...WRITE, operation: 'gmail.users.settings.updateAutoForwarding' };
const GET_ADDRESS = { ...READ, operation: 'gmail.users.settings.forwardingAddresses.get' };
/** Kept apart by the address: the second create answers 409. */
const CREATE_ADDRESS = { ...WRITE, operation: 'gmail.users.settings.forwardingAddresses.create' };

const ME = 'me';

type AutoForwarding = gmail_v1.Schema$AutoForwarding;

export function openForwarding({ send, apis }: Transport): NonNullable<Mailboxes['forwarding']> {
  async function getForwarding(subject: string): Promise<AutoForwarding> {
    const { users } = await apis.gmail();
    const { data } = await send({ ...GET, subject }, ({ auth, how }) =>
      users.settings.getAutoForwarding({ userId: ME, auth }, how),
    );
    return data;
  }

  async function statusOf(subject: string, forwardingEmail: string): Promise<string | null | undefined> {
    const { users } = await apis.gmail();
    const found = await orUndefined(
      send({ ...GET_ADDRESS, subject }, ({ auth, how }) =>
        users.settings.forwardingAddresses.get({ userId: ME, forwardingEmail, auth }, how),
      ),
    );
    return found?.data.verificationStatus;
  }

  async function makeAcceptable(subject: string, forwardingEmail: string): Promise<void> {
    let status = await statusOf(subject, forwardingEmail);
    if (status === undefined) {
      const { users } = await apis.gmail();
      await whereTaken(
        send({ ...CREATE_ADDRESS, subject }, ({ auth, how }) =>
          users.settings.forwardingAddresses.create({ userId: ME, requestBody: { forwardingEmail }, auth }, how),
        ).then(({ data }) => {
          status = data.verificationStatus;
        }),
        async () => {
          status = await statusOf(subject, forwardingEmail);
        },
      );
    }
    if (status !== 'accepted') throw unaccepted(forwardingEmail, status);
  }

  return {
    async read({ address }) {
      return forwardingOf(await getForwarding(address));
    },

    async set({ address }, forwarding) {
      if (forwarding.isOn && forwarding.to !== undefined) await makeAcceptable(address, forwarding.to);
      const requestBody = autoForwardingOf(forwarding, await getForwarding(address));
      const { users } = await apis.gmail();
      await send({ ...SET, subject: address }, ({ auth, how }) =>
        users.settings.updateAutoForwarding({ userId: ME, requestBody, auth }, how),
      );
    },
  };
}

function forwardingOf({ enabled, emailAddress, disposition }: AutoForwarding): Forwarding {
  return {
    isOn: enabled === true,
    ...(emailAddress == null || emailAddress === '' ? {} : { to: emailAddress.toLowerCase() }),
    keepsCopy: disposition !== 'trash',
  };
}

const KEEPING = ['leaveInInbox', 'archive', 'markRead'];

/** A way of keeping the copy that the owner has chosen stays. Gmail refuses `dispositionUnspecified`. */
function autoForwardingOf(forwarding: Forwarding, present: AutoForwarding): AutoForwarding {
  const emailAddress = forwarding.to ?? present.emailAddress;
  const kept = KEEPING.find((way) => way === present.disposition) ?? 'leaveInInbox';
  return {
    enabled: forwarding.isOn,
    ...(emailAddress == null || emailAddress === ''
      ? {}
      : { emailAddress, disposition: forwarding.keepsCopy ? kept : 'trash' }),
  } satisfies AutoForwarding;
}

/** Gmail accepts addresses of the mailbox's own domain at once, and asks the owner of every other one by mail. */
function unaccepted(address: string, status: string | null | undefined): RemoteFailure {
  if (status === undefined) {
    return new RemoteFailure({
      kind: 'not-yet',
      operation: GET_ADDRESS.operation,
      said: `${address} exists as a forwarding address, but cannot be seen yet`,
    });
  }
  return new RemoteFailure({
    kind: 'refused',
    operation: CREATE_ADDRESS.operation,
    said: `Gmail waits until ${address} confirms that it takes the mail (${status ?? 'no status'})`,
    todo: `Open the mail from Gmail in ${address}, follow its link, then run the step again.`,
  });
}

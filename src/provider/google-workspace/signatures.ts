// The signature of one address of a mailbox. Gmail takes what could run out of it; what it keeps is what a read gives.

import type { Mailboxes } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { orUndefined } from './outcomes.ts';
import { SCOPES } from './scopes.ts';
import type { Transport } from './transport.ts';

const BASIC = { lane: 'mailbox', scope: SCOPES.mailbox, isRepeatable: true } as const;
const GET = { ...BASIC, operation: 'gmail.users.settings.sendAs.get' };
const PATCH = { ...BASIC, operation: 'gmail.users.settings.sendAs.patch' };

const ME = 'me';

export function openSignatures({ send, apis }: Transport): NonNullable<Mailboxes['signatures']> {
  return {
    async read({ address: subject }, sendAsEmail) {
      const { users } = await apis.gmail();
      const found = await orUndefined(
        send({ ...GET, subject }, ({ auth, how }) => users.settings.sendAs.get({ userId: ME, sendAsEmail, auth }, how)),
      );
      if (found !== undefined) return found.data.signature ?? '';
      // A fresh alias is no sender until Gmail has heard of it.
      throw new RemoteFailure({
        kind: 'not-yet',
        operation: GET.operation,
        said: `Gmail does not know ${sendAsEmail} as a sender of this mailbox yet`,
      });
    },

    async set({ address: subject }, { address: sendAsEmail, html: signature }) {
      const { users } = await apis.gmail();
      await send({ ...PATCH, subject }, ({ auth, how }) =>
        users.settings.sendAs.patch({ userId: ME, sendAsEmail, requestBody: { signature }, auth }, how),
      );
    },
  };
}

// What belongs to one mailbox. One rule: it is asked for as its owner, by the primary address, since Gmail denies everybody else.

import type { Mailboxes } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { openForwarding } from './forwarding.ts';
import { openLocale } from './locale.ts';
import { openRules } from './rules.ts';
import { SCOPES } from './scopes.ts';
import { openSenders } from './senders.ts';
import { openSignatures } from './signatures.ts';
import type { Call, Transport } from './transport.ts';
import { replyOf, vacationOf } from './vacation.ts';

const GET_USER: Call = {
  operation: 'directory.users.get',
  lane: 'directory',
  scope: SCOPES.user,
  isRepeatable: true,
  isOnAccount: true,
};
const BASIC = { lane: 'mailbox', scope: SCOPES.mailbox, isRepeatable: true } as const;
const GET_VACATION = { ...BASIC, operation: 'gmail.users.settings.getVacation' };
const SET_VACATION = { ...BASIC, operation: 'gmail.users.settings.updateVacation' };

/** The mailbox of whoever the call acts as. */
const ME = 'me';

export function openMailboxes(transport: Transport): Mailboxes {
  const { send, apis } = transport;
  const senders = openSenders(transport);

  async function isSetUp(userKey: string): Promise<boolean> {
    const { users } = await apis.directory();
    const { data } = await send(GET_USER, ({ auth, how }) =>
      users.get({ userKey, fields: 'isMailboxSetup', auth }, how),
    );
    return data.isMailboxSetup === true;
  }

  async function getVacation(subject: string) {
    const { users } = await apis.gmail();
    const { data } = await send({ ...GET_VACATION, subject }, ({ auth, how }) =>
      users.settings.getVacation({ userId: ME, auth }, how),
    );
    return data;
  }

  return {
    // The flag is right only where Gmail is licensed, and trails; so Gmail itself must answer too.
    async isReady({ id, address }) {
      try {
        if (!(await isSetUp(id))) return false;
        await senders.list({ id, address });
        return true;
      } catch (error) {
        if (error instanceof RemoteFailure && error.facts.kind === 'not-yet') return false;
        throw error;
      }
    },

    async reply({ address }) {
      return replyOf(await getVacation(address));
    },

    async setReply({ address }, reply) {
      const requestBody = vacationOf(reply, await getVacation(address));
      const { users } = await apis.gmail();
      await send({ ...SET_VACATION, subject: address }, ({ auth, how }) =>
        users.settings.updateVacation({ userId: ME, requestBody, auth }, how),
      );
    },

    forwarding: openForwarding(transport),
    sendAs: senders,
    signatures: openSignatures(transport),
    locale: openLocale(transport),
    rules: openRules(transport),
  };
}

// Mailboxes: whether they answer, and their automatic replies. Forwarding and signatures are Exchange's alone: see exchange-script.ts.

import type { AutomaticReply } from '../../model/account.ts';
import type { Mailboxes } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { rulesOf } from './message-rules.ts';
import { replyBody, replyFrom } from './automatic-reply.ts';
import { objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Graph } from './transport.ts';

/** Without it the times of a reply come in the zone of the mailbox. */
const IN_UTC = { Prefer: 'outlook.timezone="UTC"' };
const SETTINGS = 'GET /users/{id}/mailboxSettings';

export function mailboxesOf(graph: Graph, now: () => number): Mailboxes {
  const settings = (id: string): Promise<JsonObject> => graph.ask({ operation: SETTINGS, keys: [id], headers: IN_UTC });
  return {
    async isReady({ id }) {
      try {
        await settings(id);
        return true;
      } catch (error) {
        if (error instanceof RemoteFailure && error.facts.kind === 'not-yet') return false;
        throw error;
      }
    },

    async reply({ id }): Promise<AutomaticReply> {
      const reply = objectAt(await settings(id), 'automaticRepliesSetting');
      const read = reply === undefined ? undefined : replyFrom(reply);
      if (read !== undefined) return read;
      const said = 'the answer holds no automatic reply that we can read';
      throw new RemoteFailure({ kind: 'unavailable', operation: SETTINGS, said });
    },

    setReply: ({ id }, reply) =>
      graph.tell({
        operation: 'PATCH /users/{id}/mailboxSettings',
        keys: [id],
        body: { automaticRepliesSetting: replyBody(reply, now()) },
      }),

    rules: rulesOf(graph),

    locale: {
      async read({ id }) {
        const found = await settings(id);
        const timeZone = textAt(found, 'timeZone');
        const language = textAt(objectAt(found, 'language'), 'locale') ?? '';
        return { language, ...(timeZone === undefined ? {} : { timeZone }) };
      },
      // Graph takes IANA names of time zones as well as those of Windows.
      set: ({ id }, { language, timeZone }) =>
        graph.tell({
          operation: 'PATCH /users/{id}/mailboxSettings',
          keys: [id],
          body: { language: { locale: language }, ...(timeZone === undefined ? {} : { timeZone }) },
        }),
    },
  };
}

// The rules of an Inbox. Graph shows neither hidden ones nor the forwarding of the mailbox itself: those are Exchange's alone.

import type { Mailboxes } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { MailRule } from '../../model/mail-rule.ts';
import { objectAt, objectOf, objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Graph } from './transport.ts';

const RULES = '/users/{id}/mailFolders/inbox/messageRules';
/** What a rule consists of; the rest of it is Graph's own. */
const PARTS = ['displayName', 'sequence', 'isEnabled', 'conditions', 'actions', 'exceptions'] as const;
const FORWARDS = ['forwardTo', 'forwardAsAttachmentTo', 'redirectTo'] as const;
const HIDES = ['delete', 'permanentDelete', 'moveToFolder', 'markAsRead'] as const;
const SORT = 'rule/';

export function rulesOf(graph: Graph): NonNullable<Mailboxes['rules']> {
  return {
    async list({ id }) {
      const rules: MailRule[] = [];
      for await (const rule of graph.items({ operation: `GET ${RULES}`, keys: [id] })) rules.push(ruleFrom(rule));
      return rules;
    },

    async find({ id }, ruleId) {
      try {
        return ruleFrom(await graph.ask({ operation: `GET ${RULES}/{id}`, keys: [id, ownId(ruleId)] }));
      } catch (error) {
        if (error instanceof RemoteFailure && error.facts.code === 'ErrorItemNotFound') return undefined;
        throw error;
      }
    },

    remove: ({ id }, rule) => graph.tell({ operation: `DELETE ${RULES}/{id}`, keys: [id, ownId(rule.id)] }),

    restore: ({ id }, { whole }) =>
      graph.tell({
        operation: `POST ${RULES}`,
        keys: [id],
        body: whole,
      }),
  };
}

function ownId(id: string): string {
  return id.slice(SORT.length);
}

function ruleFrom(rule: JsonObject): MailRule {
  const actions = objectAt(rule, 'actions') ?? {};
  const conditions = objectAt(rule, 'conditions') ?? {};
  return {
    id: `${SORT}${textAt(rule, 'id') ?? ''}`,
    name: textAt(rule, 'displayName') ?? 'a rule without a name',
    isOn: rule['isEnabled'] !== false,
    says: `${partText('if', conditions)} ${partText('then', actions)}`,
    forwardsTo: FORWARDS.flatMap((way) => objectsAt(actions, way)).flatMap(
      (recipient) => textAt(objectAt(recipient, 'emailAddress'), 'address')?.toLowerCase() ?? [],
    ),
    hidesMail: HIDES.some(
      (action) => actions[action] !== undefined && actions[action] !== null && actions[action] !== false,
    ),
    whole: withoutEmpty(Object.fromEntries(PARTS.map((part) => [part, rule[part]]))),
  };
}

/** Graph answers with null, false and empty lists where it was given nothing. */
function withoutEmpty(part: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(part).flatMap(([name, value]) => {
      const inner = objectOf(value);
      const kept = inner === undefined ? value : withoutEmpty(inner);
      const isEmpty =
        kept === null ||
        kept === undefined ||
        (kept === false && name !== 'isEnabled') ||
        (Array.isArray(kept) && kept.length === 0) ||
        (inner !== undefined && Object.keys(inner).length === 0);
      return isEmpty ? [] : [[name, kept]];
    }),
  );
}

function partText(word: string, part: JsonObject): string {
  const said = Object.entries(part)
    .filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => (value === true ? name : `${name} ${JSON.stringify(value)}`));
  return `${word} ${said.length === 0 ? 'anything' : said.join(', ')}`;
}

// Rules of the Inbox: the only folder that has any.

import { z } from 'zod';
import type { Answer, Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { Effect, World } from '../../kernel/world.ts';
import { created, entity, GraphRefusal, itemNotFound, noContent } from '../answers.ts';
import { addressOf } from '../directory/update-user.ts';
import { MAILBOX_ANSWERING_MS, mailboxConcurrency, mailboxRequests } from '../limits.ts';
import { pageOf, selected } from '../odata/page.ts';
import type { GraphRoute } from '../permissions.ts';
import type { UserRecord } from '../records.ts';
import { PROVIDER } from '../tenant.ts';
import { folderNamed } from './folders.ts';
import { mailboxOf, mailboxOwner, saveMailbox } from './mailbox.ts';

const PART = z.record(z.string(), z.unknown()).nullable();

const CHANGE = z
  .strictObject({
    displayName: z.string().min(1),
    sequence: z.int(),
    isEnabled: z.boolean(),
    conditions: PART,
    actions: PART,
    exceptions: PART,
  })
  .partial();

type Rule = Readonly<Record<string, unknown>>;

function ownerOfRules(call: Call, params: Params, world: World): UserRecord {
  const owner = mailboxOwner(call, params, world);
  if (folderNamed(owner.id, params['folder'] ?? '') !== 'inbox') throw itemNotFound();
  return owner;
}

const effect = (owner: UserRecord, kind: string, rule: Rule): Effect => ({
  provider: PROVIDER,
  kind,
  key: `${addressOf(owner)} ${String(rule['displayName'])}`,
  idempotent: kind !== 'rule.add',
});

const what = (owner: UserRecord) => `users('${owner.id}')/mailFolders('inbox')/messageRules`;

function read(body: unknown): z.infer<typeof CHANGE> {
  const rule = CHANGE.safeParse(body);
  if (rule.success) return rule.data;
  const where = rule.error.issues[0]?.path.join('/') ?? '';
  throw new GraphRefusal(400, 'ErrorInvalidArgument', { message: `The rule's property '${where}' is invalid.` });
}

function ruleOf(world: World, owner: UserRecord, params: Params): Rule {
  const rule = mailboxOf(world, owner.id).rules.find((one) => one['id'] === params['rule']);
  if (rule === undefined) throw itemNotFound();
  return rule;
}

function listRules(call: Call, params: Params, world: World): Answer {
  const owner = ownerOfRules(call, params, world);
  const rules = mailboxOf(world, owner.id).rules.map((rule, ordinal) => ({ ordinal, entity: rule }));
  return pageOf(call, rules, { what: what(owner), defaultTop: 999, mostTop: 999 });
}

function readRule(call: Call, params: Params, world: World): Answer {
  const owner = ownerOfRules(call, params, world);
  return entity(call, what(owner), selected(call, ruleOf(world, owner, params)));
}

function addRule(call: Call, params: Params, world: World): Answer {
  const owner = ownerOfRules(call, params, world);
  const given = read(call.body);
  if (given.displayName === undefined || given.sequence === undefined || given.actions === undefined) {
    throw new GraphRefusal(400, 'ErrorInvalidArgument', { message: 'A rule needs displayName, sequence and actions.' });
  }
  const rule: Rule = {
    id: `AQAAA${world.random.hex(12)}=`,
    isEnabled: true,
    isReadOnly: false,
    hasError: false,
    conditions: null,
    exceptions: null,
    ...given,
  };
  world.effect(effect(owner, 'rule.add', rule), () =>
    saveMailbox(world, owner.id, { rules: [...mailboxOf(world, owner.id).rules, rule] }),
  );
  return created(entity(call, what(owner), rule));
}

function changeRule(call: Call, params: Params, world: World): Answer {
  const owner = ownerOfRules(call, params, world);
  const before = ruleOf(world, owner, params);
  const after: Rule = { ...before, ...read(call.body) };
  const rules = mailboxOf(world, owner.id).rules.map((rule) => (rule === before ? after : rule));
  world.effect(effect(owner, 'rule.update', after), () => saveMailbox(world, owner.id, { rules }));
  return entity(call, what(owner), after);
}

function deleteRule(call: Call, params: Params, world: World): Answer {
  const owner = ownerOfRules(call, params, world);
  const gone = ruleOf(world, owner, params);
  const rules = mailboxOf(world, owner.id).rules.filter((rule) => rule !== gone);
  world.effect(effect(owner, 'rule.delete', gone), () => saveMailbox(world, owner.id, { rules }));
  return noContent;
}

const READ = ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'];
const WRITE = ['MailboxSettings.ReadWrite'];
const RULES = '/v1.0/users/:id/mailFolders/:folder/messageRules';
const shared = { quotas: mailboxRequests, concurrency: mailboxConcurrency, answeringMs: MAILBOX_ANSWERING_MS } as const;

export const ruleRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: RULES, anyOf: READ, ...shared, answer: listRules },
  { method: 'POST', pattern: RULES, anyOf: WRITE, ...shared, answer: addRule },
  { method: 'GET', pattern: `${RULES}/:rule`, anyOf: READ, ...shared, answer: readRule },
  { method: 'PATCH', pattern: `${RULES}/:rule`, anyOf: WRITE, ...shared, answer: changeRule },
  { method: 'DELETE', pattern: `${RULES}/:rule`, anyOf: WRITE, ...shared, answer: deleteRule },
];

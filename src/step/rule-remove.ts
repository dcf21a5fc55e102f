// rule.remove: takes a rule that somebody has approved out of an old mailbox. It is kept whole, so that rule.restore can put it back.

import type { Directory } from '../model/directory.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { MailRule } from '../model/mail-rule.ts';
import type { RuleRemove, RuleRestore } from '../model/step.ts';
import { mailboxOf } from './kind.ts';
import type { StepKind, Tools } from './kind.ts';
import { ruleHash } from './rule-hash.ts';

function rulesOf(directory: Directory): NonNullable<Directory['mailboxes']['rules']> {
  const { rules } = directory.mailboxes;
  if (rules === undefined) throw new Error('a rule was planned for a provider that shows none');
  return rules;
}

/** By its id; one that was put back has another, and does what it did. */
async function found(step: RuleRemove, tools: Tools): Promise<MailRule | undefined> {
  const rules = rulesOf(tools.directory);
  const mailbox = mailboxOf(step.account, tools);
  const same = await rules.find(mailbox, step.rule.id);
  return same ?? (await rules.list(mailbox)).find((rule) => ruleHash(rule) === step.hash);
}

export const ruleRemove: StepKind<RuleRemove> = {
  calls: 2,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: ({ account, rule }) => `remove the rule "${rule.name}" of ${account.address}`,

  // Of one that is not what was approved nothing is kept: it stays.
  async before(step, tools) {
    const rule = await found(step, tools);
    if (rule === undefined) return { rule: null };
    return ruleHash(rule) === step.hash ? { rule } : {};
  },

  async look(step, tools) {
    const rule = await found(step, tools);
    if (rule === undefined) return { standing: 'as-planned', evidence: {} };
    return ruleHash(rule) === step.hash ? { standing: 'absent' } : { standing: 'different', said: changed(step) };
  },

  async make(step, tools) {
    const rule = await found(step, tools);
    if (rule === undefined) return {};
    if (ruleHash(rule) !== step.hash) {
      throw new RemoteFailure({
        kind: 'refused',
        operation: 'rule.remove',
        said: changed(step),
        todo: 'Look at it as it is now: migrate rules list. If it shall go, approve it again: migrate rules approve. Then: migrate plan',
      });
    }
    await rulesOf(tools.directory).remove(mailboxOf(step.account, tools), rule);
    return { rule };
  },
};

function changed({ rule, account }: RuleRemove): string {
  return `the rule "${rule.name}" of ${account.address} is not what was approved any more`;
}

/**
 * What became of the rule: there again under any id, or its place taken by another one. Of some a mailbox has only one (the forwarding
 * of all mail), and what the owner has made of it since is never overwritten.
 */
async function placeOf(
  step: RuleRestore,
  tools: Tools,
): Promise<{ readonly isThere: boolean; readonly other?: MailRule }> {
  const rules = await rulesOf(tools.directory).list(mailboxOf(step.account, tools));
  const wanted = ruleHash(step.rule);
  if (rules.some((rule) => ruleHash(rule) === wanted)) return { isThere: true };
  const other = rules.find(({ id }) => id === step.rule.id);
  return { isThere: false, ...(other !== undefined && { other }) };
}

export const ruleRestore: StepKind<RuleRestore> = {
  calls: 2,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: ({ account, rule }) => `put back the rule "${rule.name}" of ${account.address}`,

  async look(step, tools) {
    const { isThere, other } = await placeOf(step, tools);
    if (isThere) return { standing: 'as-planned', evidence: {} };
    return other === undefined ? { standing: 'absent' } : { standing: 'different', said: bothSides(step, other) };
  },

  async make(step, tools) {
    const { isThere, other } = await placeOf(step, tools);
    if (isThere) return {};
    if (other !== undefined) {
      throw new RemoteFailure({
        kind: 'refused',
        operation: 'rule.restore',
        said: bothSides(step, other),
        todo: 'What stands there now was made since, and stays. If the old one shall come back, have the owner take that one away, then: migrate retry --failed',
      });
    }
    await rulesOf(tools.directory).restore(mailboxOf(step.account, tools), step.rule);
    return {};
  },
};

function bothSides({ rule, account }: RuleRestore, other: MailRule): string {
  return `${account.address} has another one now: "${other.says}"; to be put back was: "${rule.says}"`;
}

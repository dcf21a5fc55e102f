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

  async before(step, tools) {
    return { rule: (await found(step, tools)) ?? null };
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
    return {};
  },
};

function changed({ rule, account }: RuleRemove): string {
  return `the rule "${rule.name}" of ${account.address} is not what was approved any more`;
}

/** What it does counts, not its id, which the provider gives anew. */
export const ruleRestore: StepKind<RuleRestore> = {
  calls: 1,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: ({ account, rule }) => `put back the rule "${rule.name}" of ${account.address}`,

  async look(step, tools) {
    const rules = await rulesOf(tools.directory).list(mailboxOf(step.account, tools));
    const wanted = ruleHash(step.rule);
    const isThere = rules.some((rule) => ruleHash(rule) === wanted);
    return { standing: isThere ? 'as-planned' : 'absent', evidence: {} };
  },

  async make(step, tools) {
    await rulesOf(tools.directory).restore(mailboxOf(step.account, tools), step.rule);
    return {};
  },
};

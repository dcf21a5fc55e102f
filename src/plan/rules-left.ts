// Approved rules that no step of the plan removes: each is told by name, so that nobody takes it for gone.

import type { Person } from '../model/person.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { PlanInputs, RuleToRemove } from './inputs.ts';

export class RulesLeft {
  readonly #inputs: PlanInputs;
  /** Ids of mailboxes whose approved rules are planned, or were seen to be removed. */
  readonly #seen = new Set<string>();
  readonly #ownerOf = new Map<string, Person>();

  constructor(inputs: PlanInputs) {
    this.#inputs = inputs;
  }

  add(person: Person, { rulesOf }: PlanEntry): void {
    const { approvedRules, present } = this.#inputs;
    if (approvedRules === undefined || approvedRules.size === 0) return;
    if (rulesOf !== undefined) this.#seen.add(rulesOf);
    const old = present.accountByAddress(person.oldAddress);
    if (old !== undefined) this.#ownerOf.set(old.id, person);
  }

  problems(): readonly Problem[] {
    return [...(this.#inputs.approvedRules ?? [])].flatMap(([id, rules]) =>
      this.#seen.has(id)
        ? []
        : rules.filter(({ isRemoved }) => isRemoved !== true).map((rule) => notRemoved(rule, this.#ownerOf.get(id))),
    );
  }
}

function notRemoved({ rule, mailbox }: RuleToRemove, owner: Person | undefined): Problem {
  return {
    code: 'plan.rule-left',
    severity: 'warning',
    what: `The rule "${rule.name}" of ${mailbox.address} is approved to be removed, and stays.`,
    why:
      owner === undefined
        ? 'Nobody on the staff list has this mailbox as the old one now.'
        : `Something else stands in the way of ${owner.displayName}, so nothing is changed for this person.`,
    todo: 'Remove it by hand, or mend what stands in the way and plan again. To take the approval back: migrate rules keep',
  };
}

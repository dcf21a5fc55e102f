// Rules of an old mailbox that somebody has approved to be removed, by the job log. What nobody approved is never touched.

import type { ApprovedRule } from '../model/mail-rule.ts';
import { stepId } from '../model/step.ts';
import type { AccountRef, StepId } from '../model/step.ts';
import type { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import { shortHash } from './short-hash.ts';

/** Gives the steps after which nothing of it forwards mail any more: a forwarding of ours comes after them. */
export function planRules(
  draft: Draft,
  {
    inputs,
    account,
    needs,
  }: { readonly inputs: PlanInputs; readonly account: AccountRef; readonly needs: readonly StepId[] },
): readonly StepId[] {
  const approved = 'id' in account ? (inputs.approvedRules?.get(account.id) ?? []) : [];
  const made: StepId[] = [];
  if ('id' in account) draft.allRulesOf(account.id);
  // What uses an address that mail may go to is removed before that address.
  for (const { rule, hash, round } of approved.toSorted((one, other) => rank(one) - rank(other))) {
    const again = round === undefined ? '' : ` ${round}`;
    const id = stepId('rule.remove', `${account.address}/${shortHash(`${rule.id} ${hash}${again}`)}`);
    // Whoever has put it back has taken the approval back with it.
    if (inputs.stateOf(id) === 'undone') continue;
    const before = rank({ rule }) === 0 ? [] : made;
    const wanted = { account, rule, hash, ...(round !== undefined && { round }) };
    made.push(draft.step({ kind: 'rule.remove', id, ...wanted, needs: [...needs, ...before] }));
  }
  return made;
}

function rank({ rule }: Pick<ApprovedRule, 'rule'>): number {
  return rule.id.startsWith('address/') ? 1 : 0;
}

// Rules that somebody has approved to be removed, as the job log has them: each approval is one line that holds all that count.

import type { JobLog } from '../model/job-log.ts';
import type { ApprovedRule } from '../model/mail-rule.ts';
import type { RuleToRemove } from '../plan/inputs.ts';

/** The line of the log: `by`, `rules` (all that are approved now), and `added` or `withdrawn`. */
const APPROVED = 'rules.approved';

function approvedRules(log: Pick<JobLog, 'lastEvent'>): readonly ApprovedRule[] {
  const rules = log.lastEvent(APPROVED)?.facts['rules'];
  return Array.isArray(rules) ? (rules as readonly ApprovedRule[]) : [];
}

/** By the id of the account. */
export function rulesByAccount(log: Pick<JobLog, 'lastEvent' | 'steps'>): ReadonlyMap<string, readonly RuleToRemove[]> {
  const rules = approvedRules(log);
  if (rules.length === 0) return new Map();
  const removed = removedRounds(log);
  const marked = rules.map((one) => (isOpen(one, removed) ? one : { ...one, isRemoved: true as const }));
  return Map.groupBy(marked, ({ mailbox }) => mailbox.id);
}

/** Those that are still to be removed: an approval whose rule was removed, or put back, says nothing of one that comes afterwards. */
export function openApprovals(log: Pick<JobLog, 'lastEvent' | 'steps'>): readonly ApprovedRule[] {
  const removed = removedRounds(log);
  return approvedRules(log).filter((one) => isOpen(one, removed));
}

function isOpen(approved: ApprovedRule, removed: ReadonlyMap<string, number>): boolean {
  return (removed.get(contentOf(approved)) ?? 0) < roundOf(approved);
}

/** Resolves when it is on disk. A rule that was approved before, as it was then, is approved as it is now. */
export async function approveRules(
  log: Pick<JobLog, 'lastEvent' | 'note' | 'steps'>,
  { added, by }: { readonly added: readonly ApprovedRule[]; readonly by: string },
): Promise<void> {
  const removed = removedRounds(log);
  const keyOf = ({ mailbox, rule }: ApprovedRule): string => `${mailbox.id} ${rule.id}`;
  const renewed = new Set(added.map(keyOf));
  const fresh = added.map((one) => {
    const before = removed.get(contentOf(one));
    return before === undefined ? one : { ...one, round: before + 1 };
  });
  const rules = [...approvedRules(log).filter((one) => !renewed.has(keyOf(one))), ...fresh];
  await log.note(APPROVED, { by, rules, added: added.map(({ hash }) => hash) });
}

/** Resolves when it is on disk. */
export async function withdrawApprovals(
  log: Pick<JobLog, 'lastEvent' | 'note'>,
  { withdrawn, by }: { readonly withdrawn: readonly ApprovedRule[]; readonly by: string },
): Promise<void> {
  const gone = new Set(withdrawn.map(contentOf));
  const rules = approvedRules(log).filter((one) => !gone.has(contentOf(one)));
  await log.note(APPROVED, { by, rules, withdrawn: withdrawn.map(({ hash }) => hash) });
}

/** In how many rounds a rule was removed so far, also where it was put back. */
function removedRounds(log: Pick<JobLog, 'steps'>): ReadonlyMap<string, number> {
  const rounds = new Map<string, number>();
  for (const { step } of log.steps({ states: ['done', 'undone'] })) {
    if (step.kind !== 'rule.remove' || !('id' in step.account)) continue;
    const { account, rule, hash } = step;
    const key = contentOf({ mailbox: account, rule, hash });
    rounds.set(key, Math.max(rounds.get(key) ?? 0, roundOf(step)));
  }
  return rounds;
}

function roundOf({ round = 1 }: Pick<ApprovedRule, 'round'>): number {
  return round;
}

function contentOf({ mailbox, rule, hash }: Pick<ApprovedRule, 'mailbox' | 'rule' | 'hash'>): string {
  return `${mailbox.id} ${rule.id} ${hash}`;
}

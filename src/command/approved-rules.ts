// Rules that somebody has approved to be removed, as the job log has them: each approval is one line that holds all that count.

import type { JobLog } from '../model/job-log.ts';
import type { ApprovedRule } from '../model/mail-rule.ts';

/** The line of the log: `by`, `rules` (all that are approved now), `added`. */
const APPROVED = 'rules.approved';

export function approvedRules(log: Pick<JobLog, 'lastEvent'>): readonly ApprovedRule[] {
  const rules = log.lastEvent(APPROVED)?.facts['rules'];
  return Array.isArray(rules) ? (rules as readonly ApprovedRule[]) : [];
}

/** By the id of the account. */
export function rulesByAccount(log: Pick<JobLog, 'lastEvent'>): ReadonlyMap<string, readonly ApprovedRule[]> {
  return Map.groupBy(approvedRules(log), ({ mailbox }) => mailbox.id);
}

/** Resolves when it is on disk. A rule that was approved before, as it was then, is approved as it is now. */
export async function approveRules(
  log: Pick<JobLog, 'lastEvent' | 'note'>,
  { added, by }: { readonly added: readonly ApprovedRule[]; readonly by: string },
): Promise<void> {
  const keyOf = ({ mailbox, rule }: ApprovedRule): string => `${mailbox.id} ${rule.id}`;
  const renewed = new Set(added.map(keyOf));
  const rules = [...approvedRules(log).filter((one) => !renewed.has(keyOf(one))), ...added];
  await log.note(APPROVED, { by, rules, added: added.map(({ hash }) => hash) });
}

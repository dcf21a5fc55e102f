// The saved plan, with the inputs as they were when it was last looked at.

import type { JobLog } from '../model/job-log.ts';
import type { Fingerprints, SavedPlan } from '../model/plan.ts';

/** Planning again has found nothing to do: the plan that was carried out stays, and its inputs are those of now. */
const CONFIRMED = 'plan.confirmed';

export function confirmPlan(log: JobLog, { number }: SavedPlan, fingerprints: Fingerprints): Promise<void> {
  return log.note(CONFIRMED, { plan: number, fingerprints });
}

export function savedPlan(log: JobLog): SavedPlan | undefined {
  const saved = log.currentPlan();
  const facts = log.lastEvent(CONFIRMED)?.facts;
  if (saved === undefined || facts?.['plan'] !== saved.number) return saved;
  return { ...saved, fingerprints: facts['fingerprints'] as Fingerprints };
}

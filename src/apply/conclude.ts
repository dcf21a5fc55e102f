// The ends of a try: each commits the new state and says what comes next. Nothing else writes a step's state.

import { hasEffect } from '../model/event.ts';
import type { Evidence, StepRecord } from '../model/event.ts';
import type { FailureFacts } from '../model/failure.ts';
import { takenBackBy } from '../model/step.ts';
import type { Outcome, StepContext } from './step-context.ts';

/** It is done: by our call, or found to be there already. */
export async function conclude(
  record: StepRecord,
  done: { readonly how: 'made' | 'adopted'; readonly evidence?: Evidence },
  { log, failpoint, lane }: StepContext,
): Promise<Outcome> {
  const evidence = { ...record.evidence, ...done.evidence };
  const { id } = record.step;
  const takenBack = takenBackBy(record.step).filter((other) => {
    const known = log.step?.(other);
    // What was merely planned anew meanwhile has not been done again; what waits or has failed may have happened by half.
    return known === undefined || known.state === 'waiting' || known.state === 'failed' || hasEffect(known);
  });
  // Both in the same turn, so both in one commit: what was taken back never counts as done.
  await Promise.all([
    log.record({ id, to: 'done', attempt: record.attempt, how: done.how, evidence }),
    ...takenBack.map((other) => log.record({ id: other, to: 'undone', attempt: 0, how: `taken back by ${id}` })),
  ]);
  failpoint('after-done');
  lane.succeeded();
  return { state: 'done', evidence };
}

/** It did not happen, and repeating it would not help; or what became of it cannot be told. */
export async function giveUp(
  record: StepRecord,
  end: { readonly state: 'failed' | 'in-doubt'; readonly failure: FailureFacts },
  { log, failpoint }: StepContext,
): Promise<Outcome> {
  failpoint('before-failure');
  await log.record({ id: record.step.id, to: end.state, attempt: record.attempt, failure: end.failure });
  failpoint('after-failure');
  return end;
}

/** It did not happen, or repeating it changes nothing: another try may follow after the delay. */
export async function wait(
  record: StepRecord,
  next: { readonly failure: FailureFacts; readonly delayMs: number },
  { log, failpoint, clock }: StepContext,
): Promise<Outcome> {
  failpoint('before-failure');
  await log.record({ id: record.step.id, to: 'waiting', attempt: record.attempt, failure: next.failure });
  failpoint('after-failure');
  return { state: 'waiting', record: { ...record, state: 'waiting', at: clock.now() }, ...next };
}

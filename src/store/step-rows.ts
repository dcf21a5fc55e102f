// Turns rows of the step table into step records. Columns come as arrays, in the order of STEP_COLUMNS.

import type { Evidence, StepRecord, StepState } from '../model/event.ts';
import type { FailureFacts } from '../model/failure.ts';
import type { Step } from '../model/step.ts';

export const STEP_COLUMNS = 'plan, position, state, attempt, at, body, evidence, failure';

/** One row, as SQLite's STRICT table guarantees it. */
export type StepRow = readonly [
  plan: number,
  position: number,
  state: StepState,
  attempt: number,
  at: number,
  body: string,
  evidence: string | null,
  failure: string | null,
];

/** Spelled out branch by branch: resuming a big job spends most of its time here. */
export function stepRecord([, , state, attempt, at, body, evidence, failure]: StepRow): StepRecord {
  const step = JSON.parse(body) as Step;
  if (failure === null) {
    if (evidence === null) return { step, state, attempt, at };
    return { step, state, attempt, at, evidence: JSON.parse(evidence) as Evidence };
  }
  const known = { step, state, attempt, at, failure: JSON.parse(failure) as FailureFacts };
  return evidence === null ? known : { ...known, evidence: JSON.parse(evidence) as Evidence };
}

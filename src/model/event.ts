// What the job log keeps of a step: its state, and how it got there.

import type { FailureFacts } from './failure.ts';
import type { Step, StepId } from './step.ts';

/**
 * The life of a step. One door: JobLog.record.
 *
 *   planned ──> started ──> done
 *      ^           │  ├────> failed     (refused, or patience ran out) ── retry ──> planned
 *      │           │  ├────> in-doubt   (outcome unknown and a look could not tell) ── settle ──> done | planned | failed
 *      │           │  └────> waiting    (safe to try again later; shown with what it waits for) ──> started
 *      └───────────┴── undone           (a later undo took it back, or what it was to change and had set before)
 *
 * `started` on disk and the process gone means: in doubt until it is looked at.
 */
export type StepState = 'planned' | 'started' | 'waiting' | 'done' | 'failed' | 'in-doubt' | 'undone';

/**
 * Where a step may go from each state. `started` again is the next attempt of a step that a look found absent; `planned` to `done`
 * is what was there already or what a person did; a newer plan may also bring `done` back to `planned`, by JobLog.savePlan only.
 */
export const NEXT_STATES: Readonly<Record<StepState, readonly StepState[]>> = {
  planned: ['started', 'done', 'undone'],
  started: ['started', 'done', 'failed', 'in-doubt', 'waiting'],
  waiting: ['started', 'done', 'failed', 'planned', 'undone'],
  done: ['undone'],
  failed: ['planned', 'done', 'undone'],
  'in-doubt': ['done', 'planned', 'failed'],
  undone: ['planned'],
};

/** What to keep of a step that was made: ids, receipts, the value that was there before. Never a secret. JSON. */
export type Evidence = Readonly<Record<string, unknown>>;

export interface StepRecord {
  readonly step: Step;
  readonly state: StepState;
  /** How often it was started. */
  readonly attempt: number;
  readonly evidence?: Evidence;
  readonly failure?: FailureFacts;
  /** Milliseconds since 1970 of the last transition. */
  readonly at: number;
}

/** Not done, and nobody is at it: what was called before may have happened all the same. */
export const NOT_YET: readonly StepState[] = ['planned', 'waiting', 'failed'];

/**
 * Whether there is something to take back: it is done, or it was to change what it had set before. What was merely planned anew has not
 * been done again.
 */
export function hasEffect({ step, state }: Pick<StepRecord, 'step' | 'state'>): boolean {
  if (state === 'done') return true;
  const isChange = (step.kind === 'reply.set' || step.kind === 'signature.set') && step.replaces !== undefined;
  return isChange && step.undoes === undefined && NOT_YET.includes(state);
}

export interface Transition {
  readonly id: StepId;
  readonly to: StepState;
  readonly attempt: number;
  /** `made`, `adopted` (it was there already), `by <person>`, `settled`, `undo`: how it came to this. */
  readonly how?: string;
  readonly evidence?: Evidence;
  readonly failure?: FailureFacts;
}

/** One line of the log, as `migrate log` shows it. */
export interface LoggedEvent {
  /** 1, 2, 3 ... without gaps. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `step.done`, `plan.saved`, `apply.started` ... */
  readonly name: string;
  readonly stepId?: StepId;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Hex sha256 over the previous hash and this line. */
  readonly hash: string;
}

// What one step is run with, and where a try may leave it.

import type { Clock } from '../model/clock.ts';
import type { Evidence, StepRecord, Transition } from '../model/event.ts';
import type { FailureFacts } from '../model/failure.ts';
import type { Patience } from '../model/lane.ts';
import type { Step, StepId } from '../model/step.ts';
import type { StepKind, Tools } from '../step/kind.ts';
import type { Failpoint } from './failpoint.ts';
import type { Lane } from './lane.ts';

/** The one door through which a step changes its state. */
export interface Recorder {
  /** Resolves when the transition is on disk. */
  record(transition: Transition): Promise<void>;
  /** Where a step stands. */
  step?(id: StepId): Pick<StepRecord, 'step' | 'state'> | undefined;
}

export interface StepContext {
  readonly kind: StepKind<Step>;
  readonly lane: Lane;
  readonly tools: Tools;
  readonly log: Recorder;
  readonly clock: Clock;
  readonly patience: Patience;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  readonly failpoint: Failpoint;
  /** Aborted when no further call may start. */
  readonly signal: AbortSignal;
  /** Aborted when even a step that was started is not looked at any more; absent: `signal`. */
  readonly lookSignal?: AbortSignal;
}

/** What a step remembers between its tries in this process. */
export interface Tries {
  notYet: number;
  notYetSince: number | undefined;
  unavailable: number;
  throttled: number;
}

export function noTries(): Tries {
  return { notYet: 0, notYetSince: undefined, unavailable: 0, throttled: 0 };
}

/** Where one try leaves the step. */
export type Outcome =
  | { readonly state: 'done'; readonly evidence: Evidence }
  | { readonly state: 'failed' | 'in-doubt'; readonly failure: FailureFacts }
  /** Asks for another try of `record` after the delay. */
  | { readonly state: 'waiting'; readonly record: StepRecord; readonly delayMs: number; readonly failure: FailureFacts }
  /**
   * A signal was aborted first, or its turn does not come in this run (`why`). Nothing has changed since `record`: it is not
   * started, or started and not looked at to the end.
   */
  | { readonly state: 'not-started'; readonly record: StepRecord; readonly why?: string };

/** A task of a lane that was dropped because the run is stopping, and not because of a bug. */
export function isStopped(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && error === signal.reason;
}

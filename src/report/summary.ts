// What a report says, as plain facts: made once by summarise.ts, written as text, CSV, JSON or HTML by the others.

import type { StepState } from '../model/event.ts';
import type { PlanPurpose } from '../model/plan.ts';
import type { StepKindName } from '../model/step.ts';
import type { DevicesSummary } from './device-lines.ts';
import type { NoticeLine } from './notice-lines.ts';

/**
 * Where a person stands. The first that is true counts:
 *
 * - `in-doubt`    the outcome of a step is unknown: somebody must look
 * - `failed`      a step failed and is not tried again by itself
 * - `held`        all that is left waits for a task that a person has to do
 * - `unfinished`  steps are left
 * - `taken-back`  an undo took back what was done
 * - `finished`    everything is done
 */
export type PersonState = 'in-doubt' | 'failed' | 'held' | 'unfinished' | 'taken-back' | 'finished';

/** In the order in which a reader wants to see them: what needs somebody comes first. */
export const PERSON_STATES = [
  'in-doubt',
  'failed',
  'held',
  'unfinished',
  'taken-back',
  'finished',
] as const satisfies readonly PersonState[];

/** What stands between a person and the end: a step in trouble, or all steps that wait for the same. */
export interface Reason {
  readonly stepIds: readonly string[];
  /** What it is and why, in words. */
  readonly what: string;
  /** What to do about it; absent where it goes on by itself. */
  readonly todo?: string;
}

export interface PersonLine {
  /** The old address in lower case. */
  readonly key: string;
  readonly displayName: string | undefined;
  readonly newAddress: string | undefined;
  readonly batch: string;
  readonly state: PersonState;
  readonly reasons: readonly Reason[];
  readonly stepsDone: number;
  readonly steps: number;
  /** How often a step of this person was started. */
  readonly attempts: number;
  /** How often the provider asked to wait. */
  readonly throttled: number;
  /** Milliseconds since 1970 of the first start and of the last change. */
  readonly startedAt: number | undefined;
  readonly changedAt: number | undefined;
}

export interface BatchLine {
  /** '' for what comes before every batch. */
  readonly name: string;
  readonly people: number;
  readonly states: Readonly<Record<PersonState, number>>;
  /** Everything was right already: nothing had to be done. */
  readonly alreadyRight: number;
  /** Left out, since a problem of the plan stands in the way. */
  readonly refused: number;
  readonly steps: Readonly<Record<StepState, number>>;
}

/** What a person has to do, or what stands in the way of many. */
export interface TaskLine {
  readonly stepId: string;
  readonly batch: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly file: string | undefined;
  /** People whose steps wait for it. */
  readonly holds: number;
}

export interface RunLine {
  readonly startedAt: number;
  readonly endedAt: number;
  /** `open`: no end is written down; it is still under way, or it was the last one and was cut off. */
  readonly end: 'finished' | 'stopped' | 'cut-off' | 'open';
  readonly done: number;
  readonly failed: number;
  readonly inDoubt: number;
}

export interface KindLine {
  readonly kind: StepKindName;
  readonly done: number;
  readonly attempts: number;
  /** From the first start to the end, over those that are done. Absent where none was started. */
  readonly medianMs: number | undefined;
  readonly longestMs: number | undefined;
}

export interface Summary {
  /** When the report was made. Milliseconds since 1970. */
  readonly at: number;
  /** The company's: all times of day are told in it. */
  readonly timeZone: string;
  readonly jobId: string;
  /** The job log is an older copy, in words: what was done since is missing here. Absent where nothing tells so. */
  readonly olderCopy?: string;
  /** Absent while nothing is planned. */
  readonly plan: { readonly number: number; readonly at: number; readonly purpose: PlanPurpose } | undefined;
  readonly people: number;
  readonly states: Readonly<Record<PersonState, number>>;
  readonly alreadyRight: number;
  readonly refused: number;
  readonly batches: readonly BatchLine[];
  /** By state, then in plan order. */
  readonly persons: readonly PersonLine[];
  /** Each notice to each partner, in plan order. */
  readonly partners: readonly NoticeLine[];
  /** The board and the register; absent where there is no device list. */
  readonly devices?: DevicesSummary;
  readonly tasks: readonly TaskLine[];
  /** Failed or in doubt, and nobody's alone: a domain, a script. */
  readonly troubles: readonly Reason[];
  readonly runs: readonly RunLine[];
  /** Time in which a run was under way. */
  readonly workedMs: number;
  readonly kinds: readonly KindLine[];
  readonly throttle: { readonly waits: number; readonly longestMs: number };
}

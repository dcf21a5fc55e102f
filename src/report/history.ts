// What the events tell that the states do not: when the runs were, how often and how long things were tried, how often we were told to wait.

import type { LoggedEvent } from '../model/event.ts';
import { STEP_KINDS, type StepId, type StepKindName } from '../model/step.ts';
import type { KindLine, RunLine } from './summary.ts';
import type { PersonTally, Tally } from './tally.ts';

export interface History {
  readonly runs: readonly RunLine[];
  readonly workedMs: number;
  readonly kinds: readonly KindLine[];
  readonly throttle: { readonly waits: number; readonly longestMs: number };
}

interface OpenKind {
  done: number;
  attempts: number;
  readonly durationsMs: number[];
}

type OpenRun = { -readonly [Key in keyof RunLine]: RunLine[Key] };

/** Reads the events once, from the first to the last, and adds to the persons of the tally what belongs to them. */
export function readHistory(events: Iterable<LoggedEvent>, tally: Tally): History {
  const steps = new StepTimes(tally);
  const runs: OpenRun[] = [];
  for (const event of events) {
    const run = runs.at(-1);
    if (event.name === 'run.started') {
      if (run?.end === 'open') run.end = 'cut-off';
      runs.push({ startedAt: event.at, endedAt: event.at, end: 'open', done: 0, failed: 0, inDoubt: 0 });
    } else if (run?.end === 'open') {
      addToRun(run, event);
    }
    if (event.stepId !== undefined) steps.add(event.stepId, event);
  }
  const workedMs = runs.reduce((sum, { startedAt, endedAt }) => sum + endedAt - startedAt, 0);
  return { runs, workedMs, kinds: steps.kinds(), throttle: steps.throttle };
}

function addToRun(run: OpenRun, { name, at, facts }: LoggedEvent): void {
  run.endedAt = at;
  if (name === 'step.done') run.done += 1;
  if (name === 'step.failed') run.failed += 1;
  if (name === 'step.in-doubt') run.inDoubt += 1;
  if (name === 'run.finished') run.end = facts['isStopped'] === true ? 'stopped' : 'finished';
}

/** Follows each step from its first start to its end. */
class StepTimes {
  readonly throttle = { waits: 0, longestMs: 0 };
  readonly #tally: Tally;
  readonly #startedAt = new Map<StepId, number>();
  readonly #throttledAt = new Map<StepId, number>();
  readonly #kinds = new Map<string, OpenKind>();

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  add(id: StepId, { name, at, facts }: LoggedEvent): void {
    const owner = this.#tally.owners.get(id);
    if (owner !== undefined) owner.changedAt = at;
    this.#endWait(id, at);
    if (name === 'step.started') this.#start(id, at, owner);
    else if (name === 'step.waiting' && isThrottle(facts)) this.#beginWait(id, at, owner);
    else if (name === 'step.done') this.#finish(id, at);
  }

  kinds(): readonly KindLine[] {
    return STEP_KINDS.flatMap((kind) => {
      const open = this.#kinds.get(kind);
      return open === undefined ? [] : [kindLine(kind, open)];
    });
  }

  #start(id: StepId, at: number, owner: PersonTally | undefined): void {
    if (!this.#startedAt.has(id)) this.#startedAt.set(id, at);
    this.#kindOf(id).attempts += 1;
    if (owner === undefined) return;
    owner.attempts += 1;
    owner.startedAt ??= at;
  }

  #finish(id: StepId, at: number): void {
    const kind = this.#kindOf(id);
    kind.done += 1;
    const startedAt = this.#startedAt.get(id);
    if (startedAt !== undefined) kind.durationsMs.push(at - startedAt);
    this.#startedAt.delete(id);
  }

  #beginWait(id: StepId, at: number, owner: PersonTally | undefined): void {
    this.#throttledAt.set(id, at);
    this.throttle.waits += 1;
    if (owner !== undefined) owner.throttled += 1;
  }

  #endWait(id: StepId, at: number): void {
    const since = this.#throttledAt.get(id);
    if (since === undefined) return;
    this.#throttledAt.delete(id);
    this.throttle.longestMs = Math.max(this.throttle.longestMs, at - since);
  }

  #kindOf(id: StepId): OpenKind {
    const name = id.slice(0, id.indexOf('/'));
    let kind = this.#kinds.get(name);
    if (kind === undefined) this.#kinds.set(name, (kind = { done: 0, attempts: 0, durationsMs: [] }));
    return kind;
  }
}

function kindLine(kind: StepKindName, { done, attempts, durationsMs }: OpenKind): KindLine {
  const sorted = durationsMs.toSorted((left, right) => left - right);
  return { kind, done, attempts, medianMs: sorted[Math.floor(sorted.length / 2)], longestMs: sorted.at(-1) };
}

function isThrottle(facts: LoggedEvent['facts']): boolean {
  const failure = facts['failure'];
  return typeof failure === 'object' && failure !== null && 'kind' in failure && failure.kind === 'throttled';
}

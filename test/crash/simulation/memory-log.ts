// The disk: what is committed here is all that the next life knows. It keeps the rules of the job log's seam.

import { NEXT_STATES } from '../../../src/model/event.ts';
import type { Evidence, StepRecord, StepState, Transition } from '../../../src/model/event.ts';
import type { Step, StepId } from '../../../src/model/step.ts';
import type { Recorder } from '../../../src/apply/step-context.ts';
import type { Life } from './life.ts';
import type { Dice } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

interface Waiting {
  readonly transition: Transition;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function isOpen({ state, step }: StepRecord): boolean {
  return state === 'started' || state === 'in-doubt' || (state === 'failed' && step.kind === 'notice.send');
}

export class MemoryLog {
  readonly #records = new Map<StepId, StepRecord>();
  readonly #now: () => number;
  readonly #called = new Set<StepId>();
  #current: readonly StepId[] = [];
  readonly transitions: Transition[] = [];

  constructor(steps: Iterable<Step>, now: () => number) {
    this.#now = now;
    this.save(steps);
  }

  /** A new plan. Of steps that the log knows it keeps what the job log keeps. */
  save(steps: Iterable<Step>): void {
    const ids: StepId[] = [];
    for (const step of steps) {
      if (ids.includes(step.id)) throw new Error(`the plan holds ${step.id} twice`);
      this.#records.set(step.id, this.#planned(step));
      ids.push(step.id);
    }
    this.#current = ids;
  }

  #planned(step: Step): StepRecord {
    const known = this.#records.get(step.id);
    if (known !== undefined && isOpen(known)) return { ...known, step };
    const kept = known === undefined || known.state === 'done' || known.state === 'undone' ? undefined : known.evidence;
    return { step, state: 'planned', attempt: 0, at: this.#now(), ...(kept && { evidence: kept }) };
  }

  /** Steps of which nobody knows what became of them. */
  get inDoubt(): readonly Step[] {
    return this.records.filter(isOpen).map(({ step }) => step);
  }

  /** All that the log knows, in the order of the plans. */
  get records(): readonly StepRecord[] {
    return [...this.#records.values()];
  }

  /** The steps of the newest plan, in its order. */
  get current(): readonly StepRecord[] {
    return this.#current.flatMap((id) => this.#records.get(id) ?? []);
  }

  /** What is done, and what the newest plan wants: a step of an older one that has come about meanwhile is in no plan any more. */
  get wanted(): readonly StepRecord[] {
    const current = new Set(this.#current);
    return this.records.filter(({ step, state }) => state === 'done' || current.has(step.id));
  }

  record(id: StepId): StepRecord | undefined {
    return this.#records.get(id);
  }

  stateOf(id: StepId): StepState | undefined {
    return this.#records.get(id)?.state;
  }

  /** Since it was done, or taken back, the last time. */
  wasCalled(id: StepId): boolean {
    const state = this.stateOf(id);
    if (state === undefined || state === 'done' || state === 'undone' || !this.#called.has(id)) return false;
    return state !== 'started' && state !== 'in-doubt';
  }

  evidenceOf(id: StepId): Evidence | undefined {
    return this.#records.get(id)?.evidence;
  }

  /** Puts one transition on disk. Throws where the job log would: its caller has lost track of the step. */
  commit({ id, to, attempt, evidence, failure, how }: Transition): void {
    const known = this.#records.get(id);
    if (known === undefined) throw new Error(`the job log knows no step ${id}`);
    if (!NEXT_STATES[known.state].includes(to)) throw new Error(`${id} cannot go from ${known.state} to ${to}`);
    if (to === 'started') this.#called.add(id);
    if (to === 'done' || to === 'undone') this.#called.delete(id);
    this.transitions.push({ id, to, attempt, ...(how === undefined ? {} : { how }) });
    // What was kept before the change survives every further attempt.
    const kept = evidence === undefined ? known.evidence : (JSON.parse(JSON.stringify(evidence)) as Evidence);
    this.#records.set(id, {
      step: known.step,
      state: to,
      attempt,
      at: this.#now(),
      ...(kept === undefined ? {} : { evidence: kept }),
      ...(failure === undefined ? {} : { failure }),
    });
  }
}

/** The log as one life sees it: transitions of the same moment share a commit, and the commit may be the last thing that survives. */
export function recorderOf(
  log: MemoryLog,
  { life, time, dice }: { readonly life: Life; readonly time: VirtualTime; readonly dice: Dice },
): Recorder {
  let waiting: Waiting[] = [];
  const flush = (): void => {
    const group = waiting;
    waiting = [];
    if (life.isDead) return;
    if (life.isDiskFull) {
      for (const { reject } of group) reject(new Error('the disk is full'));
      return;
    }
    for (const { transition } of group) log.commit(transition);
    // What is on disk now stays there, whoever dies before hearing of it.
    if (!life.survives()) return;
    for (const { resolve } of group) resolve();
  };
  return {
    record: (transition) =>
      new Promise((resolve, reject) => {
        if (life.isDead) return;
        if (waiting.length === 0) time.after(Math.floor(dice() * 4), flush);
        waiting.push({ transition, resolve, reject });
      }),
  };
}

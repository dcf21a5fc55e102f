// Walks a plan: batches in order, each gated by the last one's failures; in a batch everything that is ready at once.
// A failed step stops only what needs it. The walk ends when nothing more can start.

import { setMaxListeners } from 'node:events';
import type { Clock } from '../model/clock.ts';
import type { StepRecord, StepState } from '../model/event.ts';
import type { FailureFacts } from '../model/failure.ts';
import type { Patience } from '../model/lane.ts';
import type { BatchSettings } from '../model/settings.ts';
import { ownerOf } from '../model/step.ts';
import type { Step, StepId, StepKindName } from '../model/step.ts';
import type { StepKind, Tools } from '../step/kind.ts';
import type { Failpoint } from './failpoint.ts';
import { laneOf } from './lane.ts';
import type { Lanes } from './lane.ts';
import { holdRest, resultOf } from './run-result.ts';
import type { RunResult } from './run-result.ts';
import { runStep } from './run-step.ts';
import { Stops } from './run-stops.ts';
import { isStopped } from './step-context.ts';
import type { Outcome, Recorder } from './step-context.ts';
import { buildGraph, hasEnded, holdFollowers } from './walk-graph.ts';
import type { Node } from './walk-graph.ts';

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly name: 'batch-opened' | 'batch-finished'; readonly batch: string }
  | { readonly name: 'batch-held'; readonly batch: string; readonly failed: number; readonly people: number }
  | { readonly name: 'kind-held'; readonly kind: StepKindName; readonly failure: FailureFacts }
  | { readonly name: 'step'; readonly record: StepRecord; readonly outcome: Outcome };

/** How much of a batch may go wrong before nothing more of it starts. */
export interface BatchGate extends BatchSettings {
  /** Refusals do not count here, and so few doubts hold nothing up, whatever share they are. */
  readonly onlyDoubts?: { readonly free: number };
}

export interface Run {
  /** The steps of this run, in plan order. */
  readonly records: Iterable<StepRecord>;
  /** States of steps outside this run. */
  readonly stateOf: (id: StepId) => StepState | undefined;
  readonly batches: readonly BatchGate[];
  /** Why a step does not start in this run, beside what the plan itself says; absent: nothing is held. */
  readonly whyHeld?: (record: StepRecord) => string | undefined;
  /** How many people a batch has in the plan, where the run is about some of them only: the share that failed is of all. */
  readonly peopleIn?: (batch: string) => number | undefined;
  readonly kindOf: (step: Step) => StepKind<Step> | undefined;
  readonly lanes: Lanes;
  readonly tools: Tools;
  readonly log: Recorder;
  readonly clock: Clock;
  readonly patience: Patience;
  readonly random: () => number;
  readonly failpoint: Failpoint;
  /** Aborted: finish what is under way, start nothing more. */
  readonly signal: AbortSignal;
  readonly tell: (event: RunEvent) => void;
}

/** Runs until nothing more can start. Rejects on a bug or when the job log can no longer be written. */
export async function runPlan(run: Run): Promise<RunResult> {
  const nodes = [...buildGraph(run.records, run).values()];
  const stops = new Stops(run.signal);
  // A batch that migrate.yaml does not name any more (renamed, taken out) comes last; its people are not passed over.
  const order = new Set(['', ...run.batches.map(({ name }) => name), ...nodes.map(({ record }) => record.step.batch)]);
  let held: string | undefined;
  for (const batch of order) {
    const inBatch = nodes.filter((node) => node.record.step.batch === batch);
    if (inBatch.length === 0 || run.signal.aborted) continue;
    if (held !== undefined) {
      await new BatchWalk({ run, nodes: inBatch, batch, stops, held }).finish();
      continue;
    }
    const wasOpen = inBatch.some((node) => !hasEnded(node));
    if (wasOpen) run.tell({ name: 'batch-opened', batch });
    const isWithinThreshold = await new BatchWalk({ run, nodes: inBatch, batch, stops }).finish();
    if (!isWithinThreshold) {
      held = `${batch === '' ? 'what all need' : `the batch ${batch}`} comes first, and is held`;
    } else if (wasOpen) run.tell({ name: 'batch-finished', batch });
  }
  if (held !== undefined) holdRest(nodes, held);
  return resultOf(nodes, run.signal.aborted);
}

interface BatchParts {
  readonly run: Run;
  readonly nodes: readonly Node[];
  readonly batch: string;
  readonly stops: Stops;
  /** Why nothing starts here; what an earlier process left started is looked at all the same. */
  readonly held?: string;
}

/** One batch under way. */
class BatchWalk {
  readonly #parts: BatchParts;
  readonly #people: number;
  readonly #gate: Omit<BatchGate, 'name'>;
  /** Whoever has a step that failed, or one in doubt. */
  readonly #failedPeople = new Set<string>();
  /** Nothing new starts in this batch; what was started is looked at to the end. */
  readonly #closed = new AbortController();
  /** The run cannot go on: looks end, too. */
  readonly #broken = new AbortController();
  readonly #lookSignal: AbortSignal;
  readonly #signals = new Map<StepKindName, AbortSignal>();
  readonly #settled: PromiseWithResolvers<boolean> = Promise.withResolvers();
  #underWay = 0;
  #trouble: { readonly error: unknown } | undefined;

  constructor(parts: BatchParts) {
    this.#parts = parts;
    this.#lookSignal = AbortSignal.any([parts.run.signal, this.#broken.signal]);
    setMaxListeners(0, this.#lookSignal);
    const here = new Set(parts.nodes.map(({ record }) => ownerOf(record.step))).size;
    this.#people = Math.max(here, parts.run.peopleIn?.(parts.batch) ?? 0);
    this.#gate = parts.run.batches.find(({ name }) => name === parts.batch) ?? { failureThreshold: 0 };
    for (const { record } of parts.nodes) {
      if (record.state === 'failed' || record.state === 'in-doubt') this.#countFailure(record);
    }
  }

  /** True where the next batch may open. */
  finish(): Promise<boolean> {
    // A batch that was held before stays held until what failed is tried again; only what was started is looked at.
    const isHeld = this.#parts.held !== undefined || !this.#isWithinThreshold;
    for (const node of this.#parts.nodes) if (!isHeld || node.record.state === 'started') this.#startIfReady(node);
    if (isHeld) this.#close();
    this.#endIfIdle();
    return this.#settled.promise;
  }

  /** By division: 29 of 100 people are a share of 0.29, while 0.29 * 100 is less than 29. */
  get #isWithinThreshold(): boolean {
    const { failureThreshold, onlyDoubts } = this.#gate;
    const failed = this.#failedPeople.size;
    return failed <= (onlyDoubts?.free ?? 0) || failed / this.#people <= failureThreshold;
  }

  /**
   * A doubt counts too: else a provider that has gone silent would take the whole company, batch by batch, into doubt. A rule that cannot
   * be put back does not: its own mailbox is why, and nobody else waits for it.
   */
  #countFailure({ step, state }: StepRecord): void {
    const isAlone = this.#gate.onlyDoubts !== undefined || step.kind === 'rule.restore';
    if (isAlone && state !== 'in-doubt') return;
    this.#failedPeople.add(ownerOf(step));
  }

  get #whyClosed(): string {
    if (this.#parts.held !== undefined) return this.#parts.held;
    return this.#gate.onlyDoubts === undefined
      ? 'too many people of its batch have failed or are in doubt'
      : 'too many of those before are in doubt: migrate settle';
  }

  #close(): void {
    this.#closed.abort(new Error(this.#whyClosed));
  }

  #startIfReady(node: Node): void {
    if (node.isUnderWay || node.missing > 0 || hasEnded(node) || this.#closed.signal.aborted) return;
    if (node.record.step.batch !== this.#parts.batch) return;
    node.isUnderWay = true;
    this.#underWay += 1;
    void this.#tryStep(node)
      .catch((error: unknown) => {
        // Our own bug, or a job log that cannot be written: start nothing more, let the calls under way end, then say so.
        this.#trouble ??= { error };
        const reason = new Error('the run has ended in trouble', { cause: error });
        this.#closed.abort(reason);
        this.#broken.abort(reason);
      })
      .then(() => {
        node.isUnderWay = false;
        this.#underWay -= 1;
        this.#endIfIdle();
      });
  }

  #endIfIdle(): void {
    if (this.#underWay > 0) return;
    if (this.#trouble !== undefined) {
      this.#settled.reject(this.#trouble.error);
      return;
    }
    const { run, batch, nodes, held } = this.#parts;
    if (held === undefined && !this.#isWithinThreshold) {
      holdRest(nodes, this.#whyClosed);
      run.tell({ name: 'batch-held', batch, failed: this.#failedPeople.size, people: this.#people });
    }
    this.#settled.resolve(this.#isWithinThreshold);
  }

  /** Tries one step until it ends or the run stops. */
  async #tryStep(node: Node): Promise<void> {
    const { run, stops } = this.#parts;
    const { step } = node.record;
    const kind = run.kindOf(step);
    if (kind === undefined) throw new Error(`${step.id} can only be made by a person, yet it was started`);
    const signal = this.#signalOf(step.kind);
    const context = { ...run, kind, lane: laneOf(run.lanes, kind.lane(step)), signal, lookSignal: this.#lookSignal };
    // Whatever has run out or is held: what was started is looked at.
    const isOver = (): boolean => (node.record.state === 'started' ? this.#lookSignal : signal).aborted;
    while (!isOver()) {
      const before = node.record;
      const outcome = await runStep(before, node.tries, context);
      run.tell({ name: 'step', record: before, outcome });
      if (outcome.state === 'not-started') {
        node.record = outcome.record;
        node.heldBy = outcome.why;
        break;
      }
      if (outcome.state !== 'waiting') {
        this.#end(node, outcome);
        return;
      }
      node.record = outcome.record;
      try {
        await run.clock.sleep(outcome.delayMs, signal);
      } catch (error) {
        if (!isStopped(error, signal)) throw error;
      }
    }
    if (node.heldBy === undefined && stops.isKindStopped(step.kind))
      node.heldBy = `no more ${step.kind} in this run: what it needs has run out`;
    else if (!run.signal.aborted) node.heldBy ??= this.#whyClosed;
    if (node.heldBy !== undefined) holdFollowers(node);
  }

  #end(node: Node, outcome: Extract<Outcome, { state: 'done' | 'failed' | 'in-doubt' }>): void {
    const { run, stops } = this.#parts;
    const { step } = node.record;
    node.record = { ...node.record, state: outcome.state, at: run.clock.now() };
    if (outcome.state === 'done') {
      for (const follower of node.followers) {
        follower.missing -= 1;
        this.#startIfReady(follower);
      }
      return;
    }
    holdFollowers(node);
    this.#countFailure(node.record);
    if (outcome.failure.kind === 'exhausted' && !stops.isKindStopped(step.kind)) {
      stops.stopKind(step.kind);
      run.tell({ name: 'kind-held', kind: step.kind, failure: outcome.failure });
    }
    if (!this.#isWithinThreshold) this.#close();
  }

  #signalOf(kind: StepKindName): AbortSignal {
    let signal = this.#signals.get(kind);
    if (signal === undefined) {
      signal = this.#parts.stops.signalOf(kind, this.#closed.signal);
      // Every step that waits listens to it; that many listeners are no leak.
      setMaxListeners(0, signal);
      this.#signals.set(kind, signal);
    }
    return signal;
  }
}

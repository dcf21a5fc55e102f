// What the tests of apply share: one step whose calls and looks follow a script, on virtual time, with a disk in memory.

import { openLanes } from '../../src/apply/lane.ts';
import type { Lane } from '../../src/apply/lane.ts';
import { runStep } from '../../src/apply/run-step.ts';
import { cutOff, settleStep } from '../../src/apply/settle-step.ts';
import { noTries } from '../../src/apply/step-context.ts';
import type { Outcome, StepContext } from '../../src/apply/step-context.ts';
import type { Evidence, StepRecord } from '../../src/model/event.ts';
import { RemoteFailure } from '../../src/model/failure.ts';
import type { FailureFacts, FailureKind } from '../../src/model/failure.ts';
import type { LaneLimit, Patience } from '../../src/model/lane.ts';
import type { Step, StepId } from '../../src/model/step.ts';
import type { Sight, StepKind } from '../../src/step/kind.ts';
import { safely } from '../crash/simulation/carry.ts';
import { directoryOf } from '../crash/simulation/directory.ts';
import { MemoryLog } from '../crash/simulation/memory-log.ts';
import { Tenant } from '../crash/simulation/tenant.ts';
import { clockOn, VirtualTime } from '../crash/simulation/virtual-time.ts';

export const PATIENCE: Patience = {
  lagMs: 60_000,
  backoffFloorMs: 1000,
  backoffCeilingMs: 30_000,
  accountMs: 300_000,
  mailboxMs: 3_600_000,
  mailboxUsualMs: 60_000,
  attempts: 3,
};

const named = { name: 'a limit', source: 'a test' };

export const WIDE_LANES: readonly LaneLimit[] = (['directory', 'licence', 'domain', 'mailbox'] as const).map(
  (lane) => ({
    lane,
    burst: 1000,
    perSecond: 1000,
    concurrency: 10,
    ...named,
  }),
);

export function aStep(name = 'one', more: Partial<Pick<Step, 'batch' | 'person' | 'needs'>> = {}): Step {
  return {
    kind: 'mailbox.wait',
    id: idOf(name),
    batch: 'pilot',
    person: `${name}@old.example`,
    needs: [],
    account: { id: name, address: `${name}@new.example` },
    ...more,
  };
}

export function idOf(name: string): StepId {
  return `mailbox.wait/${name}@new.example`;
}

export function failure(kind: FailureKind, more: Partial<FailureFacts> = {}): RemoteFailure {
  return new RemoteFailure({ kind, operation: 'POST /things', said: `it is ${kind}`, ...more });
}

export const SEEN: Sight = { standing: 'as-planned', evidence: { accountId: 'seen' } };
export const ABSENT: Sight = { standing: 'absent' };

/** Each entry is one answer; the last one is given again and again. */
export interface Script {
  readonly makes?: readonly (Evidence | Error)[];
  readonly looks?: readonly (Sight | Error)[];
  readonly befores?: readonly (Evidence | Error)[];
  /** How long a look takes to answer, and how long a call takes. */
  readonly lookMs?: number;
  readonly makeMs?: number;
  readonly patience?: Partial<Patience>;
  readonly lanes?: readonly LaneLimit[];
}

export class Scene {
  readonly time = new VirtualTime(() => 0.5);
  readonly clock = clockOn(this.time);
  readonly log: MemoryLog;
  readonly step = aStep();
  readonly stop = new AbortController();
  readonly tries = noTries();
  readonly lane: Lane;
  /** What was called, in order, with the state on disk at that moment. */
  readonly calls: string[] = [];
  readonly #script: Script;
  readonly #given = { make: 0, look: 0, before: 0 };

  constructor(script: Script) {
    this.#script = script;
    this.log = new MemoryLog([this.step], () => this.time.now());
    const lane = openLanes(script.lanes ?? WIDE_LANES, this.clock).get('mailbox');
    if (lane === undefined) throw new Error('the scene needs the lane "mailbox"');
    this.lane = lane;
  }

  get record(): StepRecord {
    const record = this.log.record(this.step.id);
    if (record === undefined) throw new Error('the scene has lost its step');
    return record;
  }

  /** Transitions of the step so far. */
  get states(): readonly string[] {
    return this.log.transitions.map(({ to }) => to);
  }

  get kind(): StepKind<Step> {
    const { befores, makeMs, lookMs } = this.#script;
    return {
      calls: 1,
      patience: 'account',
      lane: () => 'mailbox',
      say: () => 'do something',
      ...(befores === undefined ? {} : { before: () => this.#answer('before', befores, 0) }),
      look: () => this.#answer('look', this.#script.looks ?? [ABSENT], lookMs ?? 0),
      make: () => this.#answer('make', this.#script.makes ?? [{ accountId: 'made' }], makeMs ?? 0),
    };
  }

  get context(): StepContext {
    return {
      kind: this.kind,
      lane: this.lane,
      tools: {
        directory: directoryOf(new Tenant({ provider: 'microsoft-365', now: () => this.time.now() }), safely),
        clock: this.clock,
        evidenceOf: () => undefined,
        passwordFor: () => ({ password: 'initial', segment: '1' }),
      },
      log: {
        record: (transition) => {
          this.log.commit(transition);
          return Promise.resolve();
        },
      },
      clock: this.clock,
      patience: { ...PATIENCE, ...this.#script.patience },
      random: () => 0.5,
      failpoint: () => undefined,
      signal: this.stop.signal,
    };
  }

  /** One try, from what is on disk. */
  try(context: Partial<StepContext> = {}): Promise<Outcome> {
    return this.finish(runStep(this.record, this.tries, { ...this.context, ...context }));
  }

  /** Tries and waits until the step has ended. */
  async tryToTheEnd(most = 1000): Promise<Outcome> {
    for (let tries = 0; tries < most; tries += 1) {
      const outcome = await this.try();
      if (outcome.state !== 'waiting') return outcome;
      await this.time.pass(outcome.delayMs);
    }
    throw new Error(`the step is still waiting after ${most} tries`);
  }

  settleCutOff(): Promise<Outcome> {
    return this.finish(settleStep(this.record, cutOff(this.record), this.context));
  }

  /** Lets time run until the promise has settled. */
  async finish<Result>(promise: Promise<Result>): Promise<Result> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    promise.then(over, over);
    await this.time.runUntil(() => isOver);
    return promise;
  }

  async #answer<Answer>(
    what: 'make' | 'look' | 'before',
    answers: readonly (Answer | Error)[],
    delayMs: number,
  ): Promise<Answer> {
    this.calls.push(`${what} while ${this.record.state}`);
    const answer = answers[Math.min(this.#given[what], answers.length - 1)];
    this.#given[what] += 1;
    if (delayMs > 0) await this.clock.sleep(delayMs);
    if (answer === undefined) throw new Error(`the script has no ${what}`);
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

// A plan whose steps do what the test says, walked by the real walk on virtual time.

import { openLanes } from '../../src/apply/lane.ts';
import { runPlan } from '../../src/apply/run-plan.ts';
import type { Run, RunEvent } from '../../src/apply/run-plan.ts';
import type { RunResult } from '../../src/apply/run-result.ts';
import type { Evidence } from '../../src/model/event.ts';
import type { LaneLimit } from '../../src/model/lane.ts';
import type { Step } from '../../src/model/step.ts';
import type { Sight, StepKind } from '../../src/step/kind.ts';
import { safely } from '../crash/simulation/carry.ts';
import { directoryOf } from '../crash/simulation/directory.ts';
import { MemoryLog } from '../crash/simulation/memory-log.ts';
import { Tenant } from '../crash/simulation/tenant.ts';
import { clockOn, VirtualTime } from '../crash/simulation/virtual-time.ts';
import { PATIENCE, WIDE_LANES } from './scene.ts';

/** What becomes of a call and of a look; both work where nothing is said of a step. */
export interface Behaviour {
  readonly make?: (step: Step) => Evidence | Error;
  readonly look?: (step: Step) => Sight | Error;
  /** How long a call takes. */
  readonly makeMs?: (step: Step) => number;
  readonly lanes?: readonly LaneLimit[];
}

export class PlanScene {
  readonly time = new VirtualTime(() => 0.5);
  readonly clock = clockOn(this.time);
  readonly stop = new AbortController();
  readonly log: MemoryLog;
  readonly events: RunEvent[] = [];
  /** Ids of steps in the order in which their calls began, and ended. */
  readonly began: string[] = [];
  readonly ended: string[] = [];
  readonly #behaviour: Behaviour;

  constructor(steps: readonly Step[], behaviour: Behaviour = {}) {
    this.#behaviour = behaviour;
    this.log = new MemoryLog(steps, () => this.time.now());
  }

  get kind(): StepKind<Step> {
    const { make, look, makeMs } = this.#behaviour;
    return {
      calls: 1,
      patience: 'account',
      lane: () => 'mailbox',
      say: (step) => step.id,
      look: async (step) => {
        await this.clock.sleep(10);
        const sight = look?.(step) ?? { standing: 'absent' };
        if (sight instanceof Error) throw sight;
        return sight;
      },
      make: async (step) => {
        this.began.push(step.id);
        await this.clock.sleep(makeMs?.(step) ?? 100);
        this.ended.push(step.id);
        const made = make?.(step) ?? {};
        if (made instanceof Error) throw made;
        return made;
      },
    };
  }

  async run(more: Partial<Run> = {}): Promise<RunResult> {
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    const running = runPlan({
      records: this.log.records,
      stateOf: (id) => this.log.stateOf(id),
      batches: [
        { name: 'pilot', failureThreshold: 1 },
        { name: 'rest', failureThreshold: 1 },
      ],
      kindOf: (step) => (step.kind === 'hand.task' ? undefined : this.kind),
      lanes: openLanes(this.#behaviour.lanes ?? WIDE_LANES, this.clock),
      tools: {
        directory: directoryOf(new Tenant({ provider: 'microsoft-365', now: () => this.time.now() }), safely),
        clock: this.clock,
        evidenceOf: (id) => this.log.evidenceOf(id),
        passwordFor: () => ({ password: 'initial', segment: '1' }),
      },
      log: {
        record: (transition) => {
          this.log.commit(transition);
          return Promise.resolve();
        },
      },
      clock: this.clock,
      patience: PATIENCE,
      random: () => 0.5,
      failpoint: () => undefined,
      signal: this.stop.signal,
      tell: (event) => this.events.push(event),
      ...more,
    });
    running.then(over, over);
    await this.time.runUntil(() => isOver);
    return running;
  }

  stateOf(step: Step): string {
    return this.log.stateOf(step.id) ?? 'unknown';
  }

  namesOf(name: RunEvent['name']): readonly string[] {
    return this.events.flatMap((event) => (event.name === name && 'batch' in event ? [event.batch] : []));
  }
}

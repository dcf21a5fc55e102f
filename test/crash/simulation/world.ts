// One schedule from the first plan to the last resume: the real plan, the real walk and the real kinds of steps in a simulated world.

import { openLanes } from '../../../src/apply/lane.ts';
import { readPresent } from '../../../src/apply/read-present.ts';
import { runPlan } from '../../../src/apply/run-plan.ts';
import type { RunResult } from '../../../src/apply/run-plan.ts';
import type { Recorder } from '../../../src/apply/step-context.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { Patience } from '../../../src/model/lane.ts';
import type { Person } from '../../../src/model/person.ts';
import type { PlanEntry } from '../../../src/model/plan.ts';
import type { BatchSettings } from '../../../src/model/settings.ts';
import type { Step } from '../../../src/model/step.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { StepKind, Tools } from '../../../src/step/kind.ts';
import { safely } from './carry.ts';
import type { Carry } from './carry.ts';
import { JOB_ID, moveReply, settingsOf } from './company.ts';
import { directoryOf } from './directory.ts';
import { Life } from './life.ts';
import type { End } from './life.ts';
import { recorderOf } from './memory-log.ts';
import type { MemoryLog } from './memory-log.ts';
import { networkOf } from './network.ts';
import type { Faults } from './network.ts';
import { diceOf } from './random.ts';
import { LANES, PATIENCE } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { kindOfWith, sendKind } from './send.ts';
import type { Tenant } from './tenant.ts';
import { clockOn } from './virtual-time.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What is put between the product and its world, to break the protocol on purpose. */
export interface Bend {
  readonly recorder?: (recorder: Recorder) => Recorder;
  readonly kind?: (kind: StepKind<Step>, clock: Clock) => StepKind<Step>;
  readonly patience?: Patience;
  readonly clock?: (clock: Clock) => Clock;
  readonly lanes?: typeof LANES;
}

export interface World {
  readonly schedule: Schedule;
  readonly bend: Bend;
  readonly time: VirtualTime;
  readonly tenant: Tenant;
  readonly staff: readonly Person[];
  readonly log: MemoryLog;
}

/** How one life went; `result` is absent where it was cut short. */
export interface Lived {
  readonly life: Life;
  readonly result?: RunResult;
}

export async function planOf(
  world: Pick<World, 'schedule' | 'tenant' | 'staff' | 'time'>,
  log?: MemoryLog,
): Promise<readonly PlanEntry[]> {
  const { schedule, tenant, staff, time } = world;
  const settings = settingsOf(schedule);
  const present = await readPresent({
    directory: directoryOf(tenant, safely),
    settings,
    clock: clockOn(time),
    patience: PATIENCE,
    random: () => 0,
    signal: new AbortController().signal,
    movers: schedule.mode === 'rename' ? staff.map(({ oldAddress }) => oldAddress) : [],
  });
  const isGoogle = schedule.provider === 'google-workspace';
  const entries = makePlan({
    settings,
    people: staff,
    present,
    jobId: JOB_ID,
    stateOf: (id) => log?.stateOf(id),
    inDoubt: new Map(),
    can: { forward: isGoogle, moveSenders: isGoogle },
    mostAliases: tenant.mostAliases,
    replyFor: moveReply,
  });
  return [...entries];
}

/** What steps may use in a life whose calls go by `carry`. */
export function toolsOf({ tenant, log }: Pick<World, 'tenant' | 'log'>, carry: Carry, clock: Clock): Tools {
  return {
    directory: directoryOf(tenant, carry),
    clock,
    evidenceOf: (id) => log.evidenceOf(id),
    passwordFor: () => ({ password: 'initial', segment: 'segment-1' }),
  };
}

/** One life of the process: it loads what is on disk and walks on. `number` keeps the lives of a schedule apart. */
export async function live(
  world: World,
  number: number,
  how: { readonly end: End | undefined; readonly faults: Faults; readonly threshold: number },
): Promise<Lived> {
  const { schedule, bend, time, log } = world;
  const dice = (purpose: string): (() => number) => diceOf(schedule.seed, `${purpose} of life ${number}`);
  const life = new Life(time, how.end);
  const real = clockOn(time, () => life.isDead);
  const clock = bend.clock?.(real) ?? real;
  const carry = networkOf({ time, life, faults: how.faults, dice: dice('network') });
  const kindOf = kindOfWith(sendKind(world.tenant, carry));
  const recorder = recorderOf(log, { life, time, dice: dice('disk') });
  let end: { readonly result: RunResult } | { readonly error: unknown } | undefined;
  void runPlan({
    records: log.current,
    stateOf: (id) => log.stateOf(id),
    batches: batchesOf(schedule, how.threshold),
    kindOf: (step) => {
      const kind = kindOf(step);
      return kind === undefined ? undefined : (bend.kind?.(kind, clock) ?? kind);
    },
    lanes: openLanes(bend.lanes ?? LANES, clock),
    tools: toolsOf(world, carry, clock),
    log: bend.recorder?.(recorder) ?? recorder,
    clock,
    patience: bend.patience ?? PATIENCE,
    random: dice('backoff'),
    failpoint: life.failpoint,
    signal: life.stopSignal,
    tell: () => undefined,
  }).then(
    (result) => (end = { result }),
    (error: unknown) => (end = { error }),
  );
  await time.runUntil(() => life.isDead || end !== undefined);
  if (life.isDead || end === undefined) return { life };
  if (life.underWay > 0) throw new Error(`the run has ended with ${life.underWay} calls under way`);
  if ('result' in end) return { life, result: end.result };
  if (life.isDiskFull && end.error instanceof Error && end.error.message === 'the disk is full') return { life };
  throw end.error;
}

function batchesOf(schedule: Schedule, failureThreshold: number): readonly BatchSettings[] {
  return settingsOf(schedule).batches.map(({ name }) => ({ name, failureThreshold }));
}

// One schedule from the first plan to the last resume: the real plan, the real walk and the real kinds of steps in a simulated world.

import { openLanes } from '../../../src/apply/lane.ts';
import { readPresent } from '../../../src/apply/read-present.ts';
import { runPlan } from '../../../src/apply/run-plan.ts';
import type { RunResult } from '../../../src/apply/run-result.ts';
import type { Recorder } from '../../../src/apply/step-context.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { Patience } from '../../../src/model/lane.ts';
import type { Person } from '../../../src/model/person.ts';
import type { PlanEntry } from '../../../src/model/plan.ts';
import { NOTICES_BATCH } from '../../../src/model/settings.ts';
import type { BatchSettings } from '../../../src/model/settings.ts';
import type { Step } from '../../../src/model/step.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { StepKind, Tools } from '../../../src/step/kind.ts';
import { machineKindOf } from '../../../src/step/kinds.ts';
import { safely } from './carry.ts';
import type { Carry } from './carry.ts';
import { approvedIn, JOB_ID, moveReply, settingsOf, signatureOf } from './company.ts';
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
import { mailerOf } from './mailer.ts';
import type { Approvals } from './notices.ts';
import type { Outbox } from './outbox.ts';
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
  /** Undo believes the log, and looks at nothing. */
  readonly undoesByLog?: boolean;
  /** Whoever has approved what. */
  readonly approvals?: (approvals: Approvals) => Pick<Approvals, 'has' | 'letterFor'>;
}

export interface World {
  readonly schedule: Schedule;
  readonly bend: Bend;
  readonly time: VirtualTime;
  readonly tenant: Tenant;
  readonly outbox: Outbox;
  readonly staff: readonly Person[];
  readonly log: MemoryLog;
  readonly approvals: Approvals;
  /** Which edition of its texts the company wants now. */
  edition: number;
}

/** How one life went; `result` is absent where it was cut short. */
export interface Lived {
  readonly life: Life;
  readonly result?: RunResult;
}

export async function planOf(
  world: Pick<World, 'schedule' | 'tenant' | 'staff' | 'time' | 'edition'>,
  log?: MemoryLog,
): Promise<readonly PlanEntry[]> {
  const { schedule, tenant, staff, time, edition } = world;
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
    recordOf: (id) => log?.record(id),
    inDoubt: new Map(log?.inDoubt.map((step) => [step.id, step])),
    can: { forward: isGoogle, moveSenders: isGoogle, setSignatures: isGoogle, setLocale: true },
    ...(settings.signature === true && { signatures: { htmlFor: (person) => signatureOf(person, edition) } }),
    ...(schedule.seed % 4 === 1 && { approvedRules: approvedIn(tenant, staff) }),
    mostAliases: tenant.mostAliases,
    replyFor: (person) => moveReply(person, edition),
  });
  return [...entries];
}

/** What steps may use in a life whose calls go by `carry`. */
export function toolsOf(world: World, carry: Carry, clock: Clock): Tools {
  const { tenant, outbox, log, schedule } = world;
  const approvals = approvalsOf(world);
  return {
    directory: directoryOf(tenant, carry),
    clock,
    evidenceOf: (id) => log.evidenceOf(id),
    passwordFor: () => ({ password: 'initial', segment: 'segment-1' }),
    ...(schedule.sends === undefined
      ? {}
      : {
          mail: {
            mailer: mailerOf(schedule.sends, outbox, carry),
            letterFor: (step) => approvals.letterFor(step),
          },
        }),
  };
}

function approvalsOf({ approvals, bend }: World): Pick<Approvals, 'has' | 'letterFor'> {
  return bend.approvals?.(approvals) ?? approvals;
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
  const approvals = approvalsOf(world);
  const recorder = recorderOf(log, { life, time, dice: dice('disk') });
  let end: { readonly result: RunResult } | { readonly error: unknown } | undefined;
  void runPlan({
    records: log.current,
    stateOf: (id) => log.stateOf(id),
    batches: batchesOf(schedule, how.threshold),
    whyHeld: ({ step }) =>
      step.kind === 'notice.send' && !approvals.has(step) ? 'nobody has approved this letter' : undefined,
    kindOf: (step) => {
      const kind = machineKindOf(step);
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
  const names = settingsOf(schedule).batches.map(({ name }) => name);
  return [...names, NOTICES_BATCH].map((name) => ({ name, failureThreshold }));
}

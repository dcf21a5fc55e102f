// The protocol broken on purpose, each time in one place, from outside: the simulation is worth as much as it finds of these.

import type { Recorder } from '../../../src/apply/step-context.ts';
import { TokenBucket } from '../../../src/apply/token-bucket.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { Transition } from '../../../src/model/event.ts';
import { RemoteFailure } from '../../../src/model/failure.ts';
import type { LaneName } from '../../../src/model/lane.ts';
import type { Step, StepId } from '../../../src/model/step.ts';
import { callsAt } from '../../../src/step/kind.ts';
import type { StepKind } from '../../../src/step/kind.ts';
import { LANES, MOST_COPY_LATE_MS, PATIENCE } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import type { Approvals } from './notices.ts';
import type { Bend } from './world.ts';

/** The call goes out before `started` is on disk; both come there together, afterwards. */
function startsUnwritten(recorder: Recorder): Recorder {
  const held = new Map<StepId, Transition>();
  return {
    async record(transition) {
      if (transition.to === 'started') {
        held.set(transition.id, transition);
        return;
      }
      const first = held.get(transition.id);
      held.delete(transition.id);
      await Promise.all([...(first === undefined ? [] : [first]), transition].map((one) => recorder.record(one)));
    },
  };
}

/** What stood there before the change is not on disk when the change is made. */
function keepsTooLate(recorder: Recorder): Recorder {
  return {
    record({ evidence, ...transition }) {
      const isKept = evidence !== undefined && transition.to !== 'started';
      return recorder.record({ ...transition, ...(isKept ? { evidence } : {}) });
    },
  };
}

/** A call without an answer is made once more as if it had been refused. */
function repeatsBlindly(kind: StepKind<Step>): StepKind<Step> {
  return {
    ...kind,
    async make(step, tools, kept) {
      try {
        return await kind.make(step, tools, kept);
      } catch (error) {
        if (!(error instanceof RemoteFailure) || error.facts.kind !== 'in-doubt') throw error;
        throw new RemoteFailure({ ...error.facts, kind: 'unavailable' }, error);
      }
    },
  };
}

/** A look that fails counts as one that found nothing. */
function takesBlindnessForAbsence(kind: StepKind<Step>): StepKind<Step> {
  return {
    ...kind,
    async look(step, tools) {
      try {
        return await kind.look(step, tools);
      } catch (error) {
        if (error instanceof RemoteFailure) return { standing: 'absent' };
        throw error;
      }
    },
  };
}

/** Whatever stands at the address is taken for ours. */
function adoptsStrangers(kind: StepKind<Step>): StepKind<Step> {
  return {
    ...kind,
    async look(step, tools) {
      const owner = step.kind === 'user.create' ? await tools.directory.accounts.byAddress(step.address) : undefined;
      return owner?.kind === 'account'
        ? { standing: 'as-planned', evidence: { accountId: owner.account.id } }
        : kind.look(step, tools);
    },
  };
}

/** On the way back, the owner's reply under ours counts as put back. */
function takesHalfForWhole(kind: StepKind<Step>): StepKind<Step> {
  return {
    ...kind,
    look(step, tools) {
      if (step.kind !== 'reply.set') return kind.look(step, tools);
      const { undoes: _back, replaces: _ours, ...there } = step;
      return kind.look(there, tools);
    },
  };
}

/** What was kept of a letter before it was sent is not on disk when it is. */
function forgetsDrafts(recorder: Recorder): Recorder {
  return {
    record({ evidence, ...transition }) {
      const isForgotten = transition.to === 'started' && transition.id.startsWith('notice.send/');
      return recorder.record({ ...transition, ...(evidence === undefined || isForgotten ? {} : { evidence }) });
    },
  };
}

/** A copy that the archive does not show yet is taken for one that will never come. */
function believesTheArchiveAtOnce(kind: StepKind<Step>): StepKind<Step> {
  return {
    ...kind,
    async look(step, tools) {
      const { believedAfterMs: _, ...sight } = await kind.look(step, tools);
      return sight;
    },
  };
}

/** Where nobody can look, the letter counts as not sent. */
function sendsAgainUnseen(kind: StepKind<Step>): StepKind<Step> {
  return {
    ...kind,
    async look(step, tools) {
      const sight = await kind.look(step, tools);
      return step.kind === 'notice.send' && sight.standing === 'different' ? { standing: 'absent' } : sight;
    },
  };
}

/** Whatever was planned counts as approved. */
function approvesAll(approvals: Approvals): Pick<Approvals, 'has' | 'letterFor'> {
  return { has: () => true, letterFor: (step) => approvals.letterAsPlanned(step) };
}

/** What passes is read off the clock on the wall, which somebody may set. */
function measuresByTheWall(clock: Clock): Clock {
  return { ...clock, elapsed: () => clock.now() };
}

/** Each breaks one rule of the protocol; the simulation must find it. `where`: what all its schedules have, so that the search is short. */
export const PLANTS: readonly { readonly name: string; readonly bend: Bend; readonly where?: Partial<Schedule> }[] = [
  { name: '`started` is committed after the call', bend: { recorder: startsUnwritten } },
  { name: 'a lost answer is repeated blindly', bend: { kind: repeatsBlindly } },
  { name: 'a look that finds nothing is believed at once', bend: { patience: { ...PATIENCE, lagMs: 0 } } },
  { name: 'what has passed is read off a clock that somebody sets', bend: { clock: measuresByTheWall } },
  { name: 'a look that fails is taken for one that found nothing', bend: { kind: takesBlindnessForAbsence } },
  { name: 'the value from before is not on disk before the change', bend: { recorder: keepsTooLate } },
  { name: 'an account of somebody else is adopted', bend: { kind: adoptsStrangers } },
  { name: 'an undo that was cut off is adopted though our text still stands', bend: { kind: takesHalfForWhole } },
  {
    name: 'what was kept of a letter is not on disk before it is sent',
    bend: { recorder: forgetsDrafts },
    where: { sends: 'drafts', copyLateMs: MOST_COPY_LATE_MS },
  },
  { name: 'an archive that trails is believed at once', bend: { kind: believesTheArchiveAtOnce } },
  { name: 'a letter is sent again where nobody can look', bend: { kind: sendsAgainUnseen } },
  { name: 'a letter is sent that nobody has approved', bend: { approvals: approvesAll } },
  {
    name: 'an undo asks the log only',
    bend: { undoesByLog: true },
    where: { mode: 'rename', foreign: 0, wayBack: [], isBackEarly: true },
  },
];

/** The token is taken after `started` is on disk, so everything that waits in the lane is started already. */
export function tokenAfterStarted(): Bend {
  // A process that is gone leaves no bucket: each life has its own, by its clock.
  const lives = new WeakMap<Clock, Map<LaneName, TokenBucket>>();
  return {
    lanes: LANES.map((lane) => ({ ...lane, burst: 1e6, perSecond: 1e6, concurrency: 1000 })),
    kind: (kind, clock) => ({
      ...kind,
      async make(step, tools, kept) {
        const limit = LANES.find(({ lane }) => lane === kind.lane(step));
        if (limit === undefined) throw new Error(`there is no lane for ${step.id}`);
        let buckets = lives.get(clock);
        if (buckets === undefined) lives.set(clock, (buckets = new Map<LaneName, TokenBucket>()));
        let bucket = buckets.get(limit.lane);
        if (bucket === undefined) buckets.set(limit.lane, (bucket = new TokenBucket(limit, clock)));
        await bucket.take(callsAt(kind, tools.directory.provider));
        return kind.make(step, tools, kept);
      },
    }),
  };
}

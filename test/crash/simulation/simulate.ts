// Runs one schedule and throws where something is not true that must be.

import { takenBackBy } from '../../../src/model/step.ts';
import type { Step } from '../../../src/model/step.ts';
import { machineKindOf } from '../../../src/step/kinds.ts';
import { safely } from './carry.ts';
import { undoPlan } from '../../../src/plan/undo-plan.ts';
import { LICENCE, letOthersIn, staffOf, tenantOf } from './company.ts';
import { isThere, judgeProvider, judgeReasons, judgeResult, must } from './judge.ts';
import { judgeWayBack } from './judge-way-back.ts';
import { MemoryLog } from './memory-log.ts';
import { IN_FLIGHT_MS, NO_FAULTS } from './network.ts';
import { Approvals, noticeSteps } from './notices.ts';
import { Outbox } from './outbox.ts';
import { diceOf } from './random.ts';
import { PATIENCE } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import type { Holding } from './tenant.ts';
import { clockOn, VirtualTime } from './virtual-time.ts';
import { live, planOf, toolsOf } from './world.ts';
import type { Bend, World } from './world.ts';

/** After the last planned end, so many lives must be enough. */
const MOST_LIVES = 8;

/** What a simulation has seen, for figures. */
export interface Seen {
  lives: number;
  kills: number;
  /** Steps that a killed life left started. */
  cutOff: number;
  effects: number;
  transitions: number;
}

export async function simulate(schedule: Schedule, bend: Bend = {}): Promise<Seen> {
  const time = new VirtualTime(diceOf(schedule.seed, 'order'));
  for (const { afterMs, byMs } of schedule.clockSets) time.after(afterMs, () => time.setClock(byMs));
  const staff = staffOf(schedule.people);
  const tenant = tenantOf(schedule, staff, () => time.now());
  const entries = await planOf({ schedule, tenant, staff, time });
  const sends = schedule.sends === undefined ? [] : noticeSteps(staff, entries);
  const log = new MemoryLog([...entries.flatMap(({ steps }) => steps), ...sends], () => time.shown);
  const outbox = new Outbox({
    now: () => time.now(),
    copyLateMs: schedule.copyLateMs,
    accept: (kind, key) => tenant.accept(kind, key),
  });
  const approvals = new Approvals(sends, schedule.unapproved);
  const world: World = { schedule, bend, time, tenant, outbox, staff, log, approvals };
  const foreign = letOthersIn(tenant, staff, schedule.foreign);
  const strangers = tenant.holdings().filter(({ account }) => account.displayName === 'Somebody else');
  const seen: Seen = { lives: 0, kills: 0, cutOff: 0, effects: 0, transitions: 0 };
  const tools = toolsOf(world, safely, clockOn(time));

  const liveOnce = async (how: Parameters<typeof live>[2]): Promise<boolean> => {
    const lived = await live(world, seen.lives, how);
    seen.lives += 1;
    if (lived.life.isDead) {
      seen.kills += 1;
      seen.cutOff += log.records.filter(({ state }) => state === 'started').length;
    }
    judgeProvider(world, tools);
    judgeResult(world, lived);
    strangersUntouched(world, strangers);
    return lived.result?.isStopped === false;
  };

  const { faults, threshold } = schedule;
  for (const end of schedule.ends) if (await liveOnce({ end, faults, threshold })) doHandTasks(world);
  await untilNothingMoves(world, () => liveOnce({ end: undefined, faults, threshold }));
  judgeReasons(world, { schedule, foreign });

  const pool = tenant.pools.get(LICENCE.id);
  if (pool !== undefined) pool.total = undefined;
  approvals.approveAll();
  await untilNothingMoves(world, async () => {
    await mendAll(world);
    return liveOnce({ end: undefined, faults: NO_FAULTS, threshold: 1 });
  });
  await judgeEnd(world, foreign);
  if (schedule.wayBack !== undefined) {
    log.save(undoPlan(log.records.filter(({ state }) => state === 'done')));
    for (const end of schedule.wayBack) await liveOnce({ end, faults, threshold: 1 });
    await untilNothingMoves(world, async () => {
      await mendAll(world);
      return liveOnce({ end: undefined, faults: NO_FAULTS, threshold: 1 });
    });
    judgeWayBack(world, tools);
  }
  return { ...seen, effects: tenant.ledger.length, transitions: log.transitions.length };
}

/** Lives again and again while there is something to do for the process or for the administrator. */
async function untilNothingMoves({ log, ...world }: World, liveOn: () => Promise<boolean>): Promise<void> {
  for (let lives = 0; lives < MOST_LIVES; lives += 1) {
    must(await liveOn(), 'a life that nobody cut short has not ended by itself');
    if (!doHandTasks({ ...world, log })) return;
  }
  throw new Error(`after ${MOST_LIVES} lives there is still something to do`);
}

/** What people do by hand, once it is their turn. True where something was done. */
function doHandTasks({ log, tenant }: World): boolean {
  let isAnyDone = false;
  for (const { step, state } of log.records) {
    if (step.kind !== 'hand.task' || state !== 'planned') continue;
    if (!step.needs.every((need) => log.stateOf(need) === 'done')) continue;
    if (step.task === 'publish-dns') for (const domain of tenant.domains.keys()) tenant.published.add(domain);
    log.commit({ id: step.id, to: 'done', attempt: 0, how: 'by the administrator' });
    for (const id of takenBackBy(step)) {
      if (log.stateOf(id) === 'done') log.commit({ id, to: 'undone', attempt: 0, how: 'by the administrator' });
    }
    isAnyDone = true;
  }
  return isAnyDone;
}

/** The administrator settles what is in doubt by what the provider shows, and has everything retried that failed. */
async function mendAll(world: World): Promise<void> {
  const { log, time, schedule } = world;
  const tools = toolsOf(world, safely, clockOn(time));
  // Nobody asks a partner in the same moment: what was on its way has arrived, and its copy as well.
  if (schedule.sends !== undefined) await time.pass(IN_FLIGHT_MS + schedule.copyLateMs);
  for (const { step, state, attempt } of log.current) {
    if (state === 'failed') log.commit({ id: step.id, to: 'planned', attempt });
    if (state !== 'in-doubt') continue;
    const sight = await machineKindOf(step)?.look(step, tools);
    // Where nobody can look, the partner is asked.
    const isSeen =
      schedule.sends === 'blind' && step.kind === 'notice.send'
        ? isThere(step, tools, world)
        : sight?.standing === 'as-planned';
    if (isSeen) {
      log.commit({
        id: step.id,
        to: 'done',
        attempt,
        how: 'settled',
        evidence: { ...log.evidenceOf(step.id), ...sight?.evidence },
      });
      // As migrate settle does: what was taken back never counts as done.
      if (step.undoes !== undefined) log.commit({ id: step.undoes, to: 'undone', attempt: 0 });
    } else {
      must(!isThere(step, tools, world), `a look does not see ${step.id}, which is there`);
      log.commit({ id: step.id, to: 'planned', attempt });
    }
  }
}

function strangersUntouched({ tenant }: World, strangers: readonly Holding[]): void {
  for (const stranger of strangers) {
    must(
      tenant.holding(stranger.account.id) === stranger,
      `the account of somebody else was touched: ${stranger.account.address}`,
    );
  }
}

/** With the cause of every trouble gone, everybody is moved, and a new plan finds nothing to do. */
async function judgeEnd(world: World, foreign: ReadonlySet<string>): Promise<void> {
  const { log, time } = world;
  const isStopped = (step: Step): boolean =>
    foreign.has(step.person ?? '') || step.needs.some((need) => log.stateOf(need) !== 'done');
  for (const { step, state, failure } of log.records) {
    must(state === 'done' || isStopped(step), `${step.id} was never done: ${state} ${failure?.said ?? ''}`);
  }
  await time.pass(PATIENCE.lagMs);
  for (const entry of await planOf(world, log)) {
    for (const step of entry.steps) {
      // A list without those who are refused is another list, so its task is a new one.
      const isShorterList = step.kind === 'hand.task' && foreign.size > 0;
      must(isStopped(step) || isShorterList, `planned again after the end: ${step.id}`);
    }
    if (entry.person !== undefined && foreign.has(entry.person)) {
      must(entry.problems.length > 0, `${entry.person} is left out, and nobody is told`);
    }
  }
}

// Runs one schedule and throws where something is not true that must be.

import { hasEffect } from '../../../src/model/event.ts';
import type { StepRecord } from '../../../src/model/event.ts';
import { takenBackBy } from '../../../src/model/step.ts';
import type { Step } from '../../../src/model/step.ts';
import { machineKindOf } from '../../../src/step/kinds.ts';
import { safely } from './carry.ts';
import { isUndoable, undoPlan } from '../../../src/plan/undo-plan.ts';
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
  const entries = await planOf({ schedule, tenant, staff, time, edition: 0 });
  const sends = schedule.sends === undefined ? [] : noticeSteps(staff, entries);
  const log = new MemoryLog([...entries.flatMap(({ steps }) => steps), ...sends], () => time.shown);
  const outbox = new Outbox({
    now: () => time.now(),
    copyLateMs: schedule.copyLateMs,
    accept: (kind, key) => tenant.accept(kind, key),
  });
  const approvals = new Approvals(sends, schedule.unapproved);
  const world: World = { schedule, bend, time, tenant, outbox, staff, log, approvals, edition: 0 };
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
  // Who is refused by a new plan is left where the old one has left him: that is tried where nobody is refused.
  let edits = schedule.foreign > 0 ? 0 : schedule.edits;
  for (const end of schedule.ends) {
    if (await liveOnce({ end, faults, threshold })) doHandTasks(world);
    if (edits > 0) await edit(world);
    if (edits > 0) edits -= 1;
  }
  await untilNothingMoves(world, () => liveOnce({ end: undefined, faults, threshold }));
  for (; edits > 0; edits -= 1) {
    await edit(world);
    await untilNothingMoves(world, () => liveOnce({ end: undefined, faults, threshold }));
  }
  judgeReasons(world, { schedule, foreign });

  const mendedLife = async (): Promise<boolean> => {
    await mendAll(world);
    return liveOnce({ end: undefined, faults: NO_FAULTS, threshold: 1 });
  };
  if (schedule.wayBack === undefined || !schedule.isBackEarly) {
    const pool = tenant.pools.get(LICENCE.id);
    if (pool !== undefined) pool.total = undefined;
    approvals.approveAll();
    await untilNothingMoves(world, mendedLife);
    if (world.edition > 0) {
      // What was in doubt when the texts were changed has kept the old one until it was settled.
      await planAgain(world);
      await untilNothingMoves(world, mendedLife);
    }
    await judgeEnd(world, foreign);
  }
  if (schedule.wayBack !== undefined) {
    log.save(undoPlan(await takenBack(world)));
    for (const end of schedule.wayBack) await liveOnce({ end, faults, threshold: 1 });
    await untilNothingMoves(world, mendedLife);
    judgeWayBack(world, tools);
  }
  return { ...seen, effects: tenant.ledger.length, transitions: log.transitions.length };
}

/** The administrator changes what the texts say, and plans again. */
async function edit(world: World): Promise<void> {
  world.edition += 1;
  await planAgain(world);
}

/** Nobody does that before what was on its way has arrived, and the provider’s copies have met. */
async function planAgain(world: World): Promise<void> {
  const { log, staff, schedule, time } = world;
  await time.pass(PATIENCE.lagMs);
  const entries = await planOf(world, log);
  const steps = new Map(entries.flatMap((entry) => entry.steps).map((step) => [step.id, step]));
  for (const send of schedule.sends === undefined ? [] : noticeSteps(staff, entries)) {
    if (log.stateOf(send.id) !== 'done' && !steps.has(send.id)) steps.set(send.id, send);
  }
  log.save(steps.values());
}

/** What undo takes back: what is done, and what has happened although the log does not know of it, for which it looks. */
async function takenBack(world: World): Promise<readonly StepRecord[]> {
  const { log, time, bend } = world;
  if (bend.undoesByLog === true) return log.records.filter(hasEffect);
  const tools = toolsOf(world, safely, clockOn(time));
  const halfway: StepRecord[] = [];
  await time.pass(PATIENCE.lagMs);
  for (const record of log.records) {
    const { step, state, attempt, evidence } = record;
    const isOpen = state === 'started' || state === 'in-doubt';
    if (!isUndoable(record) || !(isOpen || log.wasCalled(step.id))) continue;
    const sight = await machineKindOf(step)?.look(step, tools);
    const to = sight?.standing === 'as-planned' ? 'done' : isOpen ? 'failed' : state;
    if (to !== state) log.commit({ id: step.id, to, attempt, evidence: { ...evidence, ...sight?.evidence } });
    if (sight?.isHalfway === true) halfway.push(record);
  }
  return [...halfway, ...log.records.filter(hasEffect)];
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
  for (const { step, state, failure } of log.wanted) {
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

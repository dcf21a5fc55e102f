// Kills the real command again and again, resumes it, and counts at the provider: nobody twice, nobody lost.

import type { ProviderName } from '../../src/model/directory.ts';
import type { StepState } from '../../src/model/event.ts';
import type { StepId } from '../../src/model/step.ts';
import type { JobLog } from '../../src/model/job-log.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { NEW_DOMAIN, OLD_DOMAIN, Stage, withOldMailboxesAtTheHost } from '../story/stage.ts';
import type { Ended, LedgerLine } from '../story/stage.ts';
import { CLIENTS_TAKEN_UP } from '../settings/clients-taken-up.ts';
import { judgeKits } from './kill-kits.ts';
import { hiddenRules, judgeMailboxes } from './kill-mailboxes.ts';
import { judgeScripts, preparePush, withPush } from './kill-scripts.ts';

export interface KillWish {
  readonly provider: ProviderName;
  readonly mode: 'new-mailbox' | 'rename';
  readonly kills: number;
  readonly people: number;
  /** Rules of thieves are in the old mailboxes, and approved to be removed. */
  readonly hasThieves?: true;
  /** Microsoft 365 only: Intune carries the script for Windows to a group. */
  readonly hasPush?: true;
  readonly migrate: string;
  /** Numbers from 0 up to 1; a seeded one makes a loop that can be told again. */
  readonly random: () => number;
  /** Names of places at which the command ends itself; each is used in turn between the random kills. */
  readonly failpoints: readonly string[];
}

export interface KillResult {
  kills: number;
  /** Commands that ended before their kill came. */
  survived: number;
  companies: number;
  /** Effects at the provider that must happen once and happened again. */
  readonly duplicates: string[];
  /** People or effects that are missing at the provider although the run says that it is finished. */
  readonly lost: string[];
  /** Steps that a finished company still has in doubt: each is shown to the administrator. */
  inDoubt: number;
  readonly failpointsHit: Set<string>;
}

/** Trouble of every kind, often enough that each company meets all of them. */
export const FAULTS = [
  { match: {}, kind: 'throttle', probability: 0.03 },
  { match: {}, kind: '503-before', probability: 0.02 },
  { match: {}, kind: '503-after', probability: 0.02 },
  { match: {}, kind: '504-after', probability: 0.02 },
  { match: {}, kind: 'reset-before', probability: 0.02 },
  { match: {}, kind: 'reset-after', probability: 0.03 },
  { match: {}, kind: 'html', probability: 0.01 },
  { match: {}, kind: 'empty', probability: 0.01 },
  { match: {}, kind: '507', probability: 0.005 },
];

/** After so many runs in a row in which nothing new was done, what is left waits for the administrator. */
const MOST_IDLE_RUNS = 10;

/** Founds companies and migrates them under fire until the wanted number of kills is reached; the last one is finished too. */
export async function killLoop(wish: KillWish): Promise<KillResult> {
  const result: KillResult = {
    kills: 0,
    survived: 0,
    companies: 0,
    duplicates: [],
    lost: [],
    inDoubt: 0,
    failpointsHit: new Set(),
  };
  while (result.kills < wish.kills) {
    const stage = await Stage.open({
      provider: wish.provider,
      people: wish.people,
      migrate: wish.migrate,
      sandbox: ['--profile', 'fast', '--scale', '600'],
      edit: (settings) =>
        `${fitSettings(settings, wish)}\n${wish.hasPush === true ? withPush(CLIENTS_TAKEN_UP) : CLIENTS_TAKEN_UP}`,
    });
    try {
      result.companies += 1;
      await oneCompany(stage, wish, result);
    } finally {
      await stage.close();
    }
  }
  return result;
}

function fitSettings(settings: string, { provider, mode }: KillWish): string {
  return (provider === 'imap-host' ? withOldMailboxesAtTheHost(settings) : settings)
    .replace(/^mode: .*$/mu, `mode: ${mode}`)
    .replace(/failureThreshold: [\d.]+/gu, 'failureThreshold: 1')
    .replace(/^(\s*)forward: true$/mu, '$1forward: false')
    .replace(/^administrator: .*$/mu, 'administrator: admin@aozora-shoji.example');
}

/** What the administrator tries, one after the other. */
const COMMANDS = [['resume'], ['resume'], ['resume'], ['settle'], ['resume'], ['retry', '--failed']];

async function oneCompany(stage: Stage, wish: KillWish, result: KillResult): Promise<void> {
  if (wish.hasPush === true) await preparePush(stage, wish.people);
  await planUnderFire(stage, wish, result);
  if (wish.hasThieves === true) await approveHidden(stage, wish);
  await stage.control('PUT', 'faults', FAULTS);
  let done = 0;
  let idleRuns = 0;
  for (let runs = 0; idleRuns < MOST_IDLE_RUNS; runs += 1) {
    const command = nextCommand(stage, runs);
    const isEnough = result.kills >= wish.kills;
    const ended = isEnough ? await stage.run(...command) : await runUnderFire(stage, { command, wish, result });
    const doneNow = countSteps(stage, ['done']);
    idleRuns = doneNow > done ? 0 : idleRuns + 1;
    done = doneNow;
    if (ended.code === null) continue;
    if (isDamaged(ended))
      throw new Error(`${command.join(' ')} ended with ${ended.code}:\n${ended.said}\n${ended.told}`);
    if (countSteps(stage, LEFT) === 0) break;
  }
  await stage.control('DELETE', 'faults');
  await finish(stage);
  const ledger = await stage.ledger();
  judge(stage.folder, ledger, { wish, result });
  judgeMailboxes(stage.folder, ledger, { wish, result });
  const ended = new Set(idsOf(stage, ['done']));
  await judgeKits(stage.path('out/clients'), { wish, result, isDone: (id) => ended.has(id) });
  if (wish.hasPush === true) judgeScripts(stage.path('out/clients'), ledger, result);
  result.inDoubt += countSteps(stage, ['in-doubt']);
}

/** Only what was agreed to can be resumed: an apply that was killed before its question is given once more. */
function nextCommand(stage: Stage, runs: number): readonly string[] {
  const isAgreed = onLog(stage, (log) => log.lastEvent('run.agreed') !== undefined);
  if (!isAgreed) return ['apply', '--yes'];
  return COMMANDS[runs % COMMANDS.length] ?? ['resume'];
}

export interface Fire {
  readonly command: readonly string[];
  readonly wish: Pick<KillWish, 'random' | 'failpoints'>;
  readonly result: Pick<KillResult, 'kills' | 'survived' | 'failpointsHit'>;
}

/** Places in planning are passed by `plan` only. */
const isOfPlan = (name: string): boolean => name.startsWith('plan.');

/** Plans; where a place in planning was not tried yet, a first plan ends there, and the next one begins anew. */
async function planUnderFire(stage: Stage, wish: KillWish, result: KillResult): Promise<void> {
  for (const name of wish.failpoints.filter((one) => isOfPlan(one) && !result.failpointsHit.has(one))) {
    const ended = await stage.start(['plan'], { MIGRATE_FAILPOINT: `${name}:1` }).ended;
    countKill(ended, result);
    if (ended.code === null) result.failpointsHit.add(name);
  }
  await stage.must('plan');
}

/** Thieves were in every old mailbox: their rules go, since somebody has approved it, and what the owners made themselves stays. */
async function approveHidden(stage: Stage, wish: KillWish): Promise<void> {
  await stage.control('POST', 'seed', hiddenRules(wish));
  await stage.must('rules', 'approve', '--outside', '--yes');
  await stage.must('plan');
}

/** A kit gives way to another one only where something has changed, and here nothing does; test/store/kit-shelf.test.ts kills there. */
const OF_CHANGES = 'kit-aside';

/** A place at which no run has ended yet, as long as there is one. */
function nextPlace(wish: Fire['wish'], { failpointsHit }: Fire['result']): string | undefined {
  const places = wish.failpoints.filter((name) => !isOfPlan(name) && name !== OF_CHANGES);
  const open = places.filter((name) => !failpointsHit.has(name));
  const pool = open.length > 0 ? open : places;
  return pool[Math.floor(wish.random() * pool.length)];
}

/** Every second run ends at a named place, the others at a random moment. */
export async function runUnderFire(stage: Stage, { command, wish, result }: Fire): Promise<Ended> {
  const turn = result.kills + result.survived;
  const failpoint = nextPlace(wish, result);
  if (turn % 2 === 0 && failpoint !== undefined) {
    const times = 1 + Math.floor(wish.random() * 4);
    const ended = await stage.start(command, { MIGRATE_FAILPOINT: `${failpoint}:${times}` }).ended;
    countKill(ended, result);
    if (ended.code === null) result.failpointsHit.add(failpoint);
    return ended;
  }
  const running = stage.start(command);
  const timer = setTimeout(() => running.kill(), 250 + wish.random() * 1500);
  const ended = await running.ended;
  clearTimeout(timer);
  countKill(ended, result);
  return ended;
}

function countKill(ended: Ended, result: Fire['result']): void {
  if (ended.code === null) result.kills += 1;
  else result.survived += 1;
}

/** 0, 1 and 4 are honest ends of a run under fire; anything else, or a bug that was told, is not. */
export function isDamaged({ code, told }: Ended): boolean {
  return (code !== 0 && code !== 1 && code !== 4) || told.includes('This is a bug');
}

const LEFT: readonly StepState[] = ['planned', 'started', 'waiting'];

function countSteps(stage: Stage, states: readonly StepState[]): number {
  return idsOf(stage, states).length;
}

export function idsOf(stage: Stage, states: readonly StepState[]): readonly StepId[] {
  return onLog(stage, (log) => [...log.steps({ states })].map(({ step }) => step.id));
}

/** Reads the job log itself; no command is at work now. */
export function onLog<Result>(stage: Stage, read: (log: JobLog) => Result): Result {
  const log = openJobLog(stage.path('data/job.db'), { clock: { now: Date.now }, mode: 'read' });
  try {
    return read(log);
  } finally {
    log.close();
  }
}

/**
 * Without faults and kills: settle, retry what failed, until nothing changes any more. What a look cannot settle now, since
 * there is no trace of it, the administrator calls not done.
 */
async function finish(stage: Stage): Promise<void> {
  for (let rounds = 0; rounds < 6; rounds += 1) {
    if (countSteps(stage, ['in-doubt', 'started']) > 0) await stage.run('settle');
    for (const id of idsOf(stage, ['in-doubt'])) await stage.run('settle', id, '--as', 'not-done');
    if (countSteps(stage, ['failed']) > 0) await stage.run('retry', '--failed');
    if (countSteps(stage, LEFT) > 0) await stage.run('resume');
    if (countSteps(stage, [...LEFT, 'failed', 'in-doubt']) === 0) return;
  }
}

/** Counts in the provider's own ledger who is there twice and who is missing. */
export function judge(
  company: string,
  ledger: readonly LedgerLine[],
  {
    wish,
    result,
  }: {
    readonly wish: Pick<KillWish, 'mode' | 'people'> & Partial<Pick<KillWish, 'provider'>>;
    readonly result: Pick<KillResult, 'duplicates' | 'lost'>;
  },
): void {
  const once = new Map<string, number>();
  for (const { kind, key, idempotent } of ledger) {
    if (!idempotent) once.set(`${kind} ${key}`, (once.get(`${kind} ${key}`) ?? 0) + 1);
  }
  for (const [effect, count] of once) if (count > 1) result.duplicates.push(`${company}: ${effect} x ${count}`);
  const effects = new Set(ledger.map(({ kind, key }) => `${kind} ${key}`));
  for (let number = 1; number <= wish.people; number += 1) {
    const [from, to] = [`p${number}@${OLD_DOMAIN}`, `p${number}@${NEW_DOMAIN}`];
    const wanted = wish.mode === 'rename' ? [`user.rename ${from} -> ${to}`] : [`user.create ${to}`];
    for (const effect of wanted) if (!effects.has(effect)) result.lost.push(`${company}: ${effect}`);
    if (
      wish.mode === 'new-mailbox' &&
      wish.provider !== 'imap-host' &&
      !ledger.some(({ kind, key }) => kind === 'licence.assign' && key.startsWith(`${to} `))
    ) {
      result.lost.push(`${company}: licence of ${to}`);
    }
  }
}

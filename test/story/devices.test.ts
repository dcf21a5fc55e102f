// A PC that is infected twice: each time its kit is taken back, and its owner held until the evidence is kept, the PC reinstalled and checked
// again, or until somebody answers for it; the others go on. In between the kits go out, and the PCs report.

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { EvidenceClaim } from '../../src/model/device-evidence.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { CLIENTS_TAKEN_UP } from '../settings/clients-taken-up.ts';
import { factsOf, FREE, onStage, problemCodes, STORY_TIMEOUT_MS } from './on-stage.ts';
import type { Fact } from './on-stage.ts';
import { IDENTITY, NEW_DOMAIN, OLD_DOMAIN, withoutOldMailboxes } from './stage.ts';
import type { Ended, Stage } from './stage.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const P1 = `p1@${OLD_DOMAIN}`;

const LIST = [
  'ホスト名,使用者,OS,メールソフト',
  `PC-1,${P1},Windows 11,Outlook 2021`,
  `PC-2,p2@${OLD_DOMAIN},Windows 11,Thunderbird`,
  `Phone 3,p3@${OLD_DOMAIN},iOS 19,iPhone`,
].join('\r\n');

/** What a check of PC-1 says that was made so many minutes ago. */
function check(stage: Stage, claim: EvidenceClaim, minutesAgo: number): void {
  const checkedAt = Date.now() - minutesAgo * 60_000;
  const facts = { host: 'pc-1', source: 'csv', tool: 'Scanner', said: `${claim}.`, file: 'x.csv' } as const;
  const log = openJobLog(stage.path('data/job.db'), { clock: { now: Date.now }, mode: 'write' });
  log.keepEvidence([{ ...facts, key: randomUUID(), claim, checkedAt }]);
  log.close();
}

/** Who gets credentials, and who is held. */
async function credentials(stage: Stage): Promise<{ readonly given: string; readonly held: string }> {
  const ended = await stage.run('credentials', 'print', '--json', '--identity', stage.path('identity.txt'));
  const names = (type: string): string =>
    find(ended, type)
      .map(({ address }) => String(address).slice(0, 2))
      .toSorted()
      .join(' ');
  const said = { given: names('credential'), held: names('gate.held') };
  expect(ended.code).toBe(said.held === '' ? 0 : 4);
  return said;
}

function find(ended: Ended, type: string): readonly Fact[] {
  return factsOf(ended).filter((fact) => fact.type === type);
}

const ALL = { given: 'p1 p2 p3', held: '' };
const HELD = { given: 'p2 p3', held: 'p1' };

const edit = (settings: string): string => `${withoutOldMailboxes(settings)}\n${CLIENTS_TAKEN_UP}`;

describe('an infected PC', () => {
  it(
    'holds its owner back until it is dealt with, or somebody answers for it; then the board follows what PCs report; so it is again',
    () =>
      onStage({ provider: 'microsoft-365', people: 3, sandbox: FREE, edit }, async (stage) => {
        await writeFile(stage.path('data/devices.csv'), `${LIST}\r\n`);
        await writeFile(stage.path('identity.txt'), IDENTITY);
        await everybodyIsClean(stage);
        const [keep, reinstall] = await infected(stage);
        await loseTheList(stage);
        await goOnByException(stage);
        await dealWithIt(stage, keep, reinstall);
        await reportBack(stage);
        await infectedAgain(stage, [keep, reinstall]);
      }),
    STORY_TIMEOUT_MS,
  );
});

async function everybodyIsClean(stage: Stage): Promise<void> {
  const at = new Date(Date.now() - 3 * 60 * 60_000).toISOString();
  const rows = ['PC-1', 'pc-2.corp.example'].map((host) => `${host},${at},Scanner,1.0,clean,`);
  await writeFile(
    stage.path('checks.csv'),
    ['hostname,checked_at,tool,version,verdict,evidence', ...rows, ''].join('\r\n'),
  );
  await stage.must('evidence', 'import', stage.path('checks.csv'));
  await planAndApply(stage);
  expect(await kits(stage)).toBe('p1 p2 p3');
}

/** Who has a kit in out/clients. */
async function kits(stage: Stage): Promise<string> {
  const folders = await readdir(stage.path('out/clients/people'));
  return folders
    .map((name) => name.slice(0, 2))
    .toSorted()
    .join(' ');
}

/** What the plan was, as facts. What is left after the run is for people. */
async function planAndApply(stage: Stage): Promise<Ended> {
  const planned = await stage.must('plan', '--json');
  expect((await stage.run('apply', '--yes')).told).toBe('');
  return planned;
}

/** Finds PC-1 infected: the kit goes, its owner is held. Ids of the two tasks that are planned. */
async function infected(stage: Stage, isInHand?: true): Promise<readonly [keep: string, reinstall: string]> {
  check(stage, 'infected', isInHand === true ? -AHEAD_MINUTES : 60);
  const planned = await planAndApply(stage);
  expect(find(planned, 'gate.held')).toMatchObject([{ person: P1, devices: [{ host: 'PC-1', verdict: 'infected' }] }]);
  const steps = find(planned, 'plan.entry').flatMap(({ steps: all }) => all as readonly PlannedStep[]);
  const hand = isInHand === true ? `; ${P1} has it in hand already` : '';
  expect(steps.filter(({ kind }) => kind === 'kit.withdraw')).toMatchObject([
    { say: `move out/clients/people/${P1} to out/clients/withdrawn: infected is PC-1${hand}` },
  ]);
  expect(await kits(stage)).toBe('p2 p3');
  const [keep = '', reinstall = '', ...others] = steps.flatMap(({ id }) =>
    /^hand\.task\/(?:keep-evidence|reinstall-device)\/pc-1\//u.test(id) ? [id] : [],
  );
  expect([keep === '', reinstall.includes('reinstall'), others]).toEqual([false, true, []]);
  return [keep, reinstall];
}

interface PlannedStep {
  readonly id: string;
  readonly kind: string;
  readonly say: string;
}

/** A list that is gone opens no gate. */
async function loseTheList(stage: Stage): Promise<void> {
  const [list, elsewhere] = [stage.path('data/devices.csv'), stage.path('devices.csv')];
  await rename(list, elsewhere);
  const refused = await stage.run('credentials', 'print', '--identity', stage.path('identity.txt'));
  expect([refused.code, problemCodes(refused)]).toEqual([2, ['device.list-gone']]);
  await rename(elsewhere, list);
}

/** While it is in force; neither one that was taken back nor one that is over lets anybody through. */
async function goOnByException(stage: Stage): Promise<void> {
  const lastDay = new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10);
  const profile = ['--person', P1, '--profile', stage.path('profile')];
  const early = await stage.run('device', 'thunderbird-patch', ...profile);
  expect([early.code, problemCodes(early)]).toEqual([2, ['profile.gated']]);
  const about = [P1, '--device', 'PC-1'];
  const terms = ['--approved-by', '社長', '--until', lastDay, '--reason', '海外出張中'];
  await stage.must('device', 'exception', ...about, ...terms);
  expect(await credentials(stage)).toEqual(ALL);
  expect(find(await stage.must('status', '--json'), 'device.exception')).toMatchObject([
    { person: P1, host: 'PC-1', approvedBy: '社長', reason: '海外出張中', state: 'in-force', lastDay },
  ]);
  await stage.must('device', 'exception-end', ...about, '--reason', 'the PC is back');
  const now = Date.now();
  const log = openJobLog(stage.path('data/job.db'), { clock: { now: () => now }, mode: 'write' });
  log.keepException({ person: P1, approvedBy: '社長', until: now, reason: 'over', by: 'admin', at: now - DAY_MS });
  log.close();
  expect(await credentials(stage)).toEqual(HELD);
}

/** The clock of that PC is a little ahead: it says whole seconds, and what is of the second of the mark would be older than the mark. */
const AHEAD_MINUTES = 0.05;

/** The evidence first; and a check that is clean before the PC was reinstalled opens nothing, also once that is marked. */
async function dealWithIt(stage: Stage, keep: string, reinstall: string): Promise<void> {
  const wrongOrder = await stage.run('done', reinstall, '--evidence', 'ticket 7');
  expect(problemCodes(wrongOrder)).toEqual(['arguments.task-before']);
  check(stage, 'clean', 30);
  const early = await stage.run('device', 'handed-over', 'PC-1');
  expect([early.code, problemCodes(early)]).toEqual([2, ['device.mark-gated']]);
  await stage.must('done', keep, '--evidence', 'image 7, in the safe');
  await stage.must('done', reinstall, '--evidence', 'ticket 7');
  expect(await credentials(stage)).toEqual(HELD);
  check(stage, 'clean', -AHEAD_MINUTES);
  expect(await credentials(stage)).toEqual(ALL);
  expect(find(await planAndApply(stage), 'gate.held')).toEqual([]);
  expect(await kits(stage)).toBe('p1 p2 p3');
}

async function reportBack(stage: Stage): Promise<void> {
  await stage.must('device', 'handed-over', 'PC-1', '--evidence', 'in person');
  await writeResults(stage, [{}, { jobId: 'ffffffffffff' }, { hostname: 'PC-9' }]);
  const taken = await stage.run('device', 'results', 'import', stage.path('results'), '--json');
  expect(taken.code).toBe(2);
  expect(find(taken, 'results.imported')).toMatchObject([{ files: 3, taken: 1, known: 0 }]);
  expect(find(taken, 'device.moved')).toMatchObject([{ host: 'PC-1', from: 'handed-over', to: 'done' }]);
  expect(find(taken, 'problem').map(({ code }) => code)).toEqual(['result.other-job', 'result.host-unlisted']);
  const undo = ['device', 'undo', 'PC-1', '--reason', 'another PC wrote it'];
  const undone = await stage.must(...undo, '--json');
  expect(find(undone, 'device.moved')).toMatchObject([{ host: 'PC-1', from: 'done', to: 'handed-over' }]);
  // Said again, as after a kill, it takes back nothing more.
  expect(problemCodes(await stage.must(...undo))).toEqual(['device.mark-undone']);
}

/** With tasks of its own: what was marked for the first infection says nothing of the second. */
async function infectedAgain(stage: Stage, former: readonly string[]): Promise<void> {
  const open = await infected(stage, true);
  expect(open.filter((id) => former.includes(id))).toEqual([]);
  expect(await credentials(stage)).toEqual(HELD);
  const { devices, tasks } = JSON.parse((await stage.must('report', '--format', 'json')).said) as Report;
  // The second one waits for it.
  expect(tasks.map(({ stepId }) => stepId)).toEqual([open[0]]);
  expect(devices.board.map(({ host }) => host)).toEqual(['PC-1', 'PC-2', 'Phone 3']);
  expect(devices.board[0]).toMatchObject({
    state: 'gated',
    why: expect.stringMatching(/^Infected: .* A kit for it is in hand already\.$/u),
    todo: expect.stringContaining(open[0]),
  });
  expect(devices.exceptions.map(({ state }) => state).toSorted()).toEqual(['expired', 'taken-back']);
}

interface Report {
  readonly devices: {
    readonly board: readonly { readonly host: string }[];
    readonly exceptions: readonly { readonly state: string }[];
  };
  readonly tasks: readonly { readonly stepId: string }[];
}

async function writeResults(stage: Stage, results: readonly Readonly<Record<string, string>>[]): Promise<void> {
  const log = openJobLog(stage.path('data/job.db'), { clock: { now: Date.now }, mode: 'read' });
  const { jobId } = log;
  log.close();
  const shared = { schema: 'migrate.client-result/1', jobId, hostname: 'PC-1', user: `p1@${NEW_DOMAIN}` };
  const said = {
    mode: 'Apply',
    status: 'applied',
    detail: '',
    time: new Date(Date.now() + AHEAD_MINUTES * 60_000).toISOString(),
  };
  await mkdir(stage.path('results'));
  for (const [index, more] of results.entries()) {
    await writeFile(stage.path(`results/${index}.json`), JSON.stringify({ ...shared, ...said, ...more }));
  }
}

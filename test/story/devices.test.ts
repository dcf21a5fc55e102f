// An infected PC: its owner is held until the evidence is kept, the PC reinstalled and checked again, or until somebody answers for it; the
// others go on. Then the kits go out, and the PCs report.

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { openJobLog } from '../../src/store/job-log.ts';
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

/** Takes in a CSV with checks of PCs: host, verdict, how many minutes ago. */
async function take(stage: Stage, ...checks: readonly (readonly [string, string, number])[]): Promise<void> {
  const rows = checks.map(([host, verdict, minutesAgo]) => {
    return `${host},${new Date(Date.now() - minutesAgo * 60_000).toISOString()},Scanner,1.0,${verdict},`;
  });
  const file = stage.path('checks.csv');
  await writeFile(file, ['hostname,checked_at,tool,version,verdict,evidence', ...rows, ''].join('\r\n'));
  await stage.must('evidence', 'import', file);
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

describe('an infected PC', () => {
  it(
    'holds its owner back until it is dealt with, or somebody answers for it; then the board follows what PCs report',
    () =>
      onStage({ provider: 'microsoft-365', people: 3, sandbox: FREE, edit: withoutOldMailboxes }, async (stage) => {
        await writeFile(stage.path('data/devices.csv'), `${LIST}\r\n`);
        await writeFile(stage.path('identity.txt'), IDENTITY);
        await take(stage, ['PC-1', 'infected', 60], ['pc-2.corp.example', 'clean', 60]);
        const [keep, reinstall] = await planAndApply(stage);
        expect(await credentials(stage)).toEqual(HELD);
        await loseTheList(stage);
        await goOnByException(stage);
        await dealWithIt(stage, keep, reinstall);
        await reportBack(stage);
      }),
    STORY_TIMEOUT_MS,
  );
});

/** Ids of the two tasks. */
async function planAndApply(stage: Stage): Promise<readonly [keep: string, reinstall: string]> {
  const planned = await stage.must('plan', '--json');
  expect(find(planned, 'gate.held')).toMatchObject([{ person: P1, devices: [{ host: 'PC-1', verdict: 'infected' }] }]);
  const [keep = '', reinstall = '', ...others] = find(planned, 'plan.entry')
    .flatMap(({ steps }) => steps as readonly { readonly id: string }[])
    .flatMap(({ id }) => (/^hand\.task\/(?:keep-evidence|reinstall-device)\/pc-1\//u.test(id) ? [id] : []));
  expect([keep === '', reinstall.includes('reinstall'), others]).toEqual([false, true, []]);
  const profile = ['--person', P1, '--profile', stage.path('profile')];
  const early = await stage.run('device', 'thunderbird-patch', ...profile);
  expect([early.code, problemCodes(early)]).toEqual([2, ['profile.gated', 'profile.no-mailbox']]);
  await stage.run('apply', '--yes');
  return [keep, reinstall];
}

/** A list that is gone opens no gate. */
async function loseTheList(stage: Stage): Promise<void> {
  const [list, elsewhere] = [stage.path('data/devices.csv'), stage.path('devices.csv')];
  await rename(list, elsewhere);
  for (const command of [['credentials', 'print', '--identity', stage.path('identity.txt')], ['plan']]) {
    const refused = await stage.run(...command);
    expect([refused.code, problemCodes(refused)]).toEqual([2, ['device.list-gone']]);
  }
  await rename(elsewhere, list);
}

/** While it is in force; neither one that was taken back nor one that is over lets anybody through. */
async function goOnByException(stage: Stage): Promise<void> {
  const lastDay = new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10);
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
  await take(stage, ['PC-1', 'clean', 30]);
  const early = await stage.run('device', 'handed-over', 'PC-1');
  expect([early.code, problemCodes(early)]).toEqual([2, ['device.mark-gated']]);
  await stage.must('done', keep, '--evidence', 'image 7, in the safe');
  await stage.must('done', reinstall, '--evidence', 'ticket 7');
  expect(await credentials(stage)).toEqual(HELD);
  await take(stage, ['PC-1', 'clean', -AHEAD_MINUTES]);
  expect(await credentials(stage)).toEqual(ALL);
}

async function reportBack(stage: Stage): Promise<void> {
  await stage.must('device', 'handed-over', 'PC-1', '--evidence', 'in person');
  await writeResults(stage, [{}, { jobId: 'ffffffffffff' }, { hostname: 'PC-9' }]);
  const taken = await stage.run('device', 'results', 'import', stage.path('results'), '--json');
  expect(taken.code).toBe(2);
  expect(find(taken, 'results.imported')).toMatchObject([{ files: 3, taken: 1, known: 0 }]);
  expect(find(taken, 'device.moved')).toMatchObject([{ host: 'PC-1', from: 'handed-over', to: 'done' }]);
  expect(find(taken, 'problem').map(({ code }) => code)).toEqual(['result.other-job', 'result.host-unlisted']);
  await stage.must('device', 'undo', 'PC-1', '--reason', 'another PC wrote it');
  const { devices } = JSON.parse((await stage.must('report', '--format', 'json')).said) as Report;
  expect(devices.board.map(({ host }) => host)).toEqual(['PC-1', 'PC-2', 'Phone 3']);
  expect(devices.board[0]?.state).toBe('handed-over');
  expect(devices.exceptions.map(({ state }) => state).toSorted()).toEqual(['expired', 'taken-back']);
}

interface Report {
  readonly devices: {
    readonly board: readonly { readonly host: string; readonly state: string }[];
    readonly exceptions: readonly { readonly state: string }[];
  };
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

// Kits, from the list to the way back: written once whenever the process is killed, held by the device gate, let through by an exception,
// written again exactly where something has changed, and withdrawn without being thrown away.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openKitShelf } from '../../src/store/kit-shelf.ts';
import { CLIENTS_TAKEN_UP } from '../settings/clients-taken-up.ts';
import { effects, factsOf, FREE, onStage, repeatedEffects, STORY_TIMEOUT_MS } from './on-stage.ts';
import type { Fact } from './on-stage.ts';
import { linesOf, NEW_DOMAIN, OLD_DOMAIN, withoutOldMailboxes } from './stage.ts';
import type { Ended, Stage } from './stage.ts';

const PEOPLE = 4;
const KEYS = [1, 2, 3, 4].map((number) => `p${number}@${OLD_DOMAIN}`);
const [INFECTED = ''] = KEYS;

const GROUP = { displayName: 'Move-Everyone', id: '00000000-0000-4000-8000-00000000b001', members: KEYS };

const DEVICES = [
  'ホスト名,使用者,OS,メールソフト',
  `PC-1,p1@${OLD_DOMAIN},Windows 11,Outlook 2021`,
  `PC-2,p2@${OLD_DOMAIN},Windows 11,Outlook 2021`,
  `P2-MOBILE,p2@${OLD_DOMAIN},iOS 18,`,
  `PC-3,p3@${OLD_DOMAIN},Windows 11,Thunderbird`,
];

function checks(at: Date): string {
  const rows = ['PC-1,infected', 'PC-2,clean', 'PC-3,clean'].map((row) => row.split(','));
  const lines = rows.map(([host = '', verdict = '']) => `${host},${at.toISOString()},EmoCheck,2.4.0,${verdict},`);
  return ['hostname,checked_at,tool,version,verdict,evidence', ...lines].join('\r\n');
}

/** Ids of the kits that a plan is about to write. */
function plannedKits(planned: Ended): readonly string[] {
  const entries = factsOf(planned).filter(({ type }) => type === 'plan.entry');
  const ids = entries.flatMap(({ steps }) => (steps as readonly { id: string }[]).map(({ id }) => id));
  return ids
    .filter((id) => id.startsWith('kit.write/'))
    .map((id) => id.slice('kit.write/'.length))
    .toSorted();
}

/** The version of every kit that lies there whole. Whatever lies there and is not whole fails the test. */
async function wholeKits(stage: Stage): Promise<ReadonlyMap<string, string>> {
  const root = stage.path('out/clients');
  const shelf = openKitShelf(root, () => undefined);
  const people = await readdir(path.join(root, 'people')).catch(() => []);
  const versions = new Map<string, string>();
  for (const folder of [...people.map((name) => `people/${name}`), ...(shelf.isThere('fleet') ? ['fleet'] : [])]) {
    const manifest = await shelf.whole(folder);
    if (manifest === undefined) throw new Error(`there is half a kit in ${folder}`);
    versions.set(folder.replace('people/', ''), manifest.version);
  }
  return versions;
}

/** Addresses in the table by which PCs are moved. */
async function signedOff(stage: Stage): Promise<readonly string[]> {
  const text = await readFile(stage.path('out/clients/fleet/windows/clients.json'), 'utf8');
  return KEYS.filter((key) => text.includes(key));
}

async function done(stage: Stage): Promise<readonly Fact[]> {
  const { said } = await stage.must('log', '--json');
  return (linesOf(said) as readonly Fact[]).filter(
    ({ name, stepId }) => name === 'step.done' && String(stepId).startsWith('kit.write/'),
  );
}

describe('kits', () => {
  it(
    'are written once, held, let through, written again where something has changed, and withdrawn',
    async () => {
      await onStage(
        {
          provider: 'microsoft-365',
          people: PEOPLE,
          sandbox: FREE,
          edit: (text) => `${withoutOldMailboxes(text)}\n${CLIENTS_TAKEN_UP.replace('# intune:', 'intune:')}`,
        },
        async (stage) => {
          await stage.control('POST', 'seed', { microsoft: { groups: [GROUP] } });
          await writeFile(stage.path('data/devices.csv'), DEVICES.join('\r\n'));
          await writeFile(stage.path('checks.csv'), checks(new Date()));
          await stage.must('evidence', 'import', stage.path('checks.csv'));
          const planned = await stage.must('plan', '--json');
          expect(plannedKits(planned)).toEqual(['fleet', ...KEYS]);
          expect(factsOf(planned)).toContainEqual({ type: 'plan.kits', kits: PEOPLE, held: 1 });

          // The pilots can be set up at once; what is for all is written again with every batch.
          await stage.must('apply', '--yes', '--batch', 'pilot');
          expect([...(await wholeKits(stage)).keys()].toSorted()).toEqual(['fleet', KEYS[2]]);
          expect(await stage.read('out/clients/fleet/thunderbird/migrate.cfg')).toContain('p3@');

          // Killed with one kit in its place and the step not yet known as done.
          const killed = await stage.start(['apply', '--yes'], { MIGRATE_FAILPOINT: 'kit-in-place' }).ended;
          expect(killed.code).toBeNull();
          expect((await wholeKits(stage)).size).toBe(3);
          const resumed = await stage.run('resume', '--json');
          expect(resumed.code).toBe(4);
          const [held] = factsOf(resumed).filter(({ type }) => type === 'kits.held');
          expect(held).toMatchObject({ kits: 1, why: expect.stringContaining('the device gate holds PC-1: Infected') });
          const first = await wholeKits(stage);
          expect([...first.keys()].toSorted()).toEqual(['fleet', ...KEYS.slice(1)]);
          expect((await done(stage)).map(({ stepId }) => String(stepId)).toSorted()).toEqual(
            ['fleet', 'fleet', ...KEYS.slice(1)].map((key) => `kit.write/${key}`),
          );
          expect(await signedOff(stage)).toEqual([KEYS[1]]);
          const [pushed, ...none] = await effects(stage, 'script.create');
          expect(none).toEqual([]);
          expect(await effects(stage, 'script.assign')).toEqual([`${pushed} ${GROUP.id}`]);

          await stage.must(
            'device',
            'exception',
            INFECTED,
            '--approved-by',
            '社長',
            '--until',
            tomorrow(),
            '--reason',
            '出張',
          );
          await carryToPcs(stage, pushed ?? '');
          await stage.edit('data/staff.csv', (text) => text.replace(/(p2@.*?,)担当/u, '$1部長'));
          expect(plannedKits(await stage.must('plan', '--json'))).toEqual(['fleet', KEYS[1]]);
          expect((await stage.run('apply', '--yes')).code).toBe(4);
          const second = await wholeKits(stage);
          expect(second.size).toBe(PEOPLE + 1);
          const changed = [...second].filter(([key, version]) => first.get(key) !== version).map(([key]) => key);
          expect(changed.toSorted()).toEqual(['fleet', INFECTED, KEYS[1]]);
          expect(await signedOff(stage)).toEqual([INFECTED, KEYS[1]]);
          expect(plannedKits(await stage.must('plan', '--json'))).toEqual([]);

          // A kit that is planned anew and not written yet still lies there, and is taken back with the others.
          await stage.edit('data/staff.csv', (text) => text.replace('部長', '課長'));
          expect(plannedKits(await stage.must('plan', '--json'))).toEqual(['fleet', KEYS[1]]);
          const ofOne = await stage.run('undo', '--only', INFECTED);
          expect([ofOne.code, ofOne.said]).toEqual([3, expect.stringContaining('migrate apply --batch kits')]);
          const undone = await stage.must('undo', '--yes');
          expect(undone.said).not.toContain('migrate apply --batch kits');
          expect(undone.said).toContain('Kits are moved to out/clients/withdrawn.');
          expect((await wholeKits(stage)).size).toBe(0);
          // Of the scripts nobody has one any more, though it was planned to be given anew.
          expect([...(await groupsByScript(stage)).values()]).toEqual(['', '']);
          expect(await repeatedEffects(stage)).toEqual([]);
          const kept = await readdir(stage.path('out/clients/withdrawn/people'));
          expect(kept.toSorted()).toEqual(KEYS);
        },
      );
    },
    STORY_TIMEOUT_MS,
  );
});

/**
 * The kit that is let through makes another table, and so another script: it is pushed, though this run is killed just after Intune has
 * taken it, and takes the place of the first one.
 */
async function carryToPcs(stage: Stage, first: string): Promise<void> {
  // The kit of a person, what all need, the script.
  const killed = await stage.start(['apply', '--yes'], { MIGRATE_FAILPOINT: 'after-call:3' }).ended;
  expect(killed.code).toBeNull();
  expect(await effects(stage, 'script.create')).toHaveLength(2);
  // What is left is for people: the infected PC.
  expect((await stage.run('resume')).code).toBe(4);
  const [, second = '', ...more] = await effects(stage, 'script.create');
  expect([second === first, more]).toEqual([false, []]);
  expect(await groupsByScript(stage)).toEqual(
    new Map([
      [first, ''],
      [second, GROUP.id],
    ]),
  );

  // The sandbox's PCs have run it at once. What Intune says of PCs is shown; the board goes by what the script itself has written.
  const said = factsOf(await stage.must('device', 'pushed', '--json')).filter(({ type }) => type === 'device.pushed');
  expect(said).toMatchObject([{ done: GROUP.members.length, failed: 0, pending: 0 }]);
  const result = {
    ...{ schema: 'migrate.client-result/1', jobId: first.split(' ')[1], hostname: 'PC-2', user: `p2@${NEW_DOMAIN}` },
    ...{ mode: 'Apply', status: 'applied', detail: '', time: new Date(Date.now() + 3000).toISOString() },
  };
  await mkdir(stage.path('results'));
  await writeFile(stage.path('results/PC-2.json'), JSON.stringify(result));
  const taken = await stage.must('device', 'results', 'import', stage.path('results'), '--json');
  expect(factsOf(taken).filter(({ type }) => type === 'device.moved')).toMatchObject([
    { host: 'PC-2', from: 'kit-ready', to: 'done' },
  ]);
}

/** Ids of the groups that each script went to last, by its name, parted by blanks. */
async function groupsByScript(stage: Stage): Promise<ReadonlyMap<string, string>> {
  const keys = await effects(stage, 'script.assign');
  return new Map(keys.map((key) => [key.split(' ').slice(0, 3).join(' '), key.split(' ').slice(3).join(' ')]));
}

/** In the zone of the company or later. */
function tomorrow(): string {
  return new Date(Date.now() + 36 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

// The main job: from the list that Excel saved to mailboxes on the new domain, and back, at both providers and in both modes.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { TenantProvider } from '../../src/model/directory.ts';
import type { Exchange } from '../../src/sandbox/kernel/exchange.ts';
import { root } from '../build/build-record.ts';
import { heldAgainstContract } from '../contract/exchanges.ts';
import { factsOf, FAST, onStage, repeatedEffects, STORY_TIMEOUT_MS } from './on-stage.ts';
import { IDENTITY, linesOf, NEW_DOMAIN, OLD_DOMAIN } from './stage.ts';
import type { LedgerLine, Stage } from './stage.ts';
import { tenantPicture } from './tenant-picture.ts';

const ISHIKAWA = `ishikawa@${OLD_DOMAIN}`;
/** Described operations that the shortest of the runs calls: an empty one cannot pass. */
const LEAST_OPERATIONS = 6;
const PILOTS = 6;
const PEOPLE = 12;

type Mode = 'new-mailbox' | 'rename';

interface Company {
  readonly provider: TenantProvider;
  readonly mode: Mode;
}

/** Rows of the example list: the heading and the pilot batch, and a few of each other batch with all that is odd about them. */
const ROWS = [...Array(7).keys(), 7, 8, 13, 19, 23, 25, 41];

/** A part of the example company. Its list is CP932, as Excel saves it in Japan; within a row there are line feeds alone. */
async function staff(): Promise<Uint8Array> {
  const rows = (await readFile(path.join(root, 'data', 'staff.csv'), 'latin1')).split('\r\n');
  return Buffer.from(`${ROWS.map((row) => rows[row] ?? '').join('\r\n')}\r\n`, 'latin1');
}

async function company({ provider, mode }: Company, play: (stage: Stage) => Promise<void>): Promise<void> {
  const people = await staff();
  await onStage(
    { provider, people, sandbox: [...FAST, '--record'], edit: (text) => text.replace(/^mode: .*$/mu, `mode: ${mode}`) },
    play,
  );
}

const MOVES = { 'new-mailbox': 'user.create', rename: 'user.rename' } as const;

function keysOf(ledger: readonly LedgerLine[], kind: string): ReadonlySet<string> {
  return new Set(ledger.filter((line) => line.kind === kind).map(({ key }) => key));
}

/** An alias is added at Microsoft by making it the primary address for a moment; that is no move. */
async function movedPeople(stage: Stage, kind: string): Promise<number> {
  const keys = [...keysOf(await stage.ledger(), kind)];
  return keys.filter((key) => kind !== 'user.rename' || key.includes(`@${OLD_DOMAIN} -> `)).length;
}

/** From the list to the last mailbox, batch by batch; nothing that is asked for is done twice. */
async function move(stage: Stage, mode: Mode): Promise<void> {
  const kind = MOVES[mode];
  const checked = await stage.must('check');
  expect(checked.said).toContain(`in order: ${PEOPLE} people`);
  expect(checked.said).toContain(`batch pilot: ${PILOTS} people`);

  const planned = await stage.run('plan', '--json', '--detailed-exitcode', '--out', stage.path('plan.txt'));
  expect(planned.code).toBe(2);
  const summary = factsOf(planned).find(({ type }) => type === 'plan');
  expect(summary).toMatchObject({
    purpose: 'apply',
    batches: [{ name: 'pilot' }, { name: 'sales' }, { name: 'everyone' }],
  });
  expect(factsOf(planned).filter(({ type, person }) => type === 'plan.entry' && person !== undefined).length).toBe(
    PEOPLE,
  );
  const whole = await stage.read('plan.txt');
  expect(whole).toContain('[pilot] 石川 直樹');
  expect(whole.match(/^\[(?:pilot|sales|everyone)\] /gmu)).toHaveLength(PEOPLE);
  expect(await stage.ledger()).toEqual([]);

  await stage.must('apply', '--yes', '--batch', 'pilot', '--only', ISHIKAWA, '--until', kind);
  expect(await movedPeople(stage, kind)).toBe(1);
  const piloted = await stage.must('apply', '--yes', '--batch', 'pilot');
  expect(piloted.said).toMatch(/\d+ other steps of the plan were not part of this run\. Go on with: migrate apply/u);
  expect(await movedPeople(stage, kind)).toBe(PILOTS);
  if (mode === 'new-mailbox') {
    await stage.must('apply', '--yes', '--until', kind);
    expect(await movedPeople(stage, kind)).toBe(PEOPLE);
    expect(keysOf(await stage.ledger(), 'licence.assign').size).toBe(PILOTS);
  }
  const applied = await stage.must('apply', '--yes', '--json');
  expect(factsOf(applied).at(-1)).toMatchObject({
    type: 'run.result',
    failed: 0,
    inDoubt: 0,
    held: 0,
    outside: 0,
    isStopped: false,
  });

  const again = await stage.must('plan', '--detailed-exitcode');
  expect(again.said).toContain('Nothing to do: everything is as it should be.');
  const ledger = await stage.ledger();
  expect(await repeatedEffects(stage)).toEqual([]);
  expect(await movedPeople(stage, kind)).toBe(PEOPLE);
  expect(keysOf(ledger, 'reply.set').size).toBe(PEOPLE);
  const aliases = [...keysOf(ledger, 'alias.add')].join();
  for (const alias of ['soumu', 'osaka', 'saiyo']) expect(aliases).toContain(`${alias}@${NEW_DOMAIN}`);
}

/** The way back, and the same way once more. */
async function goBackAndComeAgain(
  stage: Stage,
  { mode, before }: { mode: Mode; before: readonly string[] },
): Promise<void> {
  const moved = await tenantPicture(stage);
  await stage.must('undo', '--yes');
  const back = await tenantPicture(stage);
  expect(back.active).toEqual(before);
  expect(back.replying).toBe(0);
  // Nobody goes on sending under the new address after the way back.
  expect(back.senders.filter((address) => address.endsWith(`@${NEW_DOMAIN}`))).toEqual([]);
  expect(back.suspended).toHaveLength(mode === 'new-mailbox' ? PEOPLE : 0);

  expect((await stage.run('plan', '--detailed-exitcode')).code).toBe(2);
  await stage.must('apply', '--yes');
  expect((await stage.must('plan', '--detailed-exitcode')).said).toContain('Nothing to do');
  expect(await tenantPicture(stage)).toEqual(moved);
  const ledger = await stage.ledger();
  expect(await repeatedEffects(stage)).toEqual([]);
  expect(keysOf(ledger, 'user.create').size).toBe(mode === 'new-mailbox' ? PEOPLE : 0);
  expect(ledger.filter(({ kind }) => /delete|remove|purge/u.test(kind))).toEqual([]);
}

/** Every request of ours and every answer of the sandbox is one that the vendors describe. */
async function keepsTheContract(stage: Stage, provider: TenantProvider): Promise<void> {
  const exchanges = linesOf(await stage.read('sandbox/exchanges.ndjson')) as readonly Exchange[];
  const verdict = heldAgainstContract(provider, exchanges);
  if (verdict === undefined) return;
  expect(verdict.errors).toEqual([]);
  expect(verdict.operations.size).toBeGreaterThanOrEqual(LEAST_OPERATIONS);
}

async function readTheRecords(stage: Stage): Promise<void> {
  const reports = ['text', 'csv', 'json', 'html'].map((format) => stage.must('report', '--format', format));
  const [text, csv, json, html] = await Promise.all(reports);
  expect(text?.said).toContain(`All ${PEOPLE} people have moved.`);
  expect(csv?.said.startsWith('\uFEFF"name","old address"')).toBe(true);
  expect(csv?.said.trimEnd().split('\r\n')).toHaveLength(PEOPLE + 1);
  expect((JSON.parse(json?.said ?? '') as { persons: unknown[] }).persons).toHaveLength(PEOPLE);
  expect(html?.said).toContain('髙橋 一郎');

  await stage.must('report', '--format', 'html', '--out', stage.path('out/reports/report.html'));
  expect(await stage.read('out/reports/report.html')).toContain('</html>');
  expect((await stage.must('status')).said).toMatch(/batch pilot {5}\d+ done/u);
  const log = await stage.must('log', ISHIKAWA.toUpperCase());
  expect(log.said).toMatch(/step\.started {2}user\.\w+\/ishikawa@/u);
  expect(log.said).not.toContain('m.mori');
  expect((await stage.must('log', '--verify')).said).toContain('The log is whole');
}

/** One password for each account that was created, and of nobody else. */
async function handOutPasswords(stage: Stage): Promise<void> {
  await writeFile(stage.path('identity.txt'), `# the administrator's\n${IDENTITY}\n`);
  const printed = await stage.must('--json', 'credentials', 'print', '--identity', stage.path('identity.txt'));
  const credentials = factsOf(printed).map(({ address, passwords }) => ({ address, passwords }));
  expect(credentials).toHaveLength(PEOPLE);
  const created = (await stage.ledger()).filter(({ kind }) => kind === 'user.create').map(({ key }) => key);
  expect(credentials.map(({ address }) => address).sort()).toEqual(created.sort());
  for (const { passwords } of credentials) expect(passwords).toEqual([expect.stringMatching(/^\S{20}$/u)]);
}

describe('the main job', () => {
  it.concurrent.each([
    { provider: 'microsoft-365', mode: 'new-mailbox' },
    { provider: 'microsoft-365', mode: 'rename' },
    { provider: 'google-workspace', mode: 'new-mailbox' },
    { provider: 'google-workspace', mode: 'rename' },
  ] as const)(
    'moves the example company at $provider ($mode), goes back, and moves it again',
    async (wish) => {
      await company(wish, async (stage) => {
        const before = (await tenantPicture(stage)).active;
        await move(stage, wish.mode);
        if (wish.mode === 'new-mailbox') await handOutPasswords(stage);
        if (wish.mode === 'new-mailbox' && wish.provider === 'google-workspace') await readTheRecords(stage);
        await goBackAndComeAgain(stage, { mode: wish.mode, before });
        await keepsTheContract(stage, wish.provider);
      });
    },
    STORY_TIMEOUT_MS,
  );
});

// Going on after a run that ended early: resume and retry touch nobody whom that run was not about, and Ctrl-C is meant.

import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readVault } from '../../src/store/vault.ts';
import { factsOf, migrateCommand } from '../story/on-stage.ts';
import { IDENTITY, Stage, withoutOldMailboxes } from '../story/stage.ts';

const PEOPLE = 6;
/** As staffList spreads them over the batches. */
const PILOT = ['p3@aozora-trading.example', 'p6@aozora-trading.example'];

// Every command is a process of its own, and the machine may be busy with others.
jest.setTimeout(120_000);

let stage: Stage;

async function open(): Promise<void> {
  stage = await Stage.open({
    provider: 'microsoft-365',
    people: PEOPLE,
    migrate: await migrateCommand(),
    sandbox: ['--profile', 'free'],
    edit: withoutOldMailboxes,
  });
  await stage.must('plan');
}

afterEach(() => stage.close());

async function created(): Promise<readonly string[]> {
  const lines = await stage.ledger();
  return lines
    .filter(({ kind }) => kind === 'user.create')
    .map(({ key }) => key)
    .sort();
}

/** Two runs have prepared passwords for the same people; only those of the second were ever used. */
async function onlyPasswordsInUse(): Promise<void> {
  const prepared = await readVault(stage.path('data/credentials.age'), { identity: IDENTITY });
  const key = stage.path('identity.txt');
  await writeFile(key, IDENTITY);
  const facts = factsOf(await stage.must('credentials', 'print', '--json', '--identity', key));
  for (const address of PILOT) {
    const [newest, ...older] = prepared.filter((entry) => entry.address === address).map(({ password }) => password);
    expect(older.length).toBeGreaterThan(0);
    expect(facts.find((fact) => fact['address'] === address)?.['passwords']).toEqual([newest]);
  }
}

describe('after a run that was limited to a batch', () => {
  it('retry makes what failed and what waits for it, and begins with nobody else', async () => {
    await open();
    const noLicence = { match: { method: 'POST', path: 'assignLicense' }, kind: 'html', status: 401 };
    await stage.control('PUT', 'faults', [noLicence]);
    expect((await stage.run('apply', '--batch', 'pilot', '--yes')).code).toBe(1);
    await stage.control('DELETE', 'faults');
    await stage.must('retry', '--failed');
    expect(await created()).toEqual(PILOT);
    expect((await stage.ledger()).filter(({ kind }) => kind === 'licence.assign')).toHaveLength(PILOT.length);
  });

  it('resume goes on with that batch, says so, and leaves the others to apply', async () => {
    await open();
    // The first ends before any step is started: whoever has agreed is not asked again.
    const early = await stage.start(['apply', '--batch', 'pilot', '--yes'], { MIGRATE_FAILPOINT: 'after-vault' }).ended;
    expect(early.code).not.toBe(0);
    expect(await created()).toEqual([]);
    const cut = await stage.start(['resume'], { MIGRATE_FAILPOINT: 'after-call:1' }).ended;
    expect(cut.code).not.toBe(0);
    const resumed = await stage.must('resume');
    expect(resumed.said).toContain('--batch pilot');
    expect(await created()).toEqual(PILOT);
    await onlyPasswordsInUse();
    expect((await stage.must('apply', '--batch', 'pilot', '--yes')).said).toContain('for --batch pilot is done');
    await stage.must('apply', '--yes');
    expect(await created()).toHaveLength(PEOPLE);
  });
});

describe('Ctrl-C while a cut-off step is looked at', () => {
  it('ends the command: nothing is started afterwards', async () => {
    await open();
    await stage.start(['apply', '--yes'], { MIGRATE_FAILPOINT: 'after-started:1' }).ended;
    await stage.control('PUT', 'faults', [{ match: { method: 'GET', path: '/users' }, kind: 'slow', delayMs: 1500 }]);
    const before = await created();
    const running = stage.start(['resume']);
    running.child.stdout?.on('data', (part: Buffer) => {
      if (part.toString().includes('looking at what became')) running.child.kill('SIGINT');
    });
    const ended = await running.ended;
    expect(ended.said).toContain('Stopping');
    expect(ended.code).toBe(4);
    expect(await created()).toEqual(before);
  });
});

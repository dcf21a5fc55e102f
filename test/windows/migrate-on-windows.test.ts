// The published program on Node for Windows, in wine: the whole move, killed again and again. Left out where the two are not there.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { builtMigrate } from '../build/built.ts';
import { unless } from '../installed.ts';
import { nodeForWine, nodeOptionsForWine, openPrefix, runInWine, whyNoNodeForWindows, windowsPath } from './wine.ts';

const why = whyNoNodeForWindows();
const KILLED = [
  'after-vault',
  'after-started:5',
  'record.after-commit:6',
  'after-call:7',
  'after-call:20',
  'after-done:11',
];

(why === undefined ? describe : describe.skip)(`migrate on Windows${unless(why)}`, () => {
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'migrate-on-windows-'));
    openPrefix();
    program = await builtMigrate();
  }, 300_000);

  afterAll(async () => {
    if (existsSync(path.join(folder, 'sandbox'))) await migrate(['sandbox', 'stop']);
    rmSync(folder, { recursive: true, force: true });
  });

  async function migrate(
    args: readonly string[],
    failpoint = '',
  ): Promise<{ exitCode: number | null; output: string }> {
    const env = {
      NODE_OPTIONS: nodeOptionsForWine(),
      MIGRATE_PASSPHRASE: 'nobody else reads this',
      MIGRATE_FAILPOINT: failpoint,
    };
    return runInWine([nodeForWine(), windowsPath(program), ...args], { cwd: folder, env });
  }

  async function done(args: readonly string[]): Promise<void> {
    const { exitCode, output } = await migrate(args);
    expect([args.join(' '), exitCode, exitCode === 0 ? '' : output]).toEqual([args.join(' '), 0, '']);
  }

  it('moves a company, is killed at every kind of place, does nothing twice, and has nothing left to do', async () => {
    await done(['init', '--sandbox']);
    await done(['sandbox', 'start', '--profile', 'fast', '--scale', '600']);
    await done(['check']);
    await done(['plan']);
    for (const [order, failpoint] of KILLED.entries()) {
      const { exitCode } = await migrate(order === 0 ? ['apply', '--yes'] : ['resume'], failpoint);
      expect([failpoint, exitCode]).toEqual([failpoint, 1]);
    }
    await done(['resume']);
    await done(['plan', '--detailed-exitcode']);
    const effects = readFileSync(path.join(folder, 'sandbox', 'ledger.ndjson'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { kind: string; key: string });
    const names = effects.map(({ kind, key }) => `${kind} ${key}`);
    expect(effects.filter(({ kind }) => kind === 'user.create').length).toBe(40);
    expect(names.length).toBe(new Set(names).size);
  }, 600_000);
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { takeLock } from '../../src/store/lock.ts';
import { StoreTrouble } from '../../src/store/trouble.ts';
import { makeFolder, START, tickingClock } from './scene.ts';

const CHILD = fileURLToPath(new URL('lock-child.ts', import.meta.url));
const clock = tickingClock();

interface Outcome {
  readonly isHeld: boolean;
  readonly pid: number;
  readonly problem?: { readonly code: string; readonly what: string };
  readonly holder?: { readonly pid: number; readonly command: string };
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

describe('the lock of a workspace', () => {
  let folder: ReturnType<typeof makeFolder>;
  let file: string;
  let children: Child[];

  beforeEach(() => {
    folder = makeFolder();
    file = folder.path('job.lock');
    children = [];
  });

  afterEach(async () => {
    await Promise.all(children.map(end));
    folder.remove();
  });

  function start(command: string): Child {
    const child = spawn(process.execPath, [CHILD, file, command], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    return child;
  }

  async function outcomeOf(child: Child): Promise<Outcome> {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return JSON.parse(line.toString('utf8')) as Outcome;
  }

  async function end(child: Child): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
  }

  it('goes to exactly one of several processes that want it at once, and the others can name the one', async () => {
    const outcomes = await Promise.all(['plan', 'apply', 'undo', 'retry'].map((word) => outcomeOf(start(word))));
    const holders = outcomes.filter(({ isHeld }) => isHeld);
    expect(holders).toHaveLength(1);
    for (const refused of outcomes.filter(({ isHeld }) => !isHeld)) {
      expect(refused.holder?.pid).toBe(holders[0]?.pid);
      expect(refused.problem?.code).toBe('job.locked');
      expect(refused.problem?.what).toContain(`process ${holders[0]?.pid ?? ''} on ${hostname()}`);
    }
  });

  it('is free at once when its holder is killed, and names the new holder from then on', async () => {
    const first = start('migrate apply');
    expect((await outcomeOf(first)).isHeld).toBe(true);
    await end(first);
    const second = start('migrate resume');
    expect((await outcomeOf(second)).isHeld).toBe(true);
    const refused = takeLock(file, { command: 'migrate plan', clock });
    if (!('problem' in refused)) throw new Error('two have the lock');
    expect(refused.problem.what).toContain('`migrate resume`');
  });

  it('is free when it was released, in the same process too', () => {
    const first = takeLock(file, { command: 'migrate plan', clock });
    if ('problem' in first) throw new Error('nobody else wanted it');
    const refused = takeLock(file, { command: 'migrate apply', clock });
    expect('problem' in refused && refused.holder?.command).toBe('migrate plan');
    first.release();
    expect(existsSync(`${file}.json`)).toBe(false);
    const next = takeLock(file, { command: 'migrate apply', clock });
    expect('problem' in next).toBe(false);
    if (!('problem' in next)) next.release();
  });

  it('does not name a process that is gone, nor trust a half-written name', async () => {
    expect((await outcomeOf(start('migrate apply'))).isHeld).toBe(true);
    for (const name of ['{"pid":', JSON.stringify({ pid: 2 ** 30, host: hostname(), command: 'x', since: START })]) {
      writeFileSync(`${file}.json`, name);
      const refused = takeLock(file, { command: 'migrate plan', clock });
      if (!('problem' in refused)) throw new Error('two have the lock');
      expect(refused.holder).toBeUndefined();
      expect(refused.problem.what).toContain('another process');
    }
  });

  it('says so where its folder is missing or the file is something else', () => {
    const wanted = (path: string) => () => takeLock(path, { command: 'migrate plan', clock });
    expect(wanted(folder.path('no/job.lock'))).toThrow(StoreTrouble);
    expect(wanted(folder.path('no/job.lock'))).toThrow('does not exist');
    writeFileSync(file, 'this is a letter and no database at all\n'.repeat(200));
    expect(wanted(file)).toThrow('is not a lock of this program');
  });
});

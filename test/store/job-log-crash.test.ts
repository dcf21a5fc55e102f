import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { JobLog } from '../../src/model/job-log.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { idOf, makeFolder, planOf, tickingClock, waitSteps } from './scene.ts';

const CHILD = fileURLToPath(new URL('crash-child.ts', import.meta.url));
const STEPS = 100;

/** So many jobs side by side, each killed so often: 40 kills. */
const JOBS = 4;
const KILLS = 10;

interface Death {
  /** `<step> <state> <attempt>` of every transition that was asked for, in order. */
  readonly asked: readonly string[];
  readonly kept: readonly string[];
}

describe('a job log whose process is killed', () => {
  let folder: ReturnType<typeof makeFolder>;
  let compiled: ReturnType<typeof makeFolder>;
  let children: ChildProcess[];

  /** One child that ends by itself, for want of a log, leaves the compiled sources for all that follow. */
  beforeAll(async () => {
    compiled = makeFolder();
    await once(
      spawn(process.execPath, [CHILD, compiled.path('none.db')], { stdio: 'ignore', env: environment() }),
      'close',
    );
  });

  afterAll(() => {
    compiled.remove();
  });

  function environment(): NodeJS.ProcessEnv {
    return { ...process.env, NODE_COMPILE_CACHE: compiled.path('cache') };
  }

  beforeEach(() => {
    children = [];
    folder = makeFolder();
  });

  /** None is left behind, not even by a failed test. */
  afterEach(async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    folder.remove();
  });

  function makeLog(name: string, people: number): string {
    const file = folder.path(name);
    const log = openJobLog(file, { clock: tickingClock(), mode: 'create' });
    log.savePlan(planOf(waitSteps(people)));
    log.close();
    return file;
  }

  function start(file: string, failpoint: readonly string[] = []): ChildProcess {
    const child = spawn(process.execPath, [CHILD, file, ...failpoint], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environment(),
    });
    children.push(child);
    return child;
  }

  /** Lets it live for a random time after it has first said that word, up to 40 ms: on a busy machine it may say no more in them. */
  async function killAtRandom(file: string, word: 'asked' | 'kept'): Promise<Death> {
    const child = start(file);
    let isCounted = false;
    child.stdout?.on('data', (piece: Buffer | string) => {
      if (isCounted || !String(piece).includes(word)) return;
      isCounted = true;
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 40);
    });
    return lastWords(child);
  }

  async function lastWords(child: ChildProcess): Promise<Death> {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
    });
    await once(child, 'close');
    const lines = said.slice(0, said.lastIndexOf('\n') + 1).split('\n');
    const after = (word: string): string[] =>
      lines.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length));
    return { asked: after('asked '), kept: after('kept ') };
  }

  /** Everything that was acknowledged is there, and nothing that nobody asked for. */
  function expectNothingLost(file: string, { asked, kept }: Death): void {
    const log = openJobLog(file, { clock: tickingClock(), mode: 'write' });
    const written = eventsOf(log);
    const lost = kept.filter((line) => !written.has(line));
    expect(lost).toEqual([]);
    expect(log.firstBrokenEvent()).toBeUndefined();
    expectStatesFollowEvents(log);
    expect(kept.length).toBeLessThanOrEqual(asked.length);
    log.close();
  }

  function eventsOf(log: JobLog): ReadonlySet<string> {
    const lines = [...log.events()].map(({ stepId, name, facts }) =>
      [stepId, name.replace('step.', ''), facts['attempt']].join(' '),
    );
    return new Set(lines);
  }

  function expectStatesFollowEvents(log: JobLog): void {
    const last = new Map<string, string>();
    for (const { stepId, name } of log.events()) if (stepId !== undefined) last.set(stepId, name.replace('step.', ''));
    const torn = [...log.states()].filter(([id, state]) => state !== (last.get(id) ?? 'planned'));
    expect(torn).toEqual([]);
  }

  it('40 times at a random moment: nothing that it acknowledged is lost, and the chain is whole', async () => {
    const deaths = await Promise.all(
      Array.from({ length: JOBS }, async (_, job) => {
        const file = makeLog(`job-${job}.db`, STEPS);
        let kept = 0;
        for (let kill = 0; kill < KILLS; kill += 1) {
          const death = await killAtRandom(file, kill % 2 === 0 ? 'asked' : 'kept');
          expectNothingLost(file, death);
          kept += death.kept.length;
        }
        return kept;
      }),
    );
    expect(Math.min(...deaths)).toBeGreaterThan(KILLS);
  }, 90_000);

  it('right before a commit: nothing of that group is there', async () => {
    const file = makeLog('before.db', 100);
    const death = await lastWords(start(file, ['record.before-commit', '3']));
    expectNothingLost(file, death);
    const log = openJobLog(file, { clock: tickingClock(), mode: 'read' });
    const written = eventsOf(log);
    log.close();
    expect(death.asked.filter((line) => written.has(line))).toEqual(death.kept);
    expect(death.asked.length).toBe(death.kept.length + 4);
  });

  it('right after a commit: all of that group is there, though nobody was told', async () => {
    const file = makeLog('after.db', 100);
    const death = await lastWords(start(file, ['record.after-commit', '3']));
    expectNothingLost(file, death);
    const log = openJobLog(file, { clock: tickingClock(), mode: 'read' });
    const written = eventsOf(log);
    log.close();
    expect(death.asked.filter((line) => !written.has(line))).toEqual([]);
    expect(death.asked.length).toBe(death.kept.length + 4);
  });

  it('leaves a started step started: whoever comes next knows that it is in doubt', async () => {
    const file = makeLog('doubt.db', 100);
    await lastWords(start(file, ['record.after-commit', '1']));
    const log = openJobLog(file, { clock: tickingClock(), mode: 'read' });
    expect([...log.steps({ states: ['started'] })].map(({ step }) => step.id)).toEqual([1, 2, 3, 4].map(idOf));
    log.close();
  });
});

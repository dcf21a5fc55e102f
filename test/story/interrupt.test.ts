// Ctrl-C: the first one finishes what is under way, the second one ends at once; after both a resume misses nobody and repeats nothing.

import { describe, expect, it } from '@jest/globals';
import {
  effects,
  FREE,
  newAddresses,
  onStage,
  repeatedEffects,
  stepStates,
  STORY_TIMEOUT_MS,
  until,
} from './on-stage.ts';
import type { Stage, Running } from './stage.ts';

const PEOPLE = 6;

/** The accounts are made at once, and the answers take their time: the calls are under way for as long. */
const SLOW_ANSWERS = [{ match: { method: 'POST', path: '/users$' }, kind: 'slow', delayMs: 2500 }];

async function startSlowly(stage: Stage): Promise<Running> {
  await stage.must('plan');
  await stage.control('PUT', 'faults', SLOW_ANSWERS);
  const running = stage.start(['apply', '--yes']);
  await until(async () => ((await effects(stage, 'user.create')).length > 0 ? true : undefined));
  return running;
}

async function finish(stage: Stage): Promise<void> {
  await stage.control('DELETE', 'faults');
  await stage.must('resume');
  expect([...(await effects(stage, 'user.create'))].sort()).toEqual(newAddresses(PEOPLE));
  expect(await repeatedEffects(stage)).toEqual([]);
  expect(new Set(Object.values(stepStates(stage)))).toEqual(new Set(['done']));
  expect((await stage.must('plan', '--detailed-exitcode')).said).toContain('Nothing to do');
}

// Windows knows no signals between processes: there only the console itself can send a Ctrl-C.
const describeWithSignals = process.platform === 'win32' ? describe.skip : describe;

describeWithSignals('Ctrl-C', () => {
  it.concurrent(
    'once: what is under way is finished and written down, nothing more is started',
    async () => {
      await onStage({ provider: 'microsoft-365', people: PEOPLE, sandbox: FREE }, async (stage) => {
        const running = await startSlowly(stage);
        running.child.kill('SIGINT');
        const { code, said } = await running.ended;
        expect(code).toBe(4);
        expect(said).toContain('Stopping: what is under way is finished');
        expect(said).toContain('Go on with "migrate resume".');
        const made = await effects(stage, 'user.create');
        expect(made.length).toBeLessThan(PEOPLE);
        const states = stepStates(stage);
        for (const address of newAddresses(PEOPLE)) {
          expect(states[`user.create/${address}`]).toBe(made.includes(address) ? 'done' : 'planned');
        }
        expect(await effects(stage, 'licence.assign')).toEqual([]);
        await finish(stage);
      });
    },
    STORY_TIMEOUT_MS,
  );

  it.concurrent(
    'twice: it ends at once; the next command looks at what became of what was under way',
    async () => {
      await onStage({ provider: 'microsoft-365', people: PEOPLE, sandbox: FREE }, async (stage) => {
        const running = await startSlowly(stage);
        let said = '';
        running.child.stdout?.on('data', (part: string) => (said += part));
        running.child.kill('SIGINT');
        await until(() => (said.includes('Stopping') ? true : undefined));
        running.child.kill('SIGINT');
        expect((await running.ended).code).toBeNull();
        const [made = ''] = await effects(stage, 'user.create');
        expect(stepStates(stage)[`user.create/${made}`]).toBe('started');
        await finish(stage);
      });
    },
    STORY_TIMEOUT_MS,
  );
});

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

/** Starts the command, and waits until `made` accounts more are made and their answers are on the way. */
async function startSlowly(stage: Stage, command: readonly string[], made: number): Promise<Running> {
  await stage.control('PUT', 'faults', SLOW_ANSWERS);
  const before = (await effects(stage, 'user.create')).length;
  const running = stage.start(command);
  await until(async () => ((await effects(stage, 'user.create')).length >= before + made ? true : undefined));
  return running;
}

// Windows knows no signals between processes: there only the console itself can send a Ctrl-C.
const itWithSignals = process.platform === 'win32' ? it.skip : it;

describe('Ctrl-C', () => {
  itWithSignals(
    'once finishes what is under way, twice ends at once; after both, nobody is missed and nobody is there twice',
    async () => {
      await onStage({ provider: 'microsoft-365', people: PEOPLE, sandbox: FREE }, async (stage) => {
        await stage.must('plan');
        const first = await startSlowly(stage, ['apply', '--yes'], 1);
        first.child.kill('SIGINT');
        const { code, said } = await first.ended;
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

        const second = await startSlowly(stage, ['resume'], 1);
        let told = '';
        second.child.stdout?.on('data', (part: string) => (told += part));
        second.child.kill('SIGINT');
        await until(() => (told.includes('Stopping') ? true : undefined));
        second.child.kill('SIGINT');
        expect((await second.ended).code).toBeNull();
        const cut = (await effects(stage, 'user.create')).find((address) => !made.includes(address)) ?? '';
        expect(stepStates(stage)[`user.create/${cut}`]).toBe('started');

        await stage.control('DELETE', 'faults');
        await stage.must('resume');
        expect([...(await effects(stage, 'user.create'))].sort()).toEqual(newAddresses(PEOPLE));
        expect(await repeatedEffects(stage)).toEqual([]);
        expect((await stage.must('plan', '--detailed-exitcode')).said).toContain('Nothing to do');
      });
    },
    STORY_TIMEOUT_MS,
  );
});

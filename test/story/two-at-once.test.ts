// One workspace, one command at a time: the second is refused and told of the first; whoever only reads is not.

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

/** The provider asks us to wait for ten minutes before the first account: the run stands still, and holds the lock. */
const STANDSTILL = [
  { match: { method: 'POST', path: '/users$' }, kind: 'throttle', delayMs: 600_000, form: 'seconds' },
];

interface Holder {
  readonly pid: number;
  readonly command: string;
  readonly since: number;
}

describe('two commands at once', () => {
  it(
    'the second is refused, naming the first; a kill -9 of the first frees the workspace at once',
    async () => {
      await onStage({ provider: 'microsoft-365', people: 4, sandbox: FREE }, async (stage) => {
        await stage.must('plan');
        await stage.control('PUT', 'faults', STANDSTILL);
        const first = stage.start(['apply', '--yes']);
        const holder = await until(async () => {
          const text = await stage.read('data/job.lock.json').catch(() => '');
          return text === '' ? undefined : (JSON.parse(text) as Holder);
        });
        expect(holder).toMatchObject({ pid: first.child.pid, command: 'apply' });
        for (const command of [['apply', '--yes'], ['plan'], ['undo', '--yes']]) {
          const second = await stage.run(...command);
          expect(second.code).toBe(2);
          expect(second.told).toContain(`\`apply\` (process ${first.child.pid}`);
          expect(second.told).toContain(`since ${new Date(holder.since).toISOString()}`);
        }

        await until(() => (Object.values(stepStates(stage)).includes('waiting') ? true : undefined));
        expect((await stage.must('status')).said).toMatch(/\d waiting/u);
        expect((await stage.must('log')).said).toContain('step.waiting');
        expect((await stage.must('report')).said).toContain('of 4 people have moved');
        expect((await stage.must('show')).said).toContain('(waiting)');
        expect((await stage.must('check')).said).toContain('4 people');

        first.kill();
        expect((await first.ended).code).toBeNull();
        await stage.control('DELETE', 'faults');
        const resumed = await stage.must('resume');
        expect(resumed.said).toContain('Finished');
        expect([...(await effects(stage, 'user.create'))].sort()).toEqual(newAddresses(4));
        expect(await repeatedEffects(stage)).toEqual([]);
      });
    },
    STORY_TIMEOUT_MS,
  );
});

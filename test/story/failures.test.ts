// What fails, what is in doubt, and how an administrator gets everybody there all the same.

import { describe, expect, it } from '@jest/globals';
import {
  effects,
  factsOf,
  FREE,
  newAddresses,
  onStage,
  patient,
  problemCodes,
  repeatedEffects,
  stepStates,
  STORY_TIMEOUT_MS,
} from './on-stage.ts';
import { NEW_DOMAIN } from './stage.ts';
import type { Stage } from './stage.ts';

const story = (name: string, play: () => Promise<void>) => it.concurrent(name, play, STORY_TIMEOUT_MS);

const creationOf = (person: string): string => `user.create/${person}@${NEW_DOMAIN}`;

/** Everybody is there, once, and nothing is left to do. */
async function allThere(stage: Stage, people: number): Promise<void> {
  expect([...(await effects(stage, 'user.create'))].sort()).toEqual(newAddresses(people));
  expect(await repeatedEffects(stage)).toEqual([]);
  expect(new Set(Object.values(stepStates(stage)))).toEqual(new Set(['done']));
  expect((await stage.must('plan', '--detailed-exitcode')).said).toContain('Nothing to do');
}

describe('failures', () => {
  story(
    'licences run out: no more are asked for, everything else goes on, and what was bought later is given',
    async () => {
      await onStage({ provider: 'google-workspace', people: 6, sandbox: FREE, edit: patient }, async (stage) => {
        const licences = (total: number) => ({
          google: { skus: [{ id: '1010020020', name: 'Google-Workspace-Enterprise-Plus', total }] },
        });
        await stage.control('POST', 'seed', licences(8));
        await stage.must('plan');
        const run = await stage.run('apply', '--yes');
        expect(run.code).toBe(1);
        expect(run.said).toContain('No more licence.assign in this run:');
        expect(run.said).toContain('migrate retry --failed');
        expect((await effects(stage, 'licence.assign')).length).toBe(2);
        expect([...(await effects(stage, 'user.create'))].sort()).toEqual(newAddresses(6));
        expect((await stage.must('report')).said).toContain('2 of 6 people have moved');

        await stage.control('POST', 'seed', licences(40));
        const retried = await stage.must('retry', '--failed', '--kind', 'licence.assign');
        expect(retried.said).toMatch(
          /\d+ other steps of the plan were not part of this run\. Go on with: migrate resume/u,
        );
        await stage.must('resume');
        expect((await effects(stage, 'licence.assign')).length).toBe(6);
        await allThere(stage, 6);
      });
    },
  );

  story('a refusal stops one person only, too many of them hold the next batch, and a retry goes on', async () => {
    await onStage({ provider: 'microsoft-365', people: 6, sandbox: FREE }, async (stage) => {
      await stage.must('plan');
      const refuse = { method: 'POST', path: '/users$', body: `p3@${NEW_DOMAIN}` };
      await stage.control('PUT', 'faults', [{ match: refuse, kind: 'empty', status: 403 }]);
      const run = await stage.run('apply', '--yes');
      expect(run.code).toBe(1);
      expect(run.said).toContain(
        'batch pilot: 1 of 2 people have failed or are in doubt, more than its failureThreshold allows.',
      );
      expect(run.said).toMatch(/failed: create p3@.*\n {4}to do: Grant User\.ReadWrite\.All/u);

      const states = stepStates(stage);
      const of = (person: string) =>
        Object.entries(states)
          .filter(([id]) => id.includes(`/${person}@`))
          .map(([, state]) => state);
      expect(of('p3').toSorted()).toEqual(['failed', 'planned', 'planned', 'planned', 'planned']);
      expect(new Set(of('p1'))).toEqual(new Set(['planned']));
      const report = await stage.must('report');
      expect(report.said).toContain(`p3@${NEW_DOMAIN}`);
      expect((await stage.must('status')).said).toContain('1 failed');

      // A retry that fails again changes nothing.
      expect((await stage.run('retry', '--failed')).code).toBe(1);
      expect(await effects(stage, 'user.create')).toEqual([`p6@${NEW_DOMAIN}`]);

      await stage.control('DELETE', 'faults');
      await stage.must('retry', '--failed');
      await stage.must('resume');
      await allThere(stage, 6);
    });
  });

  story('what is in doubt is shown with the choices, decided by a person, and the log keeps by whom', async () => {
    await onStage({ provider: 'microsoft-365', people: 6, sandbox: FREE, edit: patient }, async (stage) => {
      await stage.must('plan');
      const lost = (person: string, kind: string) => [
        { match: { method: 'POST', path: '/users$', body: `${person}@${NEW_DOMAIN}` }, kind },
        { match: { method: 'GET', path: `${person}(@|%40)${NEW_DOMAIN.replaceAll('.', '\\.')}` }, kind: '503-before' },
      ];
      await stage.control('PUT', 'faults', [
        ...lost('p1', 'reset-before'),
        ...lost('p3', 'reset-after'),
        ...lost('p6', '503-before'),
      ]);
      const run = await stage.run('apply', '--yes');
      expect(run.code).toBe(4);
      expect(run.said).toContain('3 in doubt');
      expect(run.said).toContain('migrate settle');

      const shown = await stage.run('settle');
      expect(shown.code).toBe(4);
      for (const person of ['p1', 'p3', 'p6']) {
        for (const choice of ['done', 'not-done', 'failed']) {
          expect(shown.said).toContain(`migrate settle "${creationOf(person)}" --as ${choice}`);
        }
      }
      const wayBack = await stage.run('undo');
      expect(wayBack.code).toBe(3);
      expect(wayBack.said).toContain('3 steps are in doubt and are not taken back');
      const onlyDoubt = await stage.run('undo', '--yes', '--only', `p1@${NEW_DOMAIN}`);
      expect(onlyDoubt.code).toBe(4);
      expect(onlyDoubt.said).toContain('There is nothing to undo');
      const facts = factsOf(await stage.run('settle', creationOf('p3'), '--json'));
      expect(facts.map(({ type, id }) => [type, id])).toEqual([
        ['looked', creationOf('p3')],
        ['doubt', creationOf('p3')],
      ]);
      // Never made again by itself, whatever is given.
      expect((await stage.run('resume')).code).toBe(4);
      expect((await stage.run('retry', '--failed')).said).toContain('Nothing that failed');
      expect(await effects(stage, 'user.create')).not.toContain(`p1@${NEW_DOMAIN}`);

      const blind = await stage.run('settle', creationOf('p3'), '--as', 'done');
      expect(problemCodes(blind)).toEqual(['settle.not-seen']);
      const who = ['--by', 'Sato', '--reason', 'looked in the admin centre'];
      await stage.must('settle', creationOf('p6'), '--as', 'not-done', ...who);
      await stage.must('settle', creationOf('p1'), '--as', 'failed', ...who);
      expect(stepStates(stage)).toMatchObject({
        [creationOf('p1')]: 'failed',
        [creationOf('p3')]: 'in-doubt',
        [creationOf('p6')]: 'planned',
      });
      expect((await stage.run('settle', creationOf('p6'), '--as', 'done')).code).toBe(2);

      await stage.control('DELETE', 'faults');
      expect((await stage.must('settle')).said).toContain(`${creationOf('p3')}: it had happened.`);
      expect((await stage.run('resume')).code).toBe(1);
      await stage.must('retry', '--failed');
      await stage.must('resume');
      await allThere(stage, 6);
      const log = (await stage.must('log')).said;
      expect(log.match(/settled by Sato: looked in the admin centre/gu)).toHaveLength(2);
    });
  });
});

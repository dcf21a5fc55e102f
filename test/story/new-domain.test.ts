// A new domain that the tenant does not have yet: it is added, a person publishes its records, and the run goes on.

import { describe, expect, it } from '@jest/globals';
import { effects, FAST, onStage, stepStates, STORY_TIMEOUT_MS, until } from './on-stage.ts';
import { NEW_DOMAIN } from './stage.ts';

const FRESH = 'aozora-fresh.example';
const TASK = `hand.task/publish-dns/${FRESH}`;

describe('a new domain', () => {
  it.concurrent.each(['microsoft-365', 'google-workspace'] as const)(
    'is added at %s, waits for its DNS records, and then takes the people',
    async (provider) => {
      await onStage({ provider, people: 3, sandbox: FAST }, async (stage) => {
        await stage.edit('migrate.yaml', (text) => text.replace(NEW_DOMAIN, FRESH));
        const planned = await stage.must('plan');
        expect(planned.said).toContain('1 domain to add');
        expect(planned.said).toContain(`! Publish the DNS records of ${FRESH}`);
        expect(planned.said).toContain(`migrate done "${TASK}"`);

        const waiting = await stage.run('apply', '--yes');
        expect(waiting.code).toBe(4);
        expect(waiting.said).toContain(
          `! for a person: Publish the DNS records of ${FRESH}  (migrate done "${TASK}" --evidence "...")`,
        );
        expect(await effects(stage, 'domain.add')).toEqual([FRESH]);
        expect(await effects(stage, 'user.create')).toEqual([]);

        // The task says now what to publish: that is our own doing, and nobody has to read a new plan for it.
        expect((await stage.run('apply', '--yes')).code).toBe(4);

        const status = await stage.must('status');
        const proof = new RegExp(`${FRESH} TXT (MS=\\S+|google-site-verification=\\S+)`, 'u').exec(status.said)?.[1];
        if (proof === undefined) throw new Error(`no record is shown: ${status.said}`);
        // Planned once more, the records stand in the plan itself, and the domain is not added twice.
        expect((await stage.must('plan')).said).toContain(proof);
        expect((await stage.run('apply', '--yes')).code).toBe(4);

        expect((await stage.run('done', `hand.task/publish-dns/${NEW_DOMAIN}`, '--evidence', 'x')).code).toBe(2);
        await stage.must('done', TASK, '--evidence', 'ticket 4711', '--by', 'Sato');
        const resuming = stage.start(['resume']);
        await until(() => (stepStates(stage)[`domain.verify/${FRESH}`] === 'waiting' ? true : undefined));
        await stage.control('POST', 'dns', [{ name: FRESH, type: 'TXT', value: proof }]);
        expect((await resuming.ended).code).toBe(0);

        expect(await effects(stage, 'domain.verify')).toEqual([FRESH]);
        expect((await effects(stage, 'user.create')).length).toBe(3);
        expect((await stage.must('plan', '--detailed-exitcode')).said).toContain('Nothing to do');
        expect((await stage.must('log')).said).toContain('by Sato');
      });
    },
    STORY_TIMEOUT_MS,
  );
});

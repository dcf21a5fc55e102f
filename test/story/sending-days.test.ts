// Notices go out day by day: what today's number leaves waits in words, another run sends no more of it, and a stop is seen at once.

import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { openJobLog } from '../../src/store/job-log.ts';
import { FREE, onStage, STORY_TIMEOUT_MS, until } from './on-stage.ts';
import { OLD_DOMAIN, withoutOldMailboxes } from './stage.ts';
import type { Stage } from './stage.ts';

const PARTNERS = 8;

/** Where it is noon now: no day ends in the middle of the story. */
function zoneAtNoon(): string {
  const hoursAhead = 12 - new Date().getUTCHours();
  return `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`;
}

const SENDING = `
sending:
  notices: [change]
  window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }
  ramp: [3, 4]
`;

function partnerList(): string {
  const rows = Array.from(
    { length: PARTNERS },
    (_, index) => `株式会社みどり${index},鈴木 一郎,suzuki@midori${index}.example,p1@${OLD_DOMAIN},日本語`,
  );
  return ['会社名,氏名,メールアドレス,弊社担当者,言語', ...rows, ''].join('\r\n');
}

const BLOCKED = {
  match: { method: 'POST', path: '/send$' },
  kind: 'refuse',
  status: 403,
  code: 'ErrorMessageSubmissionBlocked',
  message: '5.7.705 Tenant has exceeded threshold',
};

async function sent(stage: Stage): Promise<readonly string[]> {
  return (await stage.ledger()).filter(({ kind }) => kind === 'message.accept').map(({ key }) => key);
}

/** Another process says so in the log, while a run is at work. */
async function note(stage: Stage, name: string, facts: Readonly<Record<string, unknown>>): Promise<void> {
  const log = openJobLog(stage.path('data/job.db'), { clock: { now: () => Date.now() }, mode: 'write' });
  await log.note(name, facts);
  log.close();
}

describe('the days of sending', () => {
  it(
    'are in the plan, and are kept to by every run; a stop, by the provider or by somebody here, is obeyed until it is taken back',
    async () => {
      const zone = zoneAtNoon();
      const edit = (settings: string): string =>
        `${withoutOldMailboxes(settings).replace('Asia/Tokyo', zone)}${SENDING}`;
      await onStage({ provider: 'microsoft-365', people: 2, sandbox: FREE, edit }, async (stage) => {
        await writeFile(stage.path('data/partners.csv'), partnerList());
        const planned = await stage.must('plan');
        expect(planned.said).toContain('Notices go out on 3 days');
        expect(planned.said).toContain('3 of 8 sent');
        expect(planned.said).toContain('bound by 3 messages on day 1 of the ramp');
        await stage.must('notice', 'approve', '--yes');

        await stage.control('PUT', 'faults', [BLOCKED]);
        const blocked = await stage.run('apply', '--yes');
        expect(blocked.said).toContain('notices are held: sending has stopped: 5.7.705 Tenant has exceeded threshold');
        expect(blocked.code).toBe(1);
        expect(await sent(stage)).toEqual([]);
        await stage.control('DELETE', 'faults');
        await stage.must('notice', 'continue', '--reason', 'Microsoft lets us send again');
        expect((await stage.must('retry', '--failed')).said).toContain('3 failed steps are tried again.');
        const first = await stage.run('apply', '--yes');
        expect(first.said).toContain("5 notices are held: today's 3 are sent; goes on ");
        expect(first.said).toContain(` 00:00 (${zone})`);
        expect(first.code).toBe(4);
        expect(new Set(await sent(stage)).size).toBe(3);

        const waiting = stage.start(['resume', '--wait']);
        await until(async () => ((await stage.read('data/job.lock.json').catch(() => '')) === '' ? undefined : true));
        await note(stage, 'notice.stopped', { reason: 'a mistake in the letter', todo: 'Correct it.' });
        const stopped = await waiting.ended;
        expect(stopped.said).toContain('5 notices are held: sending has stopped: a mistake in the letter. Correct it.');
        expect((await stage.run('apply', '--yes')).said).toContain('sending has stopped');

        await note(stage, 'notice.continued', {});
        expect((await stage.run('apply', '--yes')).said).toContain("today's 3 are sent");
        expect(await sent(stage)).toHaveLength(3);
        expect((await stage.must('log', '--verify')).said).toContain('The log is whole');
      });
    },
    STORY_TIMEOUT_MS,
  );
});

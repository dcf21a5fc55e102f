// A message in doubt of which the archive has no copy yet: it is not sent again before a copy must have come.

import { writeFile } from 'node:fs/promises';
import { expect, it, jest } from '@jest/globals';
import { openJobLog } from '../../src/store/job-log.ts';
import { migrateCommand, stepStates } from '../story/on-stage.ts';
import { OLD_DOMAIN, Stage, withoutOldMailboxes } from '../story/stage.ts';

// Every command is a process of its own, and the machine may be busy with others.
jest.setTimeout(120_000);

const SENDING = `
sending:
  notices: [change]
  way: smtp
  dkimSelectors: [selector1]
  smtp:
    host: localhost
    signIn: { user: x, variable: X }
    archive:
      address: archive@aozora-trading.example
      imap: { host: localhost, user: archive@aozora-trading.example, variable: X }
`;
const MESSAGE = 'notice.send/change/suzuki@midori.example';
const MINUTE_MS = 60_000;

/** Longer ago than copies of the provider may disagree, and less long than the archive may trail. */
async function doubtMinutesAgo(stage: Stage, minutes: number): Promise<void> {
  const clock = { now: () => Date.now() - minutes * MINUTE_MS };
  const log = openJobLog(stage.path('data/job.db'), { clock, mode: 'write' });
  const evidence = { messageId: '<x@aozora-trading.example>', date: 'x', letter: 'x' };
  await log.record({ id: MESSAGE, to: 'started', attempt: 1, evidence });
  await log.record({ id: MESSAGE, to: 'in-doubt', attempt: 1 });
  log.close();
}

it('stays in doubt, whoever wants to have all of them sent again', async () => {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people: 1,
    migrate: await migrateCommand(),
    sandbox: ['--profile', 'documented'],
    edit: (settings) => `${withoutOldMailboxes(settings)}${SENDING}`,
  });
  try {
    const rows = ['会社名,氏名,メールアドレス,当社担当者', `みどり工業,鈴木,suzuki@midori.example,p1@${OLD_DOMAIN}`];
    await writeFile(stage.path('data/partners.csv'), rows.join('\r\n'));
    await stage.must('plan');
    await stage.must('notice', 'approve', '--yes');
    await doubtMinutesAgo(stage, 5);
    const settled = await stage.run('settle', '--as', 'not-done');
    expect(settled.code).toBe(4);
    expect(settled.said).toContain('1 are too young to tell');
    expect(stepStates(stage)[MESSAGE]).toBe('in-doubt');
  } finally {
    await stage.close();
  }
});

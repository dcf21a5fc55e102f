// What changes while notices go out: another way of sending, a longer suppress list, a partner who is to get one once more. Nobody gets
// two, nobody gets one who may not, and each is held with its reason.

import { writeFile } from 'node:fs/promises';
import { expect, it, jest } from '@jest/globals';
import { migrateCommand, stepStates } from '../story/on-stage.ts';
import { OLD_DOMAIN, Stage, withoutOldMailboxes } from '../story/stage.ts';

// Every command is a process of its own, and the machine may be busy with others.
jest.setTimeout(120_000);

const PARTNERS = ['one@a.example', 'two@b.example', 'three@c.example', 'never@d.example'];
const SENDING = `
sending:
  notices: [change]
  ramp: [1000]
  window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }
  way: smtp
  dkimSelectors: [selector1]
  smtp:
    host: localhost
    connections: 1
    signIn: { user: x, variable: X }
`;
const ARCHIVE = `    archive:
      address: archive@aozora-trading.example
      imap: { host: localhost, user: archive@aozora-trading.example, variable: X }
`;

const idOf = (partner: string) => `notice.send/change/${partner}`;

/** The partners whose messages the mail server has accepted, in alphabetical order. */
async function sentTo(stage: Stage): Promise<readonly string[]> {
  const accepted = (await stage.ledger()).filter(({ kind }) => kind === 'message.accept');
  const recipients = accepted.map(({ key }) => key.split(' ')[0] ?? '');
  return recipients.filter((address) => PARTNERS.includes(address)).toSorted();
}

/** The people are moved; the first message was accepted when the program was killed. */
async function cutOffAtTheFirst(stage: Stage): Promise<string> {
  await stage.must('plan');
  await stage.must('notice', 'approve', '--yes');
  await stage.must('notice', 'stop', '--reason', 'first the people');
  await stage.run('apply', '--yes');
  await stage.must('notice', 'continue');
  await stage.start(['resume'], { MIGRATE_FAILPOINT: 'after-call' }).ended;
  const [first = '', ...others] = await sentTo(stage);
  expect(others).toEqual([]);
  expect(stepStates(stage)[idOf(first)]).toBe('started');
  return first;
}

it('is heeded, and what was begun otherwise is looked for nowhere else', async () => {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people: 2,
    migrate: await migrateCommand(),
    sandbox: ['--profile', 'free'],
    edit: (settings) => `${withoutOldMailboxes(settings)}${SENDING}`,
  });
  try {
    const rows = PARTNERS.map(
      (address, index) => `株式会社第${index + 1},担当 ${index + 1},${address},p1@${OLD_DOMAIN}`,
    );
    await writeFile(stage.path('data/partners.csv'), ['会社名,氏名,メールアドレス,当社担当者', ...rows].join('\r\n'));
    const first = await cutOffAtTheFirst(stage);
    expect(first).not.toBe('never@d.example');

    await stage.edit('migrate.yaml', (settings) => `${settings}${ARCHIVE}`);
    await writeFile(stage.path('data/suppress.csv'), 'ドメイン\r\nd.example\r\n');
    const resumed = await stage.run('resume');
    expect(resumed.code).toBe(4);
    expect(resumed.said).toContain('1 notice is held: d.example is on the suppress list');
    expect(await sentTo(stage)).toEqual(PARTNERS.filter((partner) => !partner.startsWith('never')).toSorted());
    expect(stepStates(stage)).toMatchObject({ [idOf(first)]: 'in-doubt', [idOf('never@d.example')]: 'planned' });
    const settled = await stage.run('settle', '--as', 'not-done');
    expect(settled.said).toContain('it was begun by smtp without an archive');
    expect(stepStates(stage)[idOf(first)]).toBe('in-doubt');

    const other = PARTNERS.find((partner) => partner !== first) ?? '';
    await stage.must('notice', 'resend', other, '--reason', 'It was lost there.');
    const again = await stage.run('resume');
    expect(again.told).not.toContain('bug');
    expect(again.code).toBe(4);
    expect(again.said).toContain('only a new plan makes it again');
    expect(await sentTo(stage)).toHaveLength(PARTNERS.length - 1);
  } finally {
    await stage.close();
  }
});

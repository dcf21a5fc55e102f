// What comes back to the notices of a company, over each way of sending: read from the mailboxes that have sent, kept once, told to those
// who know the partners; too much of it stops the sending until the administrator lets it go on.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ProviderName } from '../../src/model/directory.ts';
import { factsOf, FREE, onStage, STORY_TIMEOUT_MS } from './on-stage.ts';
import type { Fact } from './on-stage.ts';
import { OLD_DOMAIN, withoutOldMailboxes } from './stage.ts';
import type { Stage } from './stage.ts';

/** The sandbox's world does what an address begins with. */
const PARTNERS: readonly (readonly [address: string, phone: string])[] = [
  ['gone-suzuki@midori.example', '03-0000-1001'],
  ['full-okada@akane.example', ''],
  ['delayed-ito@aoi.example', ''],
  ['away-kato@shiro.example', ''],
  ['reply-mori@kuro.example', ''],
  ['hayashi@kin.example', ''],
];
const LIST = [
  '会社名,氏名,メールアドレス,当社担当者,連絡方法,電話番号',
  ...PARTNERS.map(
    ([address, phone], index) => `株式会社第${index + 1},担当 ${index + 1},${address},p1@${OLD_DOMAIN},メール,${phone}`,
  ),
].join('\r\n');

const ALWAYS =
  "window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }";
const SENDING = `\nsending:\n  notices: [change]\n  ramp: [1000]\n  mostBounces: 0.05\n  ${ALWAYS}\n`;
const SMTP = `  way: smtp
  dkimSelectors: [selector1]
  smtp:
    host: localhost
    signIn: { user: x, variable: X }
    imap: { host: localhost, user: x, variable: X }
`;

const WAYS: readonly (readonly [way: string, provider: ProviderName, settings: string])[] = [
  ['Graph', 'microsoft-365', SENDING],
  ['Gmail', 'google-workspace', SENDING],
  ['SMTP and IMAP', 'microsoft-365', SENDING + SMTP],
];

async function send(stage: Stage): Promise<void> {
  await writeFile(stage.path('data/partners.csv'), LIST);
  await stage.must('plan');
  await stage.must('notice', 'approve', '--yes');
  const applied = await stage.run('apply', '--yes');
  if (applied.code !== 0)
    throw new Error(`apply ended with ${String(applied.code)}:\n${applied.said}\n${applied.told}`);
}

const backs = (facts: readonly Fact[]) =>
  facts
    .filter(({ type }) => type === 'notice.back')
    .map(({ kind, bounce, address, isCertain }) =>
      [address, kind, bounce, isCertain].filter((one) => typeof one === 'string' || typeof one === 'boolean').join(' '),
    )
    .toSorted();

const BACKS = [
  'away-kato@shiro.example automatic true',
  'delayed-ito@aoi.example delayed true',
  'full-okada@akane.example bounced full true',
  'gone-suzuki@midori.example bounced gone true',
  'reply-mori@kuro.example answered true',
];

describe.each(WAYS)('what comes back over %s', (_way, provider, sending) => {
  it(
    'is read once, kept, and told with what to do',
    async () => {
      const edit = (settings: string) => `${withoutOldMailboxes(settings)}${sending}`;
      await onStage({ provider, people: 2, sandbox: FREE, edit }, async (stage) => {
        await send(stage);
        const first = await stage.run('notice', 'bounces', '--json');
        const facts = factsOf(first);
        expect(first.told).toBe('');
        expect(backs(facts)).toEqual(BACKS);
        expect(facts.find(({ type }) => type === 'notice.bounces')).toMatchObject({
          fresh: 5,
          kinds: { bounced: 2, delayed: 1, automatic: 1, answered: 1 },
          reasons: { gone: 1, full: 1 },
          domains: { 'midori.example': 1, 'akane.example': 1 },
        });
        // Two of six, but six are too few for a share.
        expect(first.code).toBe(0);
        await told(stage);
        const again = await stage.run('notice', 'bounces', '--json');
        expect(backs(factsOf(again))).toEqual([]);
        const counts = factsOf(await stage.run('notice', 'status', '--json'));
        expect(counts[0]).toMatchObject({ type: 'notice.status', sent: 4, bounced: 2, answered: 1 });
      });
    },
    STORY_TIMEOUT_MS,
  );
});

async function told(stage: Stage): Promise<void> {
  const csv = await stage.read('out/notices/bounced.csv');
  expect(csv.startsWith('\uFEFF"known to"')).toBe(true);
  expect(csv).toMatch(
    /"青空 太郎1","株式会社第1 担当 1","03-0000-1001","gone-suzuki@midori\.example","change","no such address","5\d\d /u,
  );
  expect(await stage.read('out/notices/bounced.txt')).toContain('migrate notice resend "full-okada@akane.example"');
}

describe('messages that were saved as files', () => {
  it(
    'are read like a mailbox; a provider that refuses us stops the sending until somebody lets it go on',
    async () => {
      const edit = (settings: string) => `${withoutOldMailboxes(settings)}${SENDING}`;
      await onStage({ provider: 'microsoft-365', people: 2, sandbox: FREE, edit }, async (stage) => {
        await send(stage);
        const folder = stage.path('saved');
        await mkdir(folder);
        await writeFile(
          path.join(folder, '1.eml'),
          refusal('hayashi@kin.example', '550 5.7.708 Access denied, traffic not accepted'),
        );
        await writeFile(path.join(folder, '2.eml'), refusal('nobody@elsewhere.example', '550 5.1.1 user unknown'));
        const taken = await stage.run('notice', 'bounces', '--from', folder);
        expect(taken.code).toBe(4);
        expect(taken.said).toContain('2 messages looked at, 2 read, 1 new about a notice.');
        expect(taken.said).toContain('1 reports are about no notice of ours');
        expect(taken.said).toContain('The sending is stopped: the provider refuses to send for us: 550 5.7.708');
        expect(taken.said).toContain('it may be about another message, or forged');
        expect((await stage.run('notice', 'bounces', '--from', folder)).said).toContain(
          'The sending is stopped already',
        );
        await stage.must('notice', 'continue');
        // What he has seen does not stop it again.
        expect((await stage.run('notice', 'bounces', '--from', folder)).code).toBe(0);
        expect((await stage.run('notice', 'bounces', '--from', stage.path('nowhere'))).code).not.toBe(0);
        expect((await stage.run('notice', 'bounces', '--since', '2026-13-01')).code).toBe(2);
        expect((await stage.must('log', '--verify')).said).toContain('The log is whole');
        expect(await readFile(path.join(folder, '1.eml'), 'utf8')).toContain('5.7.708');
      });
    },
    STORY_TIMEOUT_MS,
  );
});

function refusal(to: string, said: string): string {
  return [
    'From: postmaster@somewhere.example',
    'To: p1@aozora-trading.example',
    `Message-ID: <${to}>`,
    'Subject: Undeliverable',
    `Date: ${new Date().toUTCString()}`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; somewhere.example',
    '',
    `Final-Recipient: rfc822; ${to}`,
    'Action: failed',
    `Diagnostic-Code: smtp; ${said}`,
    '--b--',
    '',
  ].join('\r\n');
}

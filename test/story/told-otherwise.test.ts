// What an administrator does about single partners: stops and continues, asks where they stand, has one written to again, tells others
// by telephone.

import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { FREE, onStage, STORY_TIMEOUT_MS } from './on-stage.ts';
import { linesOf, OLD_DOMAIN, withoutOldMailboxes } from './stage.ts';
import type { Stage } from './stage.ts';

const PARTNERS = [
  '会社名,氏名,メールアドレス,当社担当者,連絡方法,電話番号,郵便番号,住所',
  `株式会社みどり工業,鈴木 一郎,suzuki@midori.example,p1@${OLD_DOMAIN},メール,,,`,
  `株式会社あかね物流,岡田 実,okada@akane.example,p2@${OLD_DOMAIN},メール,,,`,
  `さくら税理士法人,桜井 正,,p1@${OLD_DOMAIN},電話,03-0000-1012,,`,
  `株式会社べにばな,紅花 葵,,p1@${OLD_DOMAIN},郵送,,100-0001,東京都千代田区桜町4-5-6`,
].join('\r\n');

const SENDING = `
sending:
  notices: [change]
  ramp: [1000]
  window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }
`;

interface Status {
  readonly type: string;
  readonly [state: string]: unknown;
}

async function statusOf(stage: Stage): Promise<Status> {
  const facts = linesOf((await stage.must('notice', 'status', '--json')).said) as readonly Status[];
  const status = facts.find(({ type }) => type === 'notice.status');
  if (status === undefined) throw new Error('notice status says nothing');
  return status;
}

/** Recipient and notice id of each message that the provider has accepted. */
async function accepted(stage: Stage): Promise<readonly string[]> {
  return (await stage.ledger()).filter(({ kind }) => kind === 'message.accept').map(({ key }) => key);
}

describe('single partners', () => {
  it(
    'are held by a stop, told by mail or otherwise, and written to again only where somebody says why',
    async () => {
      const edit = (settings: string) => `${withoutOldMailboxes(settings)}${SENDING}`;
      await onStage({ provider: 'microsoft-365', people: 2, sandbox: FREE, edit }, async (stage) => {
        await writeFile(stage.path('data/partners.csv'), PARTNERS);
        await stopped(stage);
        await told(stage);
        await again(stage);
      });
    },
    STORY_TIMEOUT_MS,
  );
});

async function stopped(stage: Stage): Promise<void> {
  await stage.must('plan');
  expect(await statusOf(stage)).toMatchObject({ planned: 2, 'to-tell': 2 });
  await stage.must('notice', 'approve', '--yes');
  // Several at once, as where two people reach for the telephone: the log has every word, and stays whole.
  await Promise.all(['one', 'two', 'three'].map((reason) => stage.must('notice', 'stop', '--reason', reason)));
  expect((await stage.must('log', '--verify')).said).toContain('The log is whole');
  const applied = await stage.run('apply', '--yes');
  expect(applied.code).toBe(4);
  expect(await accepted(stage)).toEqual([]);
  expect(await statusOf(stage)).toMatchObject({ held: 2, 'to-tell': 2 });
  await stage.must('notice', 'continue');
  expect((await stage.run('resume')).code).toBe(4);
  expect(await accepted(stage)).toHaveLength(2);
  expect(await statusOf(stage)).toMatchObject({ sent: 2, 'to-tell': 2 });
}

async function told(stage: Stage): Promise<void> {
  const listed = await stage.must('notice', 'worklist');
  expect(listed.said).toContain('1 partner to call');
  const calls = await readFile(stage.path('out/notices/phone.csv'), 'utf8');
  expect(calls).toContain('"03-0000-1012"');
  expect(calls).not.toContain('suzuki');
  expect(await readFile(stage.path('out/notices/phone.html'), 'utf8')).toContain('さくら税理士法人');
  const letters = await readFile(stage.path('out/notices/letters.html'), 'utf8');
  expect(letters).toContain('東京都千代田区桜町4-5-6');
  expect(letters).not.toContain('さくら税理士法人');
  expect(await readFile(stage.path('out/notices/web.ja.txt'), 'utf8')).toContain('照合番号');
  const unsaid = await stage.run('notice', 'done', 'nobody@nowhere.example', '--by', 'phone', '--evidence', 'x');
  expect(unsaid.code).toBe(2);
  // Who has no address is named as the list has it.
  const name = 'さくら税理士法人 桜井 正';
  await stage.must('notice', 'done', name, '--by', 'phone', '--evidence', 'spoke with Mr Sakurai, 10:00');
  expect(await statusOf(stage)).toMatchObject({ sent: 2, 'to-tell': 1, told: 1 });
  const csv = (await stage.must('notice', 'status', '--csv')).said;
  expect(csv).toContain('"told by phone"');
  expect(csv).toContain('spoke with Mr Sakurai, 10:00');
}

async function again(stage: Stage): Promise<void> {
  expect((await stage.run('notice', 'resend', 'suzuki@midori.example')).code).toBe(2);
  await stage.must('notice', 'resend', 'suzuki@midori.example', '--reason', 'deleted by mistake, asks for it again');
  await stage.must('plan');
  expect(await accepted(stage)).toHaveLength(2);
  await stage.run('apply', '--yes', '--only', 'suzuki@midori.example');
  const messages = await accepted(stage);
  expect(messages).toHaveLength(3);
  expect(messages.filter((key) => key.startsWith('suzuki@midori.example'))).toHaveLength(2);
  // Nobody is written to again without being asked for.
  await stage.must('plan');
  await stage.run('apply', '--yes');
  expect(await accepted(stage)).toHaveLength(3);
  const log = (await stage.must('log', 'suzuki@midori.example')).said;
  expect(log).toContain('deleted by mistake, asks for it again');
  expect((await stage.must('log', '--verify')).said).toContain('The log is whole');
  const report = (await stage.must('report', '--format', 'text')).said;
  expect(report).toContain('1 to be told by a person, 2 sent, 1 told otherwise');
}

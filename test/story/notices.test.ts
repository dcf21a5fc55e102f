// From the partner list to letters that are sent: planned, held until they are approved as they are, sent once, and corrected for
// exactly those who got the old text.

import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { FREE, onStage, STORY_TIMEOUT_MS } from './on-stage.ts';
import { linesOf, OLD_DOMAIN, withoutOldMailboxes } from './stage.ts';
import type { Stage } from './stage.ts';

const PARTNERS = [
  '会社名,氏名,メールアドレス,当社担当者,連絡方法,送信元,電話番号',
  `株式会社みどり工業,鈴木 一郎,suzuki@midori.example,p1@${OLD_DOMAIN},メール,,`,
  `株式会社あかね物流,岡田 実,okada@akane.example,p2@${OLD_DOMAIN},メール,両方,`,
  `さくら税理士法人,桜井 正,,p1@${OLD_DOMAIN},電話,,03-0000-1012`,
  `株式会社べにばな,紅花 葵,aoi@benibana.example,p1@${OLD_DOMAIN},メール,,`,
].join('\r\n');

const SENDING = `
sending:
  notices: [change]
  ramp: [1000]
  oldDomainReason: The partners know the old addresses only.
  statements: [{ text: '@${OLD_DOMAIN} 以外は削除してください', where: web, on: 2026-11-02 }]
  window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }
`;

const TEMPLATE = 'templates/notices/change.ja.txt';
const PAGE = 'templates/notices/change.ja.html';

async function prepare(stage: Stage): Promise<void> {
  await writeFile(stage.path('data/partners.csv'), PARTNERS);
  await writeFile(
    stage.path('data/suppress.csv'),
    'アドレスまたはドメイン,理由\r\naoi@benibana.example,先方の希望\r\n',
  );
}

/** Recipients of the messages that the provider has accepted, in alphabetical order. */
async function sentTo(stage: Stage): Promise<readonly string[]> {
  const accepted = (await stage.ledger()).filter(({ kind }) => kind === 'message.accept');
  return accepted.map(({ key }) => key.split(' ')[0] ?? '').toSorted();
}

interface Fact {
  readonly type: string;
  readonly [name: string]: unknown;
}

async function factsOf(stage: Stage, ...args: string[]): Promise<readonly Fact[]> {
  const { said } = await stage.run(...args, '--json');
  return linesOf(said) as readonly Fact[];
}

describe('the notices of a company', () => {
  it(
    'are planned, held until they are approved as they are, sent once, and corrected for those who got the old text',
    async () => {
      const edit = (settings: string) => `${withoutOldMailboxes(settings)}${SENDING}`;
      await onStage({ provider: 'microsoft-365', people: 2, sandbox: FREE, edit }, async (stage) => {
        await prepare(stage);
        await planned(stage);
        await approved(stage);
        await sent(stage);
        await corrected(stage);
      });
    },
    STORY_TIMEOUT_MS,
  );
});

/** They are planned with everything else, and nothing is sent that nobody has approved. */
async function planned(stage: Stage): Promise<void> {
  const planned = await stage.must('plan');
  expect(planned.said).toContain(
    'Batch notices, 4 partners: 1 task for a person, 3 notices to send (1 never written to)',
  );
  expect(planned.said).toContain('3 letters wait for: migrate notice approve');
  expect(planned.told).toContain('plan.statement-contradicted');
  const applied = await stage.run('apply', '--yes');
  expect(applied.code).toBe(4);
  expect(applied.said).toContain('the letter is not approved: migrate notice approve');
  expect(await sentTo(stage)).toEqual([]);
  // The people have been moved all the same.
  expect((await stage.ledger()).filter(({ kind }) => kind === 'user.create')).toHaveLength(2);
}

/** They are approved by somebody; an edit after that voids it, and shows what it changes for whom. */
async function approved(stage: Stage): Promise<void> {
  await stage.must('plan');
  expect((await stage.run('notice', 'approve')).code).toBe(3);
  const approving = await stage.must('notice', 'approve', '--yes');
  expect(approving.said).toContain('3 letters approved by');
  expect(approving.said).toContain(`To:      鈴木 一郎 <suzuki@midori.example>`);
  const reword = (text: string): string => text.replace('アドレス帳、', 'アドレス帳と');
  await stage.edit(TEMPLATE, reword);
  // Half of an edit makes no letter: nobody is told that these partners are not written to any more.
  const half = await stage.run('notice', 'diff');
  expect([half.code, half.said]).toEqual([2, expect.stringContaining('3 missing: mend first')]);
  await stage.edit(PAGE, reword);
  const refused = await stage.run('apply', '--yes');
  expect(refused.code).toBe(2);
  expect(refused.told).toContain(`${TEMPLATE} has changed since the plan was made`);
  expect((await stage.run('notice', 'approve', '--yes')).code).toBe(2);
  const differing = await factsOf(stage, 'notice', 'diff');
  expect(differing.filter(({ type }) => type === 'notice.change')).toMatchObject([{ count: 2 }]);
  expect(differing.at(-1)).toMatchObject({ type: 'notice.diff', changed: 2, same: 1, anew: 0, gone: 0 });
  const planned = await factsOf(stage, 'plan');
  expect(planned.find(({ type }) => type === 'plan.notices')).toMatchObject({ letters: 3, approved: 1 });
  expect(await sentTo(stage)).toEqual([]);
}

/** They are sent once, when they are approved as they are. */
async function sent(stage: Stage): Promise<void> {
  await stage.must('notice', 'approve', '--yes');
  const applied = await stage.run('apply', '--yes');
  // What is left is the telephone call.
  expect(applied.code).toBe(4);
  const everybody = ['okada@akane.example', 'okada@akane.example', 'suzuki@midori.example'];
  expect(await sentTo(stage)).toEqual(everybody);
  const again = await factsOf(stage, 'plan');
  expect(again.find(({ type }) => type === 'plan.notices')).toMatchObject({ letters: 0, told: 2 });
  expect((await stage.run('apply', '--yes')).said).toContain('0 of 1 steps are done');
  expect(await sentTo(stage)).toEqual(everybody);
  expect((await stage.must('log', '--verify')).said).toContain('The log is whole');
  expect((await stage.must('log')).said).toContain('The partners know the old addresses only.');
}

/** They stay on record as they were sent, and are corrected for exactly those who got the old text. */
async function corrected(stage: Stage): Promise<void> {
  await stage.edit('migrate.yaml', (text) =>
    text
      .replace(
        '  notices: [change]\n  ramp',
        '  notices: [change, correction]\n  corrections: { correction: change }\n  ramp',
      )
      .replace('switchDate: 2026-12-01', 'switchDate: 2026-12-08'),
  );
  const planned = await stage.must('plan');
  expect(planned.said).toContain('2 notices to send');
  const shown = await stage.must('notice', 'show', 'suzuki@midori.example');
  expect(shown.said).toContain('2026年12月1日');
  expect(shown.said).toMatch(/notice\.send\/change\/suzuki@midori\.example: sent /u);
  expect(shown.said).toMatch(/notice\.send\/correction\/suzuki@midori\.example: not approved/u);
  const differing = await factsOf(stage, 'notice', 'diff', '--notice', 'change');
  expect(differing.at(-1)).toMatchObject({ type: 'notice.diff', changed: 0, sentOlder: 2 });
}

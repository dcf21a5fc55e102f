// Lists that somebody has made to do harm: what is refused is refused with its line, what goes out has no header that is not ours, and
// nobody gets a letter who was not approved.

import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import { FREE, onStage, STORY_TIMEOUT_MS } from './on-stage.ts';
import { OLD_DOMAIN, withoutOldMailboxes } from './stage.ts';
import type { Stage } from './stage.ts';

const SENDING = `
sending:
  notices: [change]
  ramp: [1000]
  window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }
`;

const HEADINGS = '会社名,氏名,メールアドレス,当社担当者,連絡方法';

function rows(partners: readonly (readonly [company: string, name: string, address: string])[]): string {
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  return [HEADINGS, ...partners.map((cells) => [...cells, `p1@${OLD_DOMAIN}`, 'メール'].map(cell).join(','))].join(
    '\r\n',
  );
}

/** Each must be refused, with its line. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['株式会社一', '改行 太郎', 'one@p.example\r\nBcc: thief@evil.example'],
  ['株式会社二', '二人 花子', 'two@p.example, thief@evil.example'],
  ['株式会社三', '二人 次郎', 'three@p.example;thief@evil.example'],
  ['株式会社四', '四\r\nBcc: thief@evil.example', 'four@p.example'],
  ['株式会社五\u0000', '五', 'five@p.example'],
  ['株式会社六', '六', 'mailto:six@p.example'],
  ['株式会社七', '七', 'seven@p.example?bcc=thief@evil.example'],
  ['株式会社八', '八', '<eight@p.example> <thief@evil.example>'],
  ['株式会社九', '九', 'nine@@p.example'],
  ['株式会社十', '十', 'ten p.example'],
  ['=cmd|calc', '十一', 'eleven@p.example'],
  ['X'.repeat(150), 'Y'.repeat(150), 'twelve@p.example'],
];

/** Odd, but somebody may really be called that: it goes out as text and does nothing else. */
const ODD: readonly (readonly [string, string, string])[] = [
  ['株式会社{{constructor}}', '{{{contacts}}}', 'template@p.example'],
  ['引用商会', '"Quoted" \\Name', 'quoted@p.example'],
  ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', 'script@p.example'],
  ['株式会社髙𠮷', '㈱😀 髙橋', 'emoji@p.example'],
  ['%name% $name ${name}', '__proto__', 'proto@p.example'],
];

/** Every header that we write, and those that the way adds. */
const OURS: ReadonlySet<string> = new Set(
  [
    'From To Subject Date Message-ID MIME-Version Content-Type Content-Transfer-Encoding Content-Language X-Migrate-Notice',
    'X-Migrate-Letter Return-Path Received Authentication-Results DKIM-Signature Reply-To',
  ].flatMap((names) => names.toLowerCase().split(' ')),
);

interface Arrived {
  readonly recipient?: string;
  readonly to?: string;
  readonly raw: string;
}

async function arrived(stage: Stage): Promise<readonly Arrived[]> {
  return (await stage.control('GET', 'mail?raw=1')) as readonly Arrived[];
}

describe('a hostile partner list', () => {
  it(
    'is refused line by line, and sends nothing to anybody',
    async () => {
      const edit = (settings: string) => `${withoutOldMailboxes(settings)}${SENDING}`;
      await onStage({ provider: 'microsoft-365', people: 1, sandbox: FREE, edit }, async (stage) => {
        for (const row of REFUSED) {
          await writeFile(stage.path('data/partners.csv'), rows([row]));
          const { code, told } = await stage.run('check');
          expect([row[0], code]).toEqual([row[0], 2]);
          expect(told).toMatch(/data\/partners\.csv:[234]/u);
          expect(told).not.toContain('This is a bug');
        }
        expect(await arrived(stage)).toEqual([]);
      });
    },
    STORY_TIMEOUT_MS,
  );

  it(
    'of odd names goes out as text, with no header that we did not write',
    async () => {
      const edit = (settings: string) => `${withoutOldMailboxes(settings)}${SENDING}`;
      await onStage({ provider: 'microsoft-365', people: 1, sandbox: FREE, edit }, async (stage) => {
        await writeFile(stage.path('data/partners.csv'), rows(ODD));
        const planned = await stage.run('plan');
        expect(planned.told).not.toContain('This is a bug');
        await stage.run('notice', 'approve', '--yes');
        await stage.run('apply', '--yes', '--leave-out-refused');
        const mails = await arrived(stage);
        const addresses = new Set(ODD.map(([, , address]) => address));
        for (const { raw } of mails) {
          const mail = await PostalMime.parse(raw);
          expect(mail.to?.map(({ address }) => address)).toHaveLength(1);
          expect(addresses).toContain(mail.to?.[0]?.address);
          expect(mail.cc ?? []).toEqual([]);
          expect(mail.bcc ?? []).toEqual([]);
          expect(mail.headers.map(({ key }) => key).filter((key) => !OURS.has(key))).toEqual([]);
          expect(mail.html).not.toMatch(/<script|<img|onerror=(?!alert)/iu);
        }
        // Whoever was refused was named; all others were told.
        const refused = ODD.filter(([, , address]) => !mails.some(({ raw }) => raw.includes(`<${address}>`)));
        // What looks like a field that was not filled in would reach the reader: that letter is refused, by the partner's name.
        for (const [company] of refused) expect(planned.told).toContain(`(In the notice to ${company} `);
        expect(mails.length + refused.length).toBe(ODD.length);
        expect(mails.length).toBeGreaterThan(0);
      });
    },
    STORY_TIMEOUT_MS,
  );
});

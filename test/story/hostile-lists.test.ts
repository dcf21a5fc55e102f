// Lists that somebody has made to do harm: what is refused is refused with its line, what goes out has no header that is not ours, nobody
// gets a letter who was not approved, and nothing that we show, print or write is active.

import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import Papa from 'papaparse';
import PostalMime from 'postal-mime';
import { cleanName } from '../../src/roster/clean.ts';
import { HONEST, LOST, MEBIBYTE, NAUGHTY, NAUGHTY_ADDRESSES } from './naughty-texts.ts';
import { factsOf, FREE, onStage, STORY_TIMEOUT_MS } from './on-stage.ts';
import { OLD_DOMAIN, withoutOldMailboxes } from './stage.ts';
import type { Ended, Stage } from './stage.ts';

const SENDING = `
sending:
  notices: [change]
  ramp: [100000]
  perOperatorHour: 100000
  window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }
`;

const COLUMNS = [
  '会社名',
  '部署',
  '役職',
  '氏名',
  'メールアドレス',
  '当社担当者',
  '言語',
  '連絡方法',
  '送信元',
  '電話番号',
  '郵便番号',
  '住所',
] as const;
type Column = (typeof COLUMNS)[number];
type Cells = Readonly<Record<Column, string>>;

interface Row {
  readonly cells: Cells;
  /** Where the naughty text is, and which it is. */
  readonly column: Column;
  readonly text: string;
}

let made = 0;

function row(column: Column, text: string, route: 'メール' | '電話' | '手紙' = 'メール'): Row {
  made += 1;
  const ordinary: Cells = {
    ...{
      会社名: `株式会社第${made}`,
      部署: '',
      役職: '',
      氏名: `山田 第${made}`,
      メールアドレス: `a${made}@p.example`,
    },
    ...{ 当社担当者: `p1@${OLD_DOMAIN}`, 言語: '日本語', 連絡方法: route, 送信元: '新', 電話番号: '03-0000-0001' },
    ...{ 郵便番号: '100-0001', 住所: '東京都千代田区千代田0-0-1' },
  };
  return { cells: { ...ordinary, [column]: text }, column, text };
}

/** Texts that a letter says. */
const SPOKEN = ['会社名', '部署', '役職', '氏名'] as const;
/** What a cell of these holds is one of a few words, a number, or one of our people. */
const CODED = ['当社担当者', '言語', '連絡方法', '送信元', '電話番号', '郵便番号'] as const;

const ROWS: readonly Row[] = [
  ...SPOKEN.flatMap((column) => NAUGHTY.map((text) => row(column, text))),
  ...NAUGHTY.map((text) => row('住所', text, '手紙')),
  ...NAUGHTY.map((text) => row('氏名', text, '電話')),
  ...CODED.flatMap((column, nth) => NAUGHTY.filter((_, at) => at % 3 === nth % 3).map((text) => row(column, text))),
  ...NAUGHTY_ADDRESSES.map((text) => row('メールアドレス', text)),
  ...COLUMNS.map((column) => row(column, MEBIBYTE)),
  ...LOST.map((text) => row('氏名', text)),
];

/** The list, and the row that a line belongs to. */
function written(rows: readonly Row[]): { readonly csv: string; readonly rowAt: (line: number) => Row | undefined } {
  const rowOf: (Row | undefined)[] = [undefined, undefined];
  let csv = `${COLUMNS.join(',')}\r\n`;
  for (const one of rows) {
    const text = COLUMNS.map((column) => `"${one.cells[column].replaceAll('"', '""')}"`).join(',');
    csv += `${text}\r\n`;
    for (let line = 0; line <= (text.match(/\r\n|\r|\n/gu)?.length ?? 0); line += 1) rowOf.push(one);
  }
  return { csv, rowAt: (line) => rowOf[line] };
}

const LIST = 'data/partners.csv';

/** Lines of the partner list that the errors of a command name, as their place or in their words. */
function refusedLines(ended: Ended): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const { type, severity, place, what } of factsOf(ended)) {
    if (type !== 'problem' || severity !== 'error') continue;
    const { file, line } = (place ?? {}) as { file?: string; line?: number };
    if (file === LIST && line !== undefined) lines.add(line);
    for (const [, number] of String(what).matchAll(/data\/partners\.csv:(\d+)/gu)) lines.add(Number(number));
  }
  return lines;
}

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

/** Tags and attributes; the words between them are text. */
const tagsOf = (html: string): readonly string[] => html.match(/<[a-z!/?][^>]*>/giu) ?? [];
/** Whatever the corpus has in store for a browser. */
const ACTIVE = /evil|javascript:|onerror|onload|onmouseover/iu;
/** What a terminal obeys, and what turns the direction of writing. */
const OBEYED = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

function expectInert(ended: Ended): void {
  for (const line of `${ended.said}\n${ended.told}`.split('\n')) expect(line).not.toMatch(OBEYED);
  expect(ended.told).not.toContain('This is a bug');
}

describe('a hostile partner list', () => {
  it(
    'is refused line by line; what is left goes out as text to whom it was approved for, and is active nowhere',
    async () => {
      const edit = (settings: string) => `${withoutOldMailboxes(settings)}${SENDING}`;
      await onStage({ provider: 'microsoft-365', people: 1, sandbox: FREE, edit }, async (stage) => {
        const rows = await refused(stage);
        await sent(stage, rows);
        await shown(stage);
      });
    },
    STORY_TIMEOUT_MS,
  );
});

/** A text is refused for its bytes first, a list for its cells next, and then each letter for what it says. */
const MOST_ROUNDS = 4;
/** Addresses that are odd and all right. */
const GOOD_ADDRESSES: ReadonlySet<string> = new Set(['-one@p.example']);

/** Leaves out what is refused, until nothing more is; every error names a row. Returns the rows that are told. */
async function refused(stage: Stage): Promise<readonly Row[]> {
  let rows = ROWS;
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const { csv, rowAt } = written(rows);
    await writeFile(stage.path(LIST), csv);
    const checked = await stage.run('check', '--json');
    expectInert(checked);
    if (checked.code === 0) break;
    const out = new Set([...refusedLines(checked)].map((line) => rowAt(line)));
    expect(out.size).toBeGreaterThan(0);
    rows = rows.filter((one) => !out.has(one));
  }
  const left = (column: (typeof COLUMNS)[number]) =>
    rows.filter((one) => one.column === column).map(({ text }) => text);
  expect(left('メールアドレス').filter((text) => !GOOD_ADDRESSES.has(text))).toEqual([]);
  expect(rows.filter(({ text }) => text === MEBIBYTE)).toEqual([]);
  // Whoever has one of these names is not refused for it.
  for (const name of HONEST) expect(left('氏名')).toContain(name);
  return rows;
}

/** Each approved letter arrives once, at the one address of its row, with our headers and our tags. */
async function sent(stage: Stage, rows: readonly Row[]): Promise<void> {
  expectInert(await stage.must('plan', '--all'));
  expectInert(await stage.must('notice', 'approve', '--yes', '--sample', '5'));
  const applied = await stage.run('apply', '--yes');

  expectInert(applied);
  // What is left is for people to do.
  expect(applied.code).toBe(4);
  const mails = await arrived(stage);
  const byMail = rows.filter(({ cells }) => cells.連絡方法 === 'メール');
  const names = new Map(byMail.map(({ cells }) => [cells.メールアドレス, cleanName(cells.氏名)]));
  expect(mails.map(({ to }) => to).toSorted()).toEqual([...names.keys()].toSorted());
  for (const { raw } of mails) {
    const mail = await PostalMime.parse(raw);
    expect(mail.headers.map(({ key }) => key).filter((key) => !OURS.has(key))).toEqual([]);
    expect([mail.to?.length, mail.cc ?? [], mail.bcc ?? []]).toEqual([1, [], []]);
    const [to] = mail.to ?? [];
    expect(to?.name).toBe(names.get(to?.address ?? ''));
    for (const tag of tagsOf(mail.html ?? '')) expect(tag).not.toMatch(ACTIVE);
  }
}

/** What is shown on the screen, opened in a browser or in a spreadsheet. */
async function shown(stage: Stage): Promise<void> {
  expectInert(await stage.must('notice', 'status'));
  // Letters that would say something odd are named, as those by mail were.
  const worklist = await stage.run('notice', 'worklist', '--json');
  expectInert(worklist);
  expect(refusedLines(worklist).size).toBeGreaterThan(10);
  expectInert(await stage.must('report', '--format', 'html', '--out', stage.path('report.html')));
  expectInert(await stage.must('notice', 'status', '--csv', stage.path('status.csv')));
  for (const file of ['report.html', 'out/notices/letters.html', 'out/notices/phone.html']) {
    const tags = tagsOf(await stage.read(file));
    expect(tags.length).toBeGreaterThan(10);
    expect(tags.filter((tag) => ACTIVE.test(tag) || /^<(?:script|img|svg|a\b|iframe)/iu.test(tag))).toEqual([]);
  }
  for (const file of ['status.csv', 'out/notices/phone.csv']) {
    const { data } = Papa.parse<readonly string[]>((await stage.read(file)).slice(1), { skipEmptyLines: true });
    expect(data.length).toBeGreaterThan(10);
    expect(data.flat().filter((cell) => /^[\s\u3000]*[=+\-@＝＋－＠]/u.test(cell))).toEqual([]);
  }
}

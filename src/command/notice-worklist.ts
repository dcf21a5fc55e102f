// migrate notice worklist: what people need who tell partners otherwise than by mail. Whom to call and what to say, letters to print,
// the text for the web site.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { csvToRead } from '../model/csv-text.ts';
import type { Problem } from '../model/problem.ts';
import { checkNotice } from '../notice/check-notice.ts';
import type { RenderedNotice } from '../notice/compile-notice.ts';
import { distinct } from '../notice/lint-source.ts';
import { noticeLines } from '../report/notice-lines.ts';
import type { NoticeLine } from '../report/notice-lines.ts';
import { printPages } from '../report/print-pages.ts';
import { openJobLog } from '../store/job-log.ts';
import { writeFileDurably } from '../store/write-file.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { openNotices } from './notices.ts';
import type { Reader } from './notices.ts';
import { sayProblems } from './say-problems.ts';
import { lettersText } from './text/notice-text.ts';
import { placesOf } from './workspace.ts';

export interface WorklistOptions {
  readonly route?: 'phone' | 'letter' | 'web';
}

interface Desk {
  readonly folder: string;
  readonly context: CommandContext;
  readonly lines: readonly NoticeLine[];
}

export async function writeWorklists(context: CommandContext, { route }: WorklistOptions): Promise<ExitCode> {
  const { folder, voice } = context;
  const log = openJobLog(placesOf(folder).log, { clock: realClock, mode: 'read' });
  let lines: readonly NoticeLine[];
  try {
    lines = [...noticeLines(log, { whyStopped: undefined })];
  } finally {
    log.close();
  }
  const desk: Desk = { folder: join(placesOf(folder).out, 'notices'), context, lines };
  await mkdir(desk.folder, { recursive: true });
  const problems: Problem[] = [];
  if (route === undefined || route === 'phone') problems.push(...(await writePhone(desk)));
  if (route === undefined || route === 'letter') problems.push(...(await writeLetters(desk)));
  if (route === undefined || route === 'web') problems.push(...(await writeWeb(desk)));
  return problems.length > 0 ? sayProblems(distinct(problems), voice) : EXIT.done;
}

interface Rendered {
  readonly reader: Reader;
  readonly language: string;
  readonly notice: RenderedNotice;
}

type Rendering = { readonly rendered: readonly Rendered[]; readonly problems: readonly Problem[] };

/** A notice for those partners whose keys are wanted; `wanted` undefined: for one reader of each language. */
async function render({ context }: Desk, name: string, wanted?: ReadonlySet<string>): Promise<Rendering> {
  const notices = await openNotices(context.folder, name);
  if (!('sources' in notices)) return { rendered: [], problems: notices.problems };
  const rendered: Rendered[] = [];
  const problems: Problem[] = [...notices.problems];
  for (const source of notices.sources) {
    const all = notices.readersOf(source);
    const readers =
      wanted === undefined ? all.slice(0, 1) : all.filter(({ key, isExample }) => !isExample && wanted.has(key));
    if (readers.length === 0) continue;
    const check = checkNotice(source, { readers, own: notices.own });
    problems.push(...check.problems);
    rendered.push(...check.rendered.map((one) => ({ ...one, language: source.language })));
  }
  return { rendered, problems };
}

/** Whom to call: by the list, and all whom mail did not reach. */
async function writePhone(desk: Desk): Promise<readonly Problem[]> {
  const calls = desk.lines.filter(
    ({ route, state }) => (route === 'phone' && state === 'to-tell') || state === 'bounced' || state === 'failed',
  );
  if (calls.length === 0) return say(desk, 'Nobody has to be called.');
  const { rendered, problems } = await render(desk, 'phone', new Set(calls.map(({ partner }) => partner)));
  const byPartner = new Map(rendered.map((one) => [one.reader.key, one]));
  const rows = calls.map((line) => {
    const reader = byPartner.get(line.partner)?.reader;
    return [
      line.partner,
      reader?.whose ?? line.name ?? '',
      fieldOf(reader, 'partnerPhone'),
      contactsOf(reader),
      whyCalled(line),
      line.said ?? '',
      `migrate notice done "${line.partner}" --by phone --evidence "..."`,
    ];
  });
  const headings = ['partner', 'name', 'telephone', 'known to', 'why', 'what was said', 'when it is done'];
  await write(desk, 'phone.csv', csvToRead([headings, ...rows]));
  const pages = rendered.map(({ language, notice: { html } }) => ({ language, html, appendix: NOTES }));
  await write(desk, 'phone.html', printPages('Partners to call', pages));
  say(
    desk,
    `${calls.length === 1 ? '1 partner' : `${calls.length} partners`} to call: out/notices/phone.csv, with what to say in out/notices/phone.html`,
  );
  return problems;
}

/** Room for what was said, on the printed page. */
const NOTES = '<div style="border: 1px solid #888; height: 40mm; margin-top: 6mm; padding: 2mm">記録 / Notes:</div>';

async function writeLetters(desk: Desk): Promise<readonly Problem[]> {
  const open = desk.lines.filter(({ route, state }) => route === 'letter' && state === 'to-tell');
  if (open.length === 0) return say(desk, 'No letter has to be printed.');
  const { rendered, problems } = await render(desk, 'letter', new Set(open.map(({ partner }) => partner)));
  const pages = rendered.map(({ language, notice: { html } }) => ({ language, html }));
  await write(desk, 'letters.html', printPages('Letters to partners', pages));
  say(desk, `${lettersText(pages.length)} to print, one after the other: out/notices/letters.html`);
  return problems;
}

/** The text of the page that every notice points to. */
async function writeWeb(desk: Desk): Promise<readonly Problem[]> {
  const { rendered, problems } = await render(desk, 'web');
  for (const { language, notice } of rendered) {
    await write(desk, `web.${language}.html`, notice.html);
    await write(desk, `web.${language}.txt`, `${notice.subject}\n\n${notice.text}`);
  }
  const names = rendered.map(({ language }) => `out/notices/web.${language}.html`);
  if (names.length > 0)
    say(desk, `The text for the web site, to be published before the first message: ${names.join(', ')}`);
  return problems;
}

function fieldOf(reader: Reader | undefined, name: string): string {
  const value: unknown = reader === undefined ? '' : Object.entries(reader.fields).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : '';
}

function contactsOf(reader: Reader | undefined): string {
  if (reader === undefined || !('contacts' in reader.fields)) return '';
  return reader.fields.contacts.map(({ name }) => name).join(', ');
}

function whyCalled({ route, state }: NoticeLine): string {
  if (route === 'phone') return 'to be told by telephone';
  return state === 'bounced' ? 'the message came back' : 'the message could not be sent';
}

async function write({ folder }: Desk, name: string, text: string): Promise<void> {
  await writeFileDurably({ file: join(folder, name), role: 'worklist', goal: 'write it' }, text);
}

function say({ context }: Desk, line: string): readonly Problem[] {
  context.voice.say(line);
  return [];
}

// migrate notice preview: what a reader would get, on the terminal and as files to look at. It sends nothing.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nearest } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import { checkNotice } from '../notice/check-notice.ts';
import { distinct } from '../notice/lint-source.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { openNotices } from './notices.ts';
import type { Notices, Reader } from './notices.ts';
import { openFile } from './open-file.ts';
import { previewMessage } from './preview-message.ts';
import type { Preview } from './preview-message.ts';
import { sayProblems } from './say-problems.ts';
import { placesOf } from './workspace.ts';

export interface PreviewOptions {
  readonly to?: string;
  readonly all?: true;
  readonly open?: true;
}

export async function previewNotice(
  { folder, voice }: CommandContext,
  name: string,
  options: PreviewOptions,
): Promise<ExitCode> {
  const notices = await openNotices(folder, name);
  if (!('sources' in notices)) return sayProblems(notices.problems, voice);
  const problems: Problem[] = [...notices.problems];
  const previews: Preview[] = [];
  const chosen = notices.sources.map((source) => ({ source, readers: choose(notices.readersOf(source), options) }));
  if (chosen.every(({ readers }) => readers.length === 0)) problems.push(noSuchReader(notices, options.to ?? ''));
  for (const { source, readers } of chosen) {
    const check = checkNotice(source, { readers, own: notices.own });
    if (readers.length > 0) problems.push(...check.problems);
    previews.push(...check.rendered.map((rendered) => ({ source, ...rendered })));
  }
  const place = join(placesOf(folder).out, 'notices', name);
  await mkdir(place, { recursive: true });
  const pages: string[] = [];
  for (const [index, preview] of previews.entries()) {
    const file = join(place, fileName(preview, index));
    await writeFile(`${file}.html`, preview.notice.html);
    await writeFile(`${file}.txt`, `${preview.notice.subject}\n\n${preview.notice.text}`);
    const message = await previewMessage(preview, notices);
    if (message !== undefined) await writeFile(`${file}.eml`, message);
    pages.push(`${file}.html`);
    const { source, reader, notice } = preview;
    const { subject, text } = notice;
    voice.fact({
      type: 'notice',
      name,
      language: source.language,
      key: reader.key,
      subject,
      text,
      html: `${file}.html`,
      ...(message !== undefined && { eml: `${file}.eml` }),
    });
    if (options.all === undefined) sayNotice({ folder, voice }, preview);
  }
  if (previews.length > 0)
    voice.say(`${previews.length} written as .html and .txt, and as .eml for a mail program: ${place}`);
  if (previews.some(({ reader }) => reader.isExample)) {
    voice.say('The lists have no reader for it in that language: made-up ones stand in.');
  }
  const [first] = pages;
  if (options.open === true && first !== undefined && !(await openFile(first))) {
    voice.say(`No browser could be started. Open it yourself: ${first}`);
  }
  return problems.length > 0 ? sayProblems(distinct(problems), voice) : EXIT.done;
}

function sayNotice({ voice }: CommandContext, { source, reader, notice }: Preview): void {
  voice.say(voice.paint('dim', `${source.name}.${source.language} (${source.front.route}) for ${reader.whose}`));
  voice.say(voice.paint('bold', notice.subject));
  voice.say();
  voice.say(notice.text);
}

/** The first one of each language, the one that is named, or everybody. */
function choose(readers: readonly Reader[], { to, all }: PreviewOptions): readonly Reader[] {
  if (to === undefined) return all === true ? readers : readers.slice(0, 1);
  const wanted = folded(to);
  return readers.filter(({ names }) => names.some((name) => folded(name) === wanted));
}

function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

/** Safe on every system: a number first, since some names are devices on Windows. */
function fileName({ source, reader }: Preview, index: number): string {
  const key = reader.key.replace(/[^\p{L}\p{N}@._-]+/gu, '_').slice(0, 60);
  return `${String(index + 1).padStart(4, '0')}-${source.language}-${key}`;
}

function noSuchReader(notices: Notices, to: string): Problem {
  const names = notices.sources.flatMap((source) => notices.readersOf(source).flatMap((reader) => reader.names));
  const near = nearest(to, names);
  return {
    code: 'notice.no-reader',
    severity: 'error',
    what: `Nobody who gets this notice is called ${to}${near === undefined ? '.' : `; did you mean ${near}?`}`,
    why: 'A preview shows what one reader would get.',
    todo: 'Name an address, a person or a company of the list, or leave --to out.',
  };
}

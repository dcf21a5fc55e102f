// From the files of templates/ to the notices that they make: which text belongs to which HTML, layout and partials.

import type { Language } from '../model/person.ts';
import type { Problem } from '../model/problem.ts';
import { readFrontMatter } from './front-matter.ts';
import type { FrontMatter, FrontReading } from './front-matter.ts';
import type { TemplateFile } from './lint-template.ts';
import { noticeProblem } from './problems.ts';

/** One notice in one language, as its files say it. Nothing of it was checked yet but the front matter. */
export interface NoticeSource {
  readonly name: string;
  readonly language: Language;
  readonly front: FrontMatter;
  readonly placeOf: Extract<FrontReading, { front: FrontMatter }>['placeOf'];
  readonly subject: TemplateFile;
  readonly text: TemplateFile;
  readonly layout: TemplateFile;
  readonly textPartials: ReadonlyMap<string, TemplateFile>;
  /** With the HTML part of the notice itself as `body`. */
  readonly htmlPartials: ReadonlyMap<string, TemplateFile>;
}

export interface TemplatesReading {
  readonly sources: readonly NoticeSource[];
  readonly problems: readonly Problem[];
}

const NOTICE = /^templates\/notices\/([a-z0-9][a-z0-9-]{0,60})\.(ja|en)\.(txt|html)$/;
const PARTIAL = /^templates\/partials\/([a-z0-9][a-z0-9-]{0,60})\.(ja|en)\.(txt|html)$/;

/** What a notice is called in the names of its files. */
export function isNoticeName(name: string): boolean {
  return NOTICE.test(`templates/notices/${name}.ja.txt`);
}

/** `files`: path from the workspace, with /, and what stands in it. */
export function readTemplates(files: ReadonlyMap<string, string>): TemplatesReading {
  const clean = new Map([...files].map(([file, text]) => [file, text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')]));
  const sources: NoticeSource[] = [];
  const problems: Problem[] = [];
  for (const file of [...clean.keys()].toSorted()) {
    const [, name, language, part] = NOTICE.exec(file) ?? [];
    if (name === undefined || (language !== 'ja' && language !== 'en')) {
      if (file.startsWith('templates/notices/')) problems.push(noticeProblem('notice.file-name', { file }, {}));
      continue;
    }
    const other = `templates/notices/${name}.${language}.${part === 'txt' ? 'html' : 'txt'}`;
    if (!clean.has(other)) problems.push(noticeProblem('notice.part-missing', { file }, { missing: other }));
    else if (part === 'txt') {
      const reading = sourceOf(clean, { name, language, file, html: other });
      if ('problems' in reading) problems.push(...reading.problems);
      else sources.push(reading);
    }
  }
  return { sources, problems };
}

interface Found {
  readonly name: string;
  readonly language: Language;
  readonly file: string;
  readonly html: string;
}

function sourceOf(
  files: ReadonlyMap<string, string>,
  { name, language, file, html }: Found,
): NoticeSource | { readonly problems: readonly Problem[] } {
  const reading = readFrontMatter(files.get(file) ?? '', file);
  if ('problems' in reading) return reading;
  const { front, placeOf, text, subject } = reading;
  if (front.language !== language) {
    return { problems: [noticeProblem('notice.language', placeOf('language'), { said: front.language, language })] };
  }
  const layout = `templates/layouts/${front.route === 'mail' ? 'mail' : 'print'}.html`;
  const layoutText = files.get(layout);
  if (layoutText === undefined) {
    return { problems: [noticeProblem('notice.part-missing', placeOf('route'), { missing: layout })] };
  }
  const htmlPartials = partialsOf(files, { language, part: 'html' });
  htmlPartials.set('body', { file: html, text: files.get(html) ?? '' });
  return {
    name,
    language,
    front,
    placeOf,
    subject: { file, text: subject },
    text: { file, text },
    layout: { file: layout, text: layoutText },
    textPartials: partialsOf(files, { language, part: 'txt' }),
    htmlPartials,
  };
}

function partialsOf(
  files: ReadonlyMap<string, string>,
  wanted: { readonly language: Language; readonly part: 'txt' | 'html' },
): Map<string, TemplateFile> {
  const partials = new Map<string, TemplateFile>();
  for (const [file, text] of files) {
    const [, name, language, part] = PARTIAL.exec(file) ?? [];
    if (name !== undefined && language === wanted.language && part === wanted.part) partials.set(name, { file, text });
  }
  return partials;
}

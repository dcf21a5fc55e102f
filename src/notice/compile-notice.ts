// A notice compiled once and rendered for each recipient. Its one rule: only a source that passed its lint is compiled, from text.

import Handlebars from 'handlebars';
import type { Language } from '../model/person.ts';
import type { NoticeFields } from './fields.ts';
import type { TemplateFile } from './lint-template.ts';
import type { NoticeSource } from './read-templates.ts';
import { wrapText } from './wrap-text.ts';

export interface RenderedNotice {
  readonly subject: string;
  /** Lines of at most 76 columns, LF. */
  readonly text: string;
  readonly html: string;
}

export interface Notice {
  readonly name: string;
  readonly language: Language;
  readonly source: NoticeSource;
  /** Undefined where the notice would be longer than anybody reads. */
  render(fields: NoticeFields): RenderedNotice | undefined;
}

const OPTIONS = {
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { if: true, unless: true, each: true, with: false, lookup: false, log: false },
} as const;

const MOST_RENDERED = 1024 * 1024;

export function compileNotice(source: NoticeSource): Notice {
  const texts = environment(source.textPartials);
  const pages = environment(source.htmlPartials);
  const plain = { ...OPTIONS, noEscape: true };
  const subject = texts.compile<object>(source.subject.text, plain);
  const text = texts.compile<object>(source.text.text, plain);
  const html = pages.compile<object>(source.layout.text, OPTIONS);
  return {
    name: source.name,
    language: source.language,
    source,
    render(fields) {
      const bare = bareFields(fields);
      const said = { subject: oneLine(subject(bare)), text: text(bare) };
      const page = html(Object.assign(bare, { subject: said.subject, language: source.language }));
      if (said.text.length + page.length > MOST_RENDERED) return undefined;
      return {
        subject: said.subject,
        text: `${wrapText(said.text.trim()).replace(/\n{3,}/g, '\n\n')}\n`,
        html: `${page.trim()}\n`,
      };
    },
  };
}

/** An instance of its own, without the functions that read any key or write a log. */
function environment(partials: ReadonlyMap<string, TemplateFile>): typeof Handlebars {
  const instance = Handlebars.create();
  for (const name of ['lookup', 'log', 'with', 'helperMissing', 'blockHelperMissing']) instance.unregisterHelper(name);
  for (const [name, { text }] of partials) instance.registerPartial(name, text);
  return instance;
}

/** Without a prototype: there is nothing to be reached but the fields. */
function bareFields(fields: NoticeFields): object {
  const bare = clean(fields);
  return 'contacts' in fields ? Object.assign(bare, { contacts: fields.contacts.map(clean) }) : bare;
}

/** Whatever a list let through: no line breaks, no control characters, nothing that turns the direction of writing. */
const ODD = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]+/gu;

/** Most texts have nothing of it, and to see that is quicker than to look for each sort of it. */
function isOrdinary(text: string): boolean {
  return /^[\u0020-\u007e\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]*$/.test(text);
}

/** The same text as one that may stand in a letter or in a header. */
export function cleanText(text: string): string {
  return isOrdinary(text) ? text : text.replace(ODD, ' ');
}

function clean(fields: object): Record<string, string> {
  const bare = Object.create(null) as Record<string, string>;
  for (const [key, value] of Object.entries<unknown>({ ...fields })) {
    if (typeof value === 'string') bare[key] = cleanText(value);
  }
  return bare;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

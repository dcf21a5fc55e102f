// All that can be said of one notice as one reader would get it. What comes out of a list is found here alone.

import type { Problem } from '../model/problem.ts';
import type { Notice, RenderedNotice } from './compile-notice.ts';
import type { NoticeFields } from './fields.ts';
import type { Finding } from './finding.ts';
import { placeAt } from './foreign-marks.ts';
import { missingBlocks } from './fraud-blocks.ts';
import { firstDifference } from './html-words.ts';
import { lintHonorifics, lintPairs } from './lint-letter-form.ts';
import { lintLinks } from './lint-links.ts';
import type { OwnNames } from './lint-links.ts';
import { filesOf } from './lint-source.ts';
import { lintSubject, lintWords } from './lint-words.ts';
import { noticeProblem } from './problems.ts';
import type { NoticeSource } from './read-templates.ts';

export interface Recipient {
  /** How the administrator calls the reader. */
  readonly whose: string;
  readonly fields: NoticeFields;
}

export type Rendering = { readonly rendered: RenderedNotice; readonly problems: readonly Problem[] };

/** More of our people for one partner than anybody wants to read. */
const MOST_CONTACTS = 200;

/** Renders and checks; without a rendering where a field that the notice requires is empty. */
export function renderChecked(
  notice: Notice,
  { whose, fields, own }: Recipient & { readonly own: OwnNames },
): Rendering | { readonly problems: readonly Problem[] } {
  const { source } = notice;
  const empty = emptyFields(source, { whose, fields });
  if (empty.length > 0) return { problems: empty };
  const rendered = notice.render(fields);
  if (rendered === undefined) {
    return { problems: [noticeProblem('notice.too-large', source.placeOf('requires'), { said: `for ${whose}` })] };
  }
  const { subject, text, html } = rendered;
  const findings = [
    ...lintSubject(subject),
    ...lintWords(text),
    ...lintHonorifics(text),
    ...lintPairs(text),
    ...lintLinks(`${subject}\n${text}`, own),
    ...lintLinks(html.replace(/<style\b[\s\S]*?<\/style>/gi, ' '), own),
  ];
  return { rendered, problems: [...locate(findings, source), ...wholeProblems(notice, { fields, rendered })] };
}

function emptyFields({ front, placeOf }: NoticeSource, { whose, fields }: Recipient): readonly Problem[] {
  const values = new Map<string, unknown>(Object.entries(fields));
  const contacts = 'contacts' in fields ? fields.contacts.length : 0;
  if (contacts > MOST_CONTACTS) {
    return [noticeProblem('notice.too-large', placeOf('requires'), { said: `${contacts} contacts for ${whose}` })];
  }
  return front.requires.flatMap((field, index) => {
    const value = values.get(field);
    const isEmpty = Array.isArray(value) ? value.length === 0 : String(value).trim() === '';
    return isEmpty ? [noticeProblem('notice.field-empty', placeOf('requires', index), { field, whose })] : [];
  });
}

function wholeProblems(
  { source, language }: Notice,
  { fields, rendered }: { readonly fields: NoticeFields; readonly rendered: RenderedNotice },
): readonly Problem[] {
  const { front, text, htmlPartials } = source;
  const difference = firstDifference(rendered.text, rendered.html);
  const html = htmlPartials.get('body');
  const start = { file: text.file, line: /\S/.exec(text.text) === null ? 1 : firstLine(text.text), column: 1 };
  const blocks = 'contacts' in fields ? missingBlocks(rendered.text, { fields, language, purpose: front.purpose }) : [];
  return [
    ...blocks.map((block) => noticeProblem('notice.block-missing', start, block)),
    ...(difference === undefined || html === undefined
      ? []
      : [noticeProblem('notice.parts-differ', { file: html.file, line: 1, column: 1 }, difference)]),
  ];
}

function firstLine(text: string): number {
  return text.slice(0, text.search(/\S/)).split('\n').length;
}

/** Where the words stand in a file; where they come from a list, the place is the beginning of the text. */
function locate(findings: readonly Finding[], source: NoticeSource): readonly Problem[] {
  const files = [source.subject, ...filesOf(source)];
  return findings.map(({ found, say }) => {
    const file = files.find(({ text }) => text.includes(found));
    if (file !== undefined) return say(placeAt(file.text, { file: file.file, index: file.text.indexOf(found) }));
    return say({ file: source.text.file, line: firstLine(source.text.text), column: 1 });
  });
}

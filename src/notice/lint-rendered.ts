// All that can be said of one notice as one reader would get it. What comes out of a list is found here alone.

import type { Place, Problem } from '../model/problem.ts';
import type { Notice, RenderedNotice } from './compile-notice.ts';
import type { NoticeFields } from './fields.ts';
import type { Finding } from './finding.ts';
import { placeAt } from './foreign-marks.ts';
import { missingBlocks } from './fraud-blocks.ts';
import { firstDifference } from './html-words.ts';
import { lintHonorifics, lintPairs } from './lint-letter-form.ts';
import { lintLinks } from './lint-links.ts';
import type { OwnNames } from './lint-links.ts';
import { cellOfWords } from './list-cells.ts';
import type { Origin } from './list-cells.ts';
import { filesOf } from './lint-source.ts';
import { lintSubject, lintWords } from './lint-words.ts';
import { noticeProblem } from './problems.ts';
import type { NoticeSource } from './read-templates.ts';

export interface Recipient {
  /** How the administrator calls the reader. */
  readonly whose: string;
  readonly fields: NoticeFields;
  /** Where the lists have this reader; absent for made-up ones. */
  readonly origin?: Origin;
}

/** What is wrong with the letter of one reader. */
export interface LetterProblem {
  readonly problem: Problem;
  /** The cell that the words come from at least in part; absent where that is the template alone. */
  readonly cell?: Place;
}

export type Rendering = { readonly rendered: RenderedNotice; readonly problems: readonly LetterProblem[] };

/** More of our people for one partner than anybody wants to read. */
const MOST_CONTACTS = 200;

/** Renders and checks; without a rendering where a field that the notice requires is empty. */
export function renderChecked(
  notice: Notice,
  { whose, fields, origin, own }: Recipient & { readonly own: OwnNames },
): Rendering | { readonly problems: readonly LetterProblem[] } {
  const { source } = notice;
  const empty = emptyFields(source, { whose, fields });
  if (empty.length > 0) return { problems: empty.map(alone) };
  const rendered = notice.render(fields);
  if (rendered === undefined) {
    const place = origin?.row ?? source.placeOf('requires');
    return { problems: [noticeProblem('notice.too-large', place, { said: `for ${whose}` })].map(alone) };
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
  return {
    rendered,
    problems: [...locate(findings, { source, origin }), ...wholeProblems(notice, { fields, rendered }).map(alone)],
  };
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

const alone = (problem: Problem): LetterProblem => ({ problem });

/**
 * Where the words stand. A template has been found clean before anybody's letter is made, so a cell that holds them brings them in; where
 * only a part of them is a cell's, the place is the beginning of the text.
 */
function locate(
  findings: readonly Finding[],
  { source, origin }: { readonly source: NoticeSource; readonly origin: Origin | undefined },
): readonly LetterProblem[] {
  const files = [source.subject, ...filesOf(source)];
  return findings.map(({ found, say }) => {
    const cell = origin && cellOfWords(found, origin);
    if (cell?.isWhole === true) return { problem: say(cell.place), cell: cell.place };
    const file = files.find(({ text }) => text.includes(found));
    if (file !== undefined)
      return { problem: say(placeAt(file.text, { file: file.file, index: file.text.indexOf(found) })) };
    const problem = say({ file: source.text.file, line: firstLine(source.text.text), column: 1 });
    return cell === undefined ? { problem } : { problem, cell: cell.place };
  });
}

// A CSV text as rows with the true lines of their file. Its one rule: rows pass one by one, none is kept here, none is repaired.

import Papa from 'papaparse';
import type { Problem } from '../model/problem.ts';
import { findBrokenQuote } from './broken-quote.ts';
import { isBlank } from './clean.ts';
import { findOpening } from './delimiter.ts';
import { listProblem } from './list-problems.ts';
import type { ListWords } from './list-problems.ts';

export interface TableRow {
  /** The line in which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface TableReader {
  readonly file: string;
  /** Tells problems in the words of its list. */
  readonly list: ListWords;
  /** How many of these headings are known: decides about the delimiter. */
  readonly score: (cells: readonly string[]) => number;
  /** Called for every row that is not blank; the first one holds the headings. */
  readonly onRow: (row: TableRow) => void;
}

/** After so many broken quotes the file is something else than it seems. */
const MOST_QUOTE_PROBLEMS = 100;
/** Small enough for the young generation of the heap. */
const CHUNK = 32_768;
/** papaparse goes one level deeper with every chunk. */
const MOST_CHUNKS = 500;

/** Reads the whole text. Rows whose quotes are broken do not reach `onRow`: they come back as problems. */
export function readTable(text: string, reader: TableReader): readonly Problem[] {
  const body = withOneLineEnding(text.replace(/^\uFEFF+/, ''));
  const newline = lineEndingOf(body);
  const { delimiter, start, line } = findOpening(body, { newline, score: reader.score });
  const problems: Problem[] = [];
  let part: Part | undefined = { text: body.slice(start), line, delimiter, newline };
  while (part !== undefined && problems.length < MOST_QUOTE_PROBLEMS) {
    const broken: BrokenRow | undefined = readPart(part, reader.onRow);
    if (broken === undefined) return problems;
    const place = { file: reader.file, line: broken.line, column: broken.column };
    problems.push(listProblem(reader.list, broken.code, { place, facts: { text: broken.shown } }));
    part = broken.rest;
  }
  return problems;
}

interface Part {
  readonly text: string;
  readonly line: number;
  readonly delimiter: string;
  readonly newline: LineEnding;
}

interface BrokenRow {
  readonly code: 'quote-unclosed' | 'text-after-quote';
  readonly line: number;
  readonly column: number;
  readonly shown: string;
  /** What comes after the line in which the quote was opened. */
  readonly rest: Part | undefined;
}

type LineEnding = '\r\n' | '\n' | '\r';

/**
 * papaparse merges rows where line endings are mixed, so such a text is rewritten; one that has a single kind is not copied.
 * The last line gets its end, or spaces after its last quote are taken for text.
 */
function withOneLineEnding(text: string): string {
  const isMixed = /\r(?!\n)/.test(text) ? text.includes('\n') : /\r/.test(text) && /(?<!\r)\n/.test(text);
  const lines = isMixed ? text.replace(/\r\n?/g, '\n') : text;
  const newline = lineEndingOf(lines);
  return lines.endsWith(newline) ? lines : `${lines}${newline}`;
}

function lineEndingOf(text: string): LineEnding {
  if (!text.includes('\r')) return '\n';
  return text.includes('\n') ? '\r\n' : '\r';
}

/** Reads rows up to the first broken quote. */
function readPart(part: Part, onRow: (row: TableRow) => void): BrokenRow | undefined {
  const { text, delimiter, newline } = part;
  let [line, start] = [part.line, 0];
  let broken: BrokenRow | undefined;
  Papa.parse<string[]>(text, {
    delimiter,
    newline,
    chunkSize: Math.max(CHUNK, Math.ceil(text.length / MOST_CHUNKS)),
    // The fast mode splits a text into an array of lines first.
    fastMode: false,
    step({ data: cells, errors, meta }, parser) {
      if (errors.length > 0) {
        broken = brokenRow({ ...part, line }, start);
        parser.abort();
        return;
      }
      if (!cells.every(isBlank)) onRow({ line, cells });
      line += 1 + cells.reduce((sum, cell) => sum + countLines(cell), 0);
      start = meta.cursor;
    },
  });
  return broken;
}

function brokenRow({ text, line, delimiter, newline }: Part, start: number): BrokenRow {
  const found = findBrokenQuote(text, { start, delimiter, newline });
  const next = text.indexOf(newline, found.opened) + newline.length;
  const openedIn = line + countLines(text.slice(start, found.opened));
  return {
    code: found.isClosed ? 'text-after-quote' : 'quote-unclosed',
    line: openedIn,
    column: found.column,
    shown: text.slice(found.opened, Math.min(next - newline.length, found.opened + 60)),
    rest: next >= text.length ? undefined : { text: text.slice(next), line: openedIn + 1, delimiter, newline },
  };
}

function countLines(text: string): number {
  if (!text.includes('\n') && !text.includes('\r')) return 0;
  return text.split(/\r\n|\n|\r/).length - 1;
}

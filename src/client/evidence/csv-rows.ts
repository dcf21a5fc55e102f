// A CSV of evidence as rows with their lines. Headings are compared in lower case, without spaces and signs.

import Papa from 'papaparse';

export interface CsvRow {
  /** The line in which the row begins, from 1. */
  readonly line: number;
  /** The cell under a heading, trimmed; '' where there is none. Of several headings the first one that is filled. */
  cell(...headings: readonly string[]): string;
  /** All that stands under these headings, each text once: a table that was put together may have one of them twice. */
  cells(...headings: readonly string[]): readonly string[];
  /** The row has more or fewer cells than there are headings, or a heading stands there twice: what belongs to what is not sure. */
  readonly isRagged: boolean;
}

/** What there is to say of a row that is ragged and would be clean. */
export const RAGGED = 'The row has more or fewer cells than headings, or a heading stands there twice.';

export interface CsvTable {
  readonly headings: readonly string[];
  readonly rows: readonly CsvRow[];
  /** Lines in which a quote is not closed, or text follows one. */
  readonly brokenLines: readonly number[];
}

/** Blank lines are left out. The delimiter is a comma, a semicolon or a tab. */
export function readCsv(text: string): CsvTable {
  const whole = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  // A first line by which Excel is told how cells are parted.
  const [head = '', sign] = /^"?sep=([,;\t])"?(?=\n)/i.exec(whole) ?? [];
  const body = whole.slice(head.length);
  const brokenLines: number[] = [];
  const rows: CsvRow[] = [];
  let headings: readonly string[] | undefined;
  let line = 1;
  Papa.parse<string[]>(body, {
    delimiter: sign ?? delimiterOf(body),
    newline: '\n',
    fastMode: false,
    step({ data: cells, errors }) {
      const at = line;
      line += 1 + cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      if (errors.length > 0) brokenLines.push(at);
      else if (cells.every((cell) => cell.trim() === '')) return;
      else if (headings === undefined) headings = cells.map(headingKey);
      else rows.push(rowOf(cells, { headings, line: at }));
    },
  });
  return { headings: headings ?? [], rows, brokenLines };
}

function rowOf(
  cells: readonly string[],
  { headings, line }: { readonly headings: readonly string[]; readonly line: number },
): CsvRow {
  const named = headings.filter((heading) => heading !== '');
  const under = (...wanted: readonly string[]): readonly string[] =>
    wanted
      .flatMap((heading) => cells.filter((_cell, column) => headings[column] === heading))
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '');
  return {
    line,
    isRagged: cells.length !== headings.length || new Set(named).size < named.length,
    cell: (...wanted) => under(...wanted)[0] ?? '',
    cells: (...wanted) => [...new Set(under(...wanted))],
  };
}

function headingKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, '');
}

/** The one that parts the first line into most cells. */
function delimiterOf(text: string): string {
  const [first = ''] = text.trimStart().split('\n', 1);
  const counts = [',', ';', '\t'].map((sign) => [sign, first.split(sign).length] as const);
  return counts.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

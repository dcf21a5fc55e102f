// Which character stands between the cells. The heading line decides, quotes respected; Excel's `sep=` line decides before it.

import Papa from 'papaparse';
import { isBlank } from './clean.ts';

const CANDIDATES = [',', ';', '\t'] as const;
/** No heading line is longer; what is, has an unclosed quote. */
const MOST_HEADING = 65_536;

const SEP_LINE = /^"?sep=([^\r\n"])"?[,;\t]*(?:\r\n|\n|\r|$)/i;

export interface Opening {
  readonly delimiter: string;
  /** Where the table begins, after a `sep=` line. */
  readonly start: number;
  /** The file's line there. */
  readonly line: number;
}

/** `score` says how good a heading line is: how many of its headings are known. */
export function findOpening(
  text: string,
  { newline, score }: { newline: '\r\n' | '\n' | '\r'; score: (cells: readonly string[]) => number },
): Opening {
  const sep = SEP_LINE.exec(text.slice(0, 64));
  if (sep?.[1] !== undefined) return { delimiter: sep[1], start: sep[0].length, line: 2 };
  const head = firstRecord(text);
  let best = { delimiter: ',', known: 0, cells: 1 };
  for (const delimiter of CANDIDATES) {
    const [cells = []] = Papa.parse<string[]>(head, { delimiter, newline }).data;
    const known = score(cells);
    if (known > best.known || (known === best.known && cells.length > best.cells)) {
      best = { delimiter, known, cells: cells.length };
    }
  }
  return { delimiter: best.delimiter, start: 0, line: 1 };
}

/** The first line that is not empty, up to a line end outside quotes. */
function firstRecord(text: string): string {
  const head = text.slice(0, MOST_HEADING);
  let isQuoted = false;
  let start = 0;
  for (let index = 0; index < head.length; index += 1) {
    if (head[index] === '"') isQuoted = !isQuoted;
    else if ((head[index] === '\n' || head[index] === '\r') && !isQuoted) {
      const record = head.slice(start, index);
      if (!isBlank(record.replace(/[,;\t]/g, ''))) return record;
      start = index + 1;
    }
  }
  return head.slice(start);
}

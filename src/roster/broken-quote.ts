// Finds the cell of a row whose quotes are broken. papaparse says that there is one; where it stands it says only by its own chunks.

export interface BrokenQuote {
  /** Where the quote was opened. */
  readonly opened: number;
  /** Number of the cell in its row, from 1. */
  readonly column: number;
  /** True where it was closed and text follows. */
  readonly isClosed: boolean;
}

/** `start` is where a row begins that has such a cell; its last cell counts as broken where no other does. */
export function findBrokenQuote(
  text: string,
  { start, delimiter, newline }: { start: number; delimiter: string; newline: string },
): BrokenQuote {
  let [at, column] = [start, 1];
  for (;;) {
    const opened = at;
    if (text[at] === '"') {
      const closed = closingQuote(text, at);
      if (closed === undefined) return { opened, column, isClosed: false };
      at = closed + 1;
      while (/[^\S\r\n]/.test(text.charAt(at)) && !text.startsWith(delimiter, at)) at += 1;
      const isWhole = at >= text.length || text.startsWith(delimiter, at) || text.startsWith(newline, at);
      if (!isWhole) return { opened, column, isClosed: true };
    }
    const end = text.indexOf(newline, at);
    const next = text.indexOf(delimiter, at);
    if (next < 0 || (end >= 0 && end < next)) return { opened, column, isClosed: true };
    at = next + delimiter.length;
    column += 1;
  }
}

/** The quote that ends the cell opened at `opened`; two quotes in a row are one of its characters. */
function closingQuote(text: string, opened: number): number | undefined {
  let at = text.indexOf('"', opened + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at < 0 ? undefined : at;
}

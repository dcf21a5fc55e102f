// A table as CSV that Excel opens: UTF-8 with BOM, CRLF, every cell quoted.

const BOM = '\uFEFF';
const LINE_END = '\r\n';

/** What a spreadsheet would take for a formula, also in the full-width forms that Japanese spreadsheets take. */
const FORMULA = /^[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]/u;

/** For people to look at: nothing in it is run by a spreadsheet. */
export function csvToRead(rows: readonly (readonly string[])[]): string {
  return csvToTakeIn(rows.map((cells) => cells.map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell))));
}

/** For a program to take in again: each cell as it is. Only for values that were checked before. */
export function csvToTakeIn(rows: readonly (readonly string[])[]): string {
  return BOM + rows.map((cells) => cells.map(quoted).join(',') + LINE_END).join('');
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

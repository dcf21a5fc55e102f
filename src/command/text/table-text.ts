// Columns that line up on a terminal, also with full-width letters in them.

import stringWidth from 'string-width';

/** Pads each cell to the width of its column; the last column is left as it is. */
export function tableText(rows: readonly (readonly string[])[], indent = '  '): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell))));
  }
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)),
    );
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}

/** Cuts a line to the width of the screen, full-width letters counted as two. */
export function cutText(line: string, columns: number): string {
  if (stringWidth(line) <= columns) return line;
  let cut = '';
  let width = 0;
  for (const letter of line) {
    width += stringWidth(letter);
    if (width > columns - 1) break;
    cut += letter;
  }
  return `${cut}…`;
}

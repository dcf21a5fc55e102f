// The bulk import of a mail host: a CSV in the host's form, passwords in it. Pure.

import type { UploadFormat } from '../../model/mail-host.ts';
import { fieldsOf } from './accounts.ts';
import type { FieldSource } from './accounts.ts';
import { encodeCp932 } from './cp932.ts';

export interface UploadRow extends FieldSource {
  readonly password: string;
}

/** A letter of somebody's row that the host's encoding does not have. */
export interface UnwrittenLetter {
  readonly address: string;
  readonly letter: string;
}

const LINE_END = '\r\n';

/** What a spreadsheet would take for a formula; a telephone number with its country code is none. */
const FORMULA = /^[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]/u;
const TELEPHONE = /^\+[\d\s()-]+$/;

/** The file, or every letter that it cannot hold. CRLF, every cell quoted, no byte order mark. */
export function uploadFile(
  rows: readonly UploadRow[],
  { columns, encoding, hasHeadings }: UploadFormat,
): { readonly bytes: Uint8Array } | { readonly unwritten: readonly UnwrittenLetter[] } {
  const encode = encoding === 'cp932' ? encodeCp932 : (text: string) => ({ bytes: new TextEncoder().encode(text) });
  const parts: Uint8Array[] = [];
  const unwritten: UnwrittenLetter[] = [];
  const write = (cells: readonly string[], address: string): void => {
    const written = encode(cells.map(quoted).join(',') + LINE_END);
    if ('bytes' in written) parts.push(written.bytes);
    else unwritten.push({ address, letter: written.letter });
  };
  if (hasHeadings) {
    write(
      columns.map(({ heading }) => heading),
      '',
    );
  }
  for (const row of rows) {
    const fields = { ...fieldsOf(row), password: row.password };
    const cells = columns.map(({ value }) => (typeof value === 'object' ? value.text : fields[value]));
    write(cells.map(harmless), row.address);
  }
  return unwritten.length > 0 ? { unwritten } : { bytes: Buffer.concat(parts) };
}

function harmless(cell: string): string {
  return FORMULA.test(cell) && !TELEPHONE.test(cell) ? `'${cell}` : cell;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

// The objects of a PDF file and the table of their places. The same objects give the same bytes: no time, no random identifier.
// Source: ISO 32000-1, 7.5.

import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

export interface PdfObjects {
  /** A number for an object that is written later. */
  reserve(): number;
  write(number: number, body: string): void;
  /** `entries` is the inside of its dictionary, without its length. */
  writeStream(number: number, entries: string, bytes: Uint8Array): void;
  /** The same, of bytes that are packed already. */
  writePacked(number: number, entries: string, bytes: Uint8Array): void;
  /** The whole file. */
  finish(root: number, facts: number): Buffer;
}

/** Small and quick: a better level costs three times the time for a twentieth of the size. */
export const LEVEL = 4;

export function pdfObjects(): PdfObjects {
  const bodies: Buffer[] = [];
  const reserve = (): number => bodies.push(Buffer.alloc(0));
  const write = (number: number, body: string | Buffer): void => {
    bodies[number - 1] = Buffer.from(body);
  };
  const writePacked = (number: number, entries: string, bytes: Uint8Array): void => {
    const head = Buffer.from(`<< ${entries} /Filter /FlateDecode /Length ${bytes.length} >>\nstream\n`);
    write(number, Buffer.concat([head, bytes, Buffer.from('\nendstream')]));
  };
  return {
    reserve,
    write,
    writePacked,
    writeStream: (number, entries, bytes) => writePacked(number, entries, packed(bytes, LEVEL)),
    finish: (root, facts) => file(bodies, root, facts),
  };
}

/** `level` is 1 to 9. */
export function packed(bytes: Uint8Array, level: number): Buffer {
  return deflateSync(bytes, { level });
}

/** A text of the document's own properties: UTF-16 with a mark, in hexadecimal. */
export function pdfText(text: string): string {
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
}

function file(bodies: readonly Buffer[], root: number, facts: number): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1')];
  let length = parts[0]?.length ?? 0;
  const places: number[] = [];
  bodies.forEach((body, index) => {
    places.push(length);
    const around = [Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')];
    length += around.reduce((sum, part) => sum + part.length, 0);
    parts.push(...around);
  });
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${rows}`;
  const name = parts
    .reduce((hash, part) => hash.update(part), createHash('sha256'))
    .digest('hex')
    .slice(0, 32);
  const trailer = `<< /Size ${bodies.length + 1} /Root ${root} 0 R /Info ${facts} 0 R /ID [<${name}> <${name}>] >>`;
  return Buffer.concat([...parts, Buffer.from(`${table}trailer\n${trailer}\nstartxref\n${length}\n%%EOF\n`)]);
}

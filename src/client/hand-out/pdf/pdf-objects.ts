// The objects of a PDF file and the table of their places. The same objects give the same bytes: no time, no random identifier.
// Source: ISO 32000-1, 7.5.

import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

export interface PdfObjects {
  /** A number for an object that is written later. */
  reserve(): number;
  write(number: number, body: string): void;
  /** `entries` is the inside of its dictionary, without its length. */
  writeStream(number: number, entries: string, stream: PdfStream): void;
  /** The whole file. */
  finish(root: number, facts: number): Buffer;
}

/** Small and quick: a better level costs three times the time for a twentieth of the size. */
export const LEVEL = 4;

export function pdfObjects(): PdfObjects {
  /** The pieces of each object. */
  const bodies: (readonly Buffer[])[] = [];
  const reserve = (): number => bodies.push([]);
  return {
    reserve,
    writeStream(number, entries, { filter, bytes }) {
      const head = Buffer.from(`<< ${entries} ${filter} /Length ${bytes.length} >>\nstream\n`);
      bodies[number - 1] = [head, bytes, Buffer.from('\nendstream')];
    },
    write(number, body) {
      bodies[number - 1] = [Buffer.from(body)];
    },
    finish: (root, facts) => file(bodies, root, facts),
  };
}

/** A stream as it stands in the file. */
export interface PdfStream {
  readonly filter: '' | '/Filter /FlateDecode';
  readonly bytes: Buffer;
}

/** So few bytes are not worth the time. */
const MOST_UNPACKED = 2000;

/**
 * `level` is 1 to 9. At once: to hand a page to another thread takes longer than to pack it. The stream is a copy in any case: a page's
 * content is good for a moment only, and what zlib gives is the beginning of a larger buffer.
 */
export function packed(bytes: Buffer, level: number): PdfStream {
  if (bytes.length <= MOST_UNPACKED) return { filter: '', bytes: Buffer.from(bytes) };
  return { filter: '/Filter /FlateDecode', bytes: Buffer.from(deflateSync(bytes, { level, ...WINDOW })) };
}

/** Half of zlib's own memory, and a quarter of its answers: pages are small, and there are thousands of them. */
const WINDOW = { windowBits: 14, memLevel: 7, chunkSize: 4096 };

/** A text of the document's own properties: UTF-16 with a mark, in hexadecimal. */
export function pdfText(text: string): string {
  return `<FEFF${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
}

function file(bodies: readonly (readonly Buffer[])[], root: number, facts: number): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1')];
  let length = parts[0]?.length ?? 0;
  const places: number[] = [];
  bodies.forEach((body, index) => {
    places.push(length);
    const around = [Buffer.from(`${index + 1} 0 obj\n`), ...body, Buffer.from('\nendobj\n')];
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

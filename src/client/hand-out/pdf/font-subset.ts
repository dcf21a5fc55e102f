// The part of a font that a document uses, as a font of its own. Glyphs are numbered anew, from 0 (the blank box, never shown).

import type { TrueType } from './true-type.ts';

/** Flags of a glyph that is put together from others. Source: OpenType, glyf. */
const ARE_WORDS = 0x0001;
const HAS_SCALE = 0x0008;
const MORE = 0x0020;
const HAS_TWO_SCALES = 0x0040;
const HAS_MATRIX = 0x0080;

/** Tables that go over as they are. */
const KEPT = ['cvt ', 'fpgm', 'prep'];

export interface FontSubset {
  /** Number of this glyph in the subset. */
  numberOf(glyph: number): number;
  /** Glyphs of the font, in their new order. */
  readonly glyphs: readonly number[];
  bytes(): Buffer;
}

export function subsetOf(font: TrueType): FontSubset {
  const numbers = new Map<number, number>([[0, 0]]);
  const glyphs = [0];
  const numberOf = (glyph: number): number => {
    const known = numbers.get(glyph);
    if (known !== undefined) return known;
    numbers.set(glyph, glyphs.length);
    return glyphs.push(glyph) - 1;
  };
  return { numberOf, glyphs, bytes: () => write(font, glyphs, numberOf) };
}

function write(font: TrueType, glyphs: readonly number[], numberOf: (glyph: number) => number): Buffer {
  const outlines: Buffer[] = [];
  // Parts of a glyph join the list while it is walked.
  for (let index = 0; index < glyphs.length; index += 1) {
    outlines.push(aligned(renumbered(font.outlineOf(glyphs[index] ?? 0), numberOf)));
  }
  const places = Buffer.alloc((glyphs.length + 1) * 4);
  const metrics = Buffer.alloc(glyphs.length * 4);
  let end = 0;
  outlines.forEach((outline, index) => {
    end += outline.length;
    places.writeUInt32BE(end, (index + 1) * 4);
    metrics.writeUInt16BE(font.widthOf(glyphs[index] ?? 0), index * 4);
    // The left edge that a blank does not have.
    metrics.writeInt16BE(outline.length === 0 ? 0 : outline.readInt16BE(2), index * 4 + 2);
  });
  const tables: [string, Buffer][] = [
    ['glyf', Buffer.concat(outlines)],
    ['head', changed(font.table('head'), (head) => head.writeInt16BE(1, 50))],
    ['hhea', changed(font.table('hhea'), (hhea) => hhea.writeUInt16BE(glyphs.length, 34))],
    ['hmtx', metrics],
    ['loca', places],
    ['maxp', changed(font.table('maxp'), (maxp) => maxp.writeUInt16BE(glyphs.length, 4))],
    ...KEPT.flatMap((tag): [string, Buffer][] => {
      const table = font.table(tag);
      return table === undefined ? [] : [[tag, table]];
    }),
  ];
  return joined(tables.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function changed(table: Buffer | undefined, change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(table ?? []);
  change(copy);
  return copy;
}

function aligned(bytes: Buffer): Buffer {
  const rest = bytes.length % 4;
  return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(4 - rest)]);
}

/** A glyph that is put together names its parts by number; they get their new ones. */
function renumbered(outline: Buffer, numberOf: (glyph: number) => number): Buffer {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return outline;
  const copy = Buffer.from(outline);
  for (let at = 10, flags = MORE; (flags & MORE) !== 0; at += partLength(flags)) {
    flags = copy.readUInt16BE(at);
    copy.writeUInt16BE(numberOf(copy.readUInt16BE(at + 2)), at + 2);
  }
  return copy;
}

function partLength(flags: number): number {
  const place = (flags & ARE_WORDS) === 0 ? 2 : 4;
  const scale = (flags & HAS_SCALE) !== 0 ? 2 : (flags & HAS_TWO_SCALES) !== 0 ? 4 : (flags & HAS_MATRIX) !== 0 ? 8 : 0;
  return 4 + place + scale;
}

/** The checksums of the tables stay 0: what reads fonts inside a PDF does not ask for them. */
function joined(tables: readonly [string, Buffer][]): Buffer {
  const head = Buffer.alloc(12 + tables.length * 16);
  const largest = 2 ** Math.floor(Math.log2(tables.length));
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(tables.length, 4);
  head.writeUInt16BE(largest * 16, 6);
  head.writeUInt16BE(Math.log2(largest), 8);
  head.writeUInt16BE((tables.length - largest) * 16, 10);
  let start = head.length;
  const parts: Buffer[] = [];
  tables.forEach(([tag, bytes], index) => {
    const at = 12 + index * 16;
    head.write(tag, at, 'latin1');
    head.writeUInt32BE(start, at + 8);
    head.writeUInt32BE(bytes.length, at + 12);
    const part = aligned(bytes);
    start += part.length;
    parts.push(part);
  });
  return Buffer.concat([head, ...parts]);
}

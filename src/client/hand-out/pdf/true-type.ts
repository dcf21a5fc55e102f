// A TrueType font as a PDF needs it: which glyph a character has, how wide it is, and the bytes that draw it. Source: the OpenType
// specification (cmap, head, hhea, hmtx, loca, maxp). It reads fonts that we ship, and throws on anything else.

export interface TrueType {
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly box: readonly [number, number, number, number];
  /** 0: the font cannot draw it. */
  glyphOf(codePoint: number): number;
  /** In units of the font. */
  widthOf(glyph: number): number;
  /** Empty for a blank. */
  outlineOf(glyph: number): Buffer;
  table(tag: string): Buffer | undefined;
}

export function readTrueType(bytes: Uint8Array): TrueType {
  const font = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = readTables(font);
  const need = (tag: string): Buffer => {
    const found = tables.get(tag);
    if (found === undefined) throw new Error(`the font has no table ${tag}`);
    return found;
  };
  const [head, hhea, hmtx, loca, glyf] = [need('head'), need('hhea'), need('hmtx'), need('loca'), need('glyf')];
  const widths = hhea.readUInt16BE(34);
  const isLong = head.readInt16BE(50) === 1;
  const startOf = (glyph: number): number => (isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2);
  return {
    unitsPerEm: head.readUInt16BE(18),
    ascent: hhea.readInt16BE(4),
    descent: hhea.readInt16BE(6),
    box: [head.readInt16BE(36), head.readInt16BE(38), head.readInt16BE(40), head.readInt16BE(42)],
    glyphOf: readCharacters(need('cmap')),
    widthOf: (glyph) => hmtx.readUInt16BE(Math.min(glyph, widths - 1) * 4),
    outlineOf: (glyph) => glyf.subarray(startOf(glyph), startOf(glyph + 1)),
    table: (tag) => tables.get(tag),
  };
}

function readTables(font: Buffer): Map<string, Buffer> {
  if (font.readUInt32BE(0) !== 0x00010000) throw new Error('the font is no TrueType font');
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const at = 12 + index * 16;
    const start = font.readUInt32BE(at + 8);
    tables.set(font.toString('latin1', at, at + 4), font.subarray(start, start + font.readUInt32BE(at + 12)));
  }
  return tables;
}

/** Only the map of all planes (format 12) is read: names have characters beyond the first, 𠮷 among them. */
function readCharacters(cmap: Buffer): (codePoint: number) => number {
  const at = subtable(cmap);
  const glyphs = new Map<number, number>();
  for (let group = 0; group < cmap.readUInt32BE(at + 12); group += 1) {
    const place = at + 16 + group * 12;
    const [first, last, glyph] = [0, 4, 8].map((step) => cmap.readUInt32BE(place + step)) as [number, number, number];
    for (let code = first; code <= last; code += 1) glyphs.set(code, glyph + code - first);
  }
  return (codePoint) => glyphs.get(codePoint) ?? 0;
}

function subtable(cmap: Buffer): number {
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const at = cmap.readUInt32BE(8 + index * 8);
    if (cmap.readUInt16BE(at) === 12) return at;
  }
  throw new Error('the font maps no characters beyond the first plane');
}

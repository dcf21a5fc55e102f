// A font inside a PDF: the glyphs that the document uses, and the way back from them to characters, so that text can be selected.
// Source: ISO 32000-1, 9.7 (composite fonts) and 9.10.3 (ToUnicode).

import { createHash } from 'node:crypto';
import { subsetOf } from './font-subset.ts';
import { packed } from './pdf-objects.ts';
import type { PdfObjects, PdfStream } from './pdf-objects.ts';
import type { TrueType } from './true-type.ts';

export interface PdfFont {
  /** The glyph in hexadecimal, as it stands in a string of a page. */
  shown(character: string): string;
  readonly isUsed: boolean;
  ready(): FontParts;
}

/** All that stands in the file of one font; the same for every document that shows the same characters. */
export interface FontParts {
  readonly name: string;
  readonly program: PdfStream;
  /** Of the program before it was packed, in bytes. */
  readonly programLength: number;
  readonly toUnicode: PdfStream;
  /** Entries of the descriptor, and widths by number, in thousandths. */
  readonly metrics: string;
  readonly widths: string;
}

/** Bit 3 of the flags: the glyphs are numbered by us. */
const SYMBOLIC = 4;
/** Most rows that one block of a ToUnicode map may have. */
const MAP_ROWS = 100;

/** `level`: how hard it is packed, 1 to 9. */
export function pdfFont(font: TrueType, name: string, level: number): PdfFont {
  const subset = subsetOf(font);
  /** By the number in the subset. */
  const characters = new Map<number, number>();
  const known = new Map<string, string>();
  return {
    shown(character) {
      const before = known.get(character);
      if (before !== undefined) return before;
      const code = character.codePointAt(0) ?? 0;
      const number = subset.numberOf(font.glyphOf(code));
      if (!characters.has(number)) characters.set(number, code);
      const hex = number.toString(16).padStart(4, '0');
      known.set(character, hex);
      return hex;
    },
    get isUsed() {
      return known.size > 0;
    },
    ready() {
      // Parts of glyphs get their numbers here: the widths come after it.
      const bytes = subset.bytes();
      const scaled = (units: number): number => Math.round((units * 1000) / font.unitsPerEm);
      return {
        name: `${tagOf(bytes)}+${name}`,
        program: packed(bytes, level),
        programLength: bytes.length,
        toUnicode: packed(Buffer.from(unicodeMap(characters)), level),
        metrics:
          `/FontBBox [${font.box.map(scaled).join(' ')}] /ItalicAngle 0 /Ascent ${scaled(font.ascent)} ` +
          `/Descent ${scaled(font.descent)} /CapHeight ${scaled(font.ascent)} /StemV 80`,
        widths: subset.glyphs.map((glyph) => scaled(font.widthOf(glyph))).join(' '),
      };
    },
  };
}

/** Writes a font as the object with this number. */
export function writeFont(objects: PdfObjects, number: number, parts: FontParts): void {
  const { name, program, programLength, toUnicode, metrics, widths } = parts;
  const [file, map, descriptor, descendant] = [
    objects.reserve(),
    objects.reserve(),
    objects.reserve(),
    objects.reserve(),
  ];
  objects.writeStream(file, `/Length1 ${programLength}`, program);
  objects.writeStream(map, '', toUnicode);
  objects.write(
    descriptor,
    `<< /Type /FontDescriptor /FontName /${name} /Flags ${SYMBOLIC} ${metrics} /FontFile2 ${file} 0 R >>`,
  );
  objects.write(
    descendant,
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDToGIDMap /Identity /DW 1000 /W [0 [${widths}]] ` +
      `/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R >>`,
  );
  objects.write(
    number,
    `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H ` +
      `/DescendantFonts [${descendant} 0 R] /ToUnicode ${map} 0 R >>`,
  );
}

/** Six capitals that tell this subset from another of the same font. */
function tagOf(bytes: Buffer): string {
  const digest = createHash('sha256').update(bytes).digest();
  return [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
}

function unicodeMap(characters: ReadonlyMap<number, number>): string {
  const rows = [...characters].map(([number, code]) => {
    const utf16 = Buffer.from(String.fromCodePoint(code), 'utf16le').swap16().toString('hex');
    return `<${number.toString(16).padStart(4, '0')}> <${utf16}>`;
  });
  const blocks: string[] = [];
  for (let start = 0; start < rows.length; start += MAP_ROWS) {
    const block = rows.slice(start, start + MAP_ROWS);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange\n<0000> <ffff>\nendcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}

// A font inside a PDF: the glyphs that the document uses, and the way back from them to characters, so that text can be selected.
// Source: ISO 32000-1, 9.7 (composite fonts) and 9.10.3 (ToUnicode).

import { createHash } from 'node:crypto';
import { subsetOf } from './font-subset.ts';
import type { PdfObjects } from './pdf-objects.ts';
import type { TrueType } from './true-type.ts';

export interface PdfFont {
  /** Glyphs in hexadecimal, for a string of a page. */
  shown(text: string): string;
  /** Writes it as the object with this number. */
  write(objects: PdfObjects, number: number): void;
}

/** Bit 3 of the flags: the glyphs are numbered by us. */
const SYMBOLIC = 4;
/** Most rows that one block of a ToUnicode map may have. */
const MAP_ROWS = 100;

export function pdfFont(font: TrueType, name: string): PdfFont {
  const subset = subsetOf(font);
  /** By the number in the subset. */
  const characters = new Map<number, number>();
  return {
    shown(text) {
      let hex = '';
      for (const character of text) {
        const code = character.codePointAt(0) ?? 0;
        const number = subset.numberOf(font.glyphOf(code));
        if (!characters.has(number)) characters.set(number, code);
        hex += number.toString(16).padStart(4, '0');
      }
      return hex;
    },
    write(objects, number) {
      // Parts of glyphs get their numbers here: the widths come after it.
      const bytes = subset.bytes();
      const [program, toUnicode, descriptor, descendant] = [1, 2, 3, 4].map(() => objects.reserve()) as [
        number,
        number,
        number,
        number,
      ];
      const full = `${tagOf(bytes)}+${name}`;
      const scaled = (units: number): number => Math.round((units * 1000) / font.unitsPerEm);
      const widths = subset.glyphs.map((glyph) => scaled(font.widthOf(glyph))).join(' ');
      objects.writeStream(program, `/Length1 ${bytes.length}`, bytes);
      objects.writeStream(toUnicode, '', Buffer.from(unicodeMap(characters)));
      objects.write(
        descriptor,
        `<< /Type /FontDescriptor /FontName /${full} /Flags ${SYMBOLIC} /FontBBox [${font.box.map(scaled).join(' ')}] ` +
          `/ItalicAngle 0 /Ascent ${scaled(font.ascent)} /Descent ${scaled(font.descent)} ` +
          `/CapHeight ${scaled(font.ascent)} /StemV 80 /FontFile2 ${program} 0 R >>`,
      );
      objects.write(
        descendant,
        `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${full} /CIDToGIDMap /Identity /DW 1000 /W [0 [${widths}]] ` +
          `/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R >>`,
      );
      objects.write(
        number,
        `<< /Type /Font /Subtype /Type0 /BaseFont /${full} /Encoding /Identity-H ` +
          `/DescendantFonts [${descendant} 0 R] /ToUnicode ${toUnicode} 0 R >>`,
      );
    },
  };
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

// What the font cannot draw is shown as 〓, the printer's mark for a missing letter, and told at the foot of the page.

import type { Fonts } from './pdf/fonts.ts';
import type { Sheet } from './sheet.ts';

const GETA = '〓';
/** Which form of a character is meant; the font draws the usual one. */
const VARIANT = /[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]/u;

/** Texts that are drawn as they are: most of them stand on many pages. */
const MOST_KEPT = 2000;
const drawn = new WeakMap<Fonts, Set<string>>();

/** The same sheet where everything can be drawn, which is nearly always. */
export function printable(sheet: Sheet, fonts: Fonts): { sheet: Sheet; missing: readonly string[] } {
  const missing = new Set<string>();
  if (!isChanged(sheet, fonts, missing)) return { sheet, missing: [] };
  const change = (name: string, value: unknown): unknown =>
    typeof value === 'string' && isDrawn(name) ? printableText(value, fonts) : value;
  return { sheet: JSON.parse(JSON.stringify(sheet), change) as Sheet, missing: [...missing] };
}

/** What a code holds is drawn as modules. */
function isDrawn(name: string): boolean {
  return name !== 'content';
}

/** Whether any text of it is drawn in another way than it is written. */
function isChanged(value: unknown, fonts: Fonts, missing: Set<string>): boolean {
  if (typeof value === 'string') return printableText(value, fonts, missing) !== value;
  if (typeof value !== 'object' || value === null) return false;
  // All of them are asked: what is missing is told as a whole.
  return Object.entries(value).filter(([name, part]) => isDrawn(name) && isChanged(part, fonts, missing)).length > 0;
}

/** Adds to `missing` what it replaces. */
export function printableText(text: string, fonts: Fonts, missing?: Set<string>): string {
  const plain = drawn.get(fonts) ?? new Set<string>();
  drawn.set(fonts, plain);
  if (plain.has(text)) return text;
  let whole = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (VARIANT.test(character)) continue;
    if (fonts.regular.glyphOf(code) !== 0 && fonts.bold.glyphOf(code) !== 0) {
      whole += character;
    } else {
      missing?.add(character);
      whole += GETA;
    }
  }
  if (plain.size >= MOST_KEPT) plain.clear();
  if (whole === text) plain.add(text);
  return whole;
}

// What no cell that we use may hold: characters that lie about the text, and formulas of a spreadsheet.

import { trimmed } from './clean.ts';

export type CellFault =
  'control-character' | 'bidi-character' | 'broken-character' | 'unseen-character' | 'formula' | 'line-break';

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const BIDI = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/;
/** Half of a pair of surrogates, U+FFFD, or a code point that is no character. */
const BROKEN = /[\p{Cs}\p{Noncharacter_Code_Point}\ufffd]/u;
/** Beyond what is left out silently: signs for programs, tags, fillers and a blank of Braille, with which a text hides or looks empty. */
const UNSEEN =
  /[\u115f\u1160\u180e\u2061-\u2064\u206a-\u206f\u2800\u3164\uffa0\ufff9-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/u;
const PRIVATE = /\p{Co}/u;
/** Spreadsheets run a cell that begins so. The full-width forms are run too, once they were normalised. */
const FORMULA = /^[=+\-@]/;

/** Everything that any of the patterns above may be about: most cells have none of it. */
const ODD = /[\p{C}\u115f\u1160\u2028\u2029\u2800\u3164\uffa0\ufffd]/u;

/** True where neither a fault nor a private character can be in the cell: one look instead of six. */
export function isPlain(cell: string): boolean {
  return !ODD.test(cell) && !FORMULA.test(trimmed(cell).slice(0, 2).normalize('NFKC'));
}

export function cellFault(cell: string): CellFault | undefined {
  const text = trimmed(cell);
  if (BIDI.test(text)) return 'bidi-character';
  if (BROKEN.test(text)) return 'broken-character';
  if (/[\t\r\n]/.test(text)) return 'line-break';
  if (CONTROL.test(text)) return 'control-character';
  if (UNSEEN.test(text)) return 'unseen-character';
  return FORMULA.test(text.normalize('NFKC').trimStart()) ? 'formula' : undefined;
}

/** The first character of the private use area (外字), which looks different, or like nothing, on every other computer. */
export function privateCharacter(cell: string): string | undefined {
  return PRIVATE.exec(cell)?.[0];
}

/** A code point as messages show it: U+202E. */
export function codePoint(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The first character that makes the fault, for the message. */
export function faultyCharacter(cell: string): string {
  const text = trimmed(cell);
  return codePoint((BIDI.exec(text) ?? BROKEN.exec(text) ?? CONTROL.exec(text) ?? UNSEEN.exec(text))?.[0] ?? text);
}

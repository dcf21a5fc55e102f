// Fonts that many documents have in common. Hand-outs differ in names; all their other words are those of a few mixes of devices, so the
// font of those words is made and packed once for each mix: it was more than half of the time for a page.

import { FONT_NAMES } from './fonts.ts';
import type { Fonts, Weight } from './fonts.ts';
import { pdfFont } from './pdf-font.ts';
import type { FontParts } from './pdf-font.ts';

export interface SharedFont {
  /** Undefined where the font does not have the character. */
  shown(character: string): string | undefined;
  /** Undefined where it does not have all characters of the text. */
  shownWhole(text: string): string | undefined;
  readonly parts: FontParts;
}

/** It is done once for many documents. */
const LEVEL = 9;
/** More mixes than a company has; each takes some tens of kilobytes. */
const MOST_KEPT = 64;
const ALPHABET = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)).join('');

const kept = new WeakMap<Fonts, Map<string, SharedFont>>();

/** The font of all these characters and of all that stands on a keyboard. */
export function sharedFont(fonts: Fonts, weight: Weight, text: string): SharedFont {
  const known = kept.get(fonts) ?? new Map<string, SharedFont>();
  kept.set(fonts, known);
  // By the characters and not by the words: addresses differ from person to person, and have the same letters.
  const characters = [...new Set(ALPHABET + text)].sort().join('');
  const key = `${weight} ${characters}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KEPT) known.clear();
  const made = make(fonts, weight, characters);
  known.set(key, made);
  return made;
}

/** Most words of a mix of devices stand on the pages of all who have them. */
const MOST_TEXTS = 1000;

function make(fonts: Fonts, weight: Weight, characters: string): SharedFont {
  const font = pdfFont(fonts[weight], FONT_NAMES[weight], LEVEL);
  const numbers = new Map<string, string>();
  for (const character of characters) numbers.set(character, font.shown(character));
  const texts = new Map<string, string>();
  return {
    shown: (character) => numbers.get(character),
    shownWhole(text) {
      const known = texts.get(text);
      if (known !== undefined) return known;
      let hex = '';
      for (const character of text) {
        const number = numbers.get(character);
        if (number === undefined) return undefined;
        hex += number;
      }
      if (texts.size >= MOST_TEXTS) texts.clear();
      texts.set(text, hex);
      return hex;
    },
    parts: font.ready(),
  };
}

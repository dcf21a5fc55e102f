// How a new address is made where the list has none: the local part is kept, or a pattern is filled from names in Latin letters.

import type { Settings } from '../model/settings.ts';
import { cleanCode } from './clean.ts';

/** What a pattern can be filled from. */
export interface RuleInput {
  readonly oldLocal: string;
  readonly given: string;
  readonly family: string;
}

export type MadeLocal = { readonly local: string } | { readonly missing: 'givenRomaji' | 'familyRomaji' };

export function makeLocal(rule: Settings['newAddress'], input: RuleInput): MadeLocal {
  if (rule.rule === 'keep') return { local: input.oldLocal };
  const given = asciiName(input.given);
  const family = asciiName(input.family);
  if (/\{(?:given|g)\}/.test(rule.pattern) && given === undefined) return { missing: 'givenRomaji' };
  if (/\{(?:family|f)\}/.test(rule.pattern) && family === undefined) return { missing: 'familyRomaji' };
  const parts: Readonly<Record<string, string>> = {
    given: given ?? '',
    family: family ?? '',
    g: given?.charAt(0) ?? '',
    f: family?.charAt(0) ?? '',
    local: input.oldLocal,
  };
  return { local: rule.pattern.replace(/\{(\w+)\}/g, (whole, name: string) => parts[name] ?? whole) };
}

/** Letters that do not fall apart into a base letter and a mark. */
const WHOLE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** Lower case without accents (ō: o), apostrophes and spaces; undefined where that leaves nothing, or anything but a-z, 0-9 and inner hyphens. */
function asciiName(text: string): string | undefined {
  const plain = cleanCode(text)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}'’‘ʼʻ`´\s]/gu, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[ßæœøłđðþı]/g, (letter) => WHOLE_LETTERS[letter] ?? letter);
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(plain) ? plain : undefined;
}

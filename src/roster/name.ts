// The name of a person: as it is shown, and its two parts, which every provider wants. Nothing is guessed where it is not plain.

import { cleanName } from './clean.ts';

export interface Name {
  readonly displayName: string;
  readonly familyName: string;
  readonly givenName: string;
}

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** From cells that may be empty; undefined where the two parts are not known. */
export function readName(cells: { shown: string; family: string; given: string }): Name | undefined {
  const [shown, family, given] = [cleanName(cells.shown), cleanName(cells.family), cleanName(cells.given)];
  if (family !== '' && given !== '') {
    const composed = EAST_ASIAN.test(family + given) ? `${family} ${given}` : `${given} ${family}`;
    return { displayName: shown === '' ? composed : shown, familyName: family, givenName: given };
  }
  const [first, second, ...more] = shown.split(' ');
  if (first === undefined || second === undefined || more.length > 0) return undefined;
  // In Japanese the family name comes first, in Latin letters the given name.
  return EAST_ASIAN.test(shown)
    ? { displayName: shown, familyName: first, givenName: second }
    : { displayName: shown, familyName: second, givenName: first };
}

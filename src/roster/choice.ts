// A cell that names one of several known things: a batch, a language, a licence. Width, letter case and spaces do not count.

import type { Language } from '../model/person.ts';
import { nearest } from '../model/nearest.ts';
import { cleanCode } from './clean.ts';

export interface Choice<Name extends string> {
  /** What is meant, or undefined with the nearest known name. */
  find(cell: string): { readonly name: Name } | { readonly name: undefined; readonly near: string | undefined };
  readonly known: string;
}

/** `names` are the right spellings; `others` lead to them. */
export function makeChoice<Name extends string>(
  names: readonly Name[],
  others: Readonly<Record<string, Name>> = {},
): Choice<Name> {
  const byKey = new Map<string, Name>(Object.entries(others));
  for (const name of names) byKey.set(keyOf(name), name);
  return {
    known: names.join(', '),
    find(cell) {
      const key = keyOf(cell);
      const name = byKey.get(key);
      return name === undefined ? { name, near: nearest(key, names) } : { name };
    },
  };
}

export const languageChoice: Choice<Language> = makeChoice<Language>(['ja', 'en'], {
  jp: 'ja',
  jpn: 'ja',
  'ja-jp': 'ja',
  ja_jp: 'ja',
  japanese: 'ja',
  日本語: 'ja',
  日: 'ja',
  和文: 'ja',
  eng: 'en',
  'en-us': 'en',
  en_us: 'en',
  'en-gb': 'en',
  en_gb: 'en',
  english: 'en',
  英語: 'en',
  英: 'en',
  英文: 'en',
});

function keyOf(text: string): string {
  return cleanCode(text).toLowerCase().replace(/\s+/g, ' ');
}

// The hash by which a letter is approved and known again.

import { hash } from 'node:crypto';
import type { Correspondent, Letter, LetterHash } from '../model/letter.ts';

/** Hex sha256 over the letter as a JSON array in a fixed order: from, to, subject, text, HTML, language. */
export function letterHash({ from, to, subject, text, html, language }: Letter): LetterHash {
  return hash('sha256', JSON.stringify([pair(from), pair(to), subject, text, html, language]));
}

function pair({ name, address }: Correspondent): readonly [string, string] {
  return [name ?? '', address];
}

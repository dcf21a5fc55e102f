// Finds secrets that were written into migrate.yaml, in keys, values and comments. What it finds is never repeated.

import { isMap, isScalar, visit } from 'yaml';
import type { ParsedNode } from 'yaml';

export interface FoundSecret {
  readonly offset: number;
  /** `The value of password`, `A part of this line`. */
  readonly where: string;
}

const KEY = /secret|passw|passphrase|privatekey|apikey|accesskey|token|credential|authorization/;
const FINE_KEYS: ReadonlySet<string> = new Set(['passwordvariable']);

const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
  /AGE-SECRET-KEY-1[0-9A-Z]*/g,
  /\bya29\.[\w-]{10,}/g,
  /\bAIza[\w-]{30,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  // A client secret as Entra makes them.
  /[\w~.-]{3}\dQ~[\w~.-]{30,}/g,
  // Anything long and random: 32 characters or more of small letters, capitals and digits without a break, but no GUID.
  /(?<![\w+=~-])(?![\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}(?![\w+=~-]))(?=[\w+=~-]*[a-z])(?=[\w+=~-]*[A-Z])(?=[\w+=~-]*\d)[\w+=~-]{32,}/g,
];

export function findSecrets(text: string, contents: ParsedNode | null): readonly FoundSecret[] {
  return [...secretKeys(contents), ...secretShapes(text)].toSorted((one, other) => one.offset - other.offset);
}

function secretKeys(contents: ParsedNode | null): FoundSecret[] {
  const found: FoundSecret[] = [];
  if (!isMap(contents)) return found;
  visit(contents, {
    Pair(_, { key }) {
      if (!isScalar(key)) return;
      const name = String(key.value);
      const folded = name.toLowerCase().replace(/[^a-z]/g, '');
      if (!KEY.test(folded) || FINE_KEYS.has(folded)) return;
      found.push({ offset: key.range?.[0] ?? 0, where: `The value of ${name.slice(0, 40)}` });
    },
  });
  return found;
}

function secretShapes(text: string): FoundSecret[] {
  const offsets = new Set(SHAPES.flatMap((shape) => [...text.matchAll(shape)].map((match) => match.index)));
  return [...offsets].map((offset) => ({ offset, where: 'A part of this line' }));
}

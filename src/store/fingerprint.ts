// Fingerprints: the sha256 by which we know an input again. The same content always gives the same fingerprint.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fileTrouble } from './trouble.ts';

/** Hex sha256 of bytes, or of the UTF-8 of a text. */
export function fingerprint(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Hex sha256 of a file, read piece by piece. Throws StoreTrouble where it cannot be read. */
export async function fileFingerprint(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  } catch (error) {
    throw fileTrouble(error, { file, role: 'file', goal: 'compare it with the plan' });
  }
  return hash.digest('hex');
}

/** Hex sha256 of a value; the order of its keys does not matter. */
export function jsonFingerprint(value: unknown): string {
  return fingerprint(canonicalJson(value));
}

/**
 * JSON with keys in the order of their UTF-16 code units, no blanks, and members that are `undefined` left out (RFC 8785).
 * Throws on what JSON cannot hold, since dropping it would make two different values look the same.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no place in JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} has no place in JSON`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

// Fingerprints: the sha256 by which we know an input again. The same content always gives the same fingerprint.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { canonicalJson } from '../model/canonical-json.ts';
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

// What is inside the credentials vault: segments of passwords, newest first, and perhaps an older vault file as it was.

import { trouble, type Errand } from './trouble.ts';

export interface VaultEntry {
  readonly address: string;
  readonly person: string;
  readonly password: string;
}

export interface Segment {
  readonly id: string;
  readonly entries: readonly VaultEntry[];
}

/**
 * One layer: a line of JSON for each segment, `{"segment":"<id>","entries":[{"address","person","password"}]}`; then, where there
 * is an older vault that could not be opened when this one was written, the line `{"olderBytes":<n>}` and those n bytes.
 * So `age -d data/credentials.age` shows readable lines, and the rest of its output is again a file for `age -d`.
 */
export interface Layer {
  readonly segments: readonly Segment[];
  readonly older: Uint8Array | undefined;
}

export function layerBytes({ segments, older }: Layer): Uint8Array {
  const lines = segments.map(({ id, entries }) => `${JSON.stringify({ segment: id, entries })}\n`);
  if (older !== undefined) lines.push(`${JSON.stringify({ olderBytes: older.length })}\n`);
  return Buffer.concat([Buffer.from(lines.join('')), older ?? new Uint8Array()]);
}

/** Throws StoreTrouble where it was not written by this program. */
export function parseLayer(bytes: Uint8Array, errand: Errand): Layer {
  const segments: Segment[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const line = parseLine(Buffer.from(bytes.subarray(start, end === -1 ? bytes.length : end)).toString('utf8'));
    start = end + 1;
    if (end === -1 || line === undefined) throw trouble('damaged', errand);
    if (typeof line !== 'number') {
      segments.push(line);
      continue;
    }
    if (bytes.length - start !== line) throw trouble('damaged', errand);
    return { segments, older: bytes.subarray(start) };
  }
  return { segments, older: undefined };
}

/** A segment, or the number of older bytes that follow. */
function parseLine(line: string): Segment | number | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if ('olderBytes' in value) return typeof value.olderBytes === 'number' ? value.olderBytes : undefined;
  if (!('segment' in value) || typeof value.segment !== 'string') return undefined;
  if (!('entries' in value) || !Array.isArray(value.entries)) return undefined;
  const entries: readonly unknown[] = value.entries;
  return entries.every(isEntry) ? { id: value.segment, entries } : undefined;
}

function isEntry(value: unknown): value is VaultEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { address, person, password } = value as Readonly<Partial<Record<keyof VaultEntry, unknown>>>;
  return typeof address === 'string' && typeof person === 'string' && typeof password === 'string';
}

// Writes many small files so that they last. A flush carries along what was written before it, so all are written first: a file system with a
// journal then has to commit once for all of them, and not once for each.

import { closeSync, openSync, writeFileSync } from 'node:fs';
import { flushed, flushFolder } from './write-file.ts';

/** Files that are open at a time: a system lets a process have some hundreds. */
const MOST_OPEN = 32;

export interface FileToWrite {
  readonly file: string;
  readonly bytes: Uint8Array | string;
}

/**
 * Writes files that are not there yet, for everybody to read; calls `onWritten` after each, before it is flushed. Only the flush is worth
 * another thread: to hand it a small file takes longer than to write it.
 */
export async function writeFlushed(files: readonly FileToWrite[], onWritten: () => void): Promise<void> {
  for (let start = 0; start < files.length; start += MOST_OPEN) {
    const descriptors: number[] = [];
    try {
      for (const { file, bytes } of files.slice(start, start + MOST_OPEN)) {
        const descriptor = openSync(file, 'wx', 0o644);
        descriptors.push(descriptor);
        writeFileSync(descriptor, bytes);
        onWritten();
      }
      await Promise.all(descriptors.map((descriptor) => flushed(descriptor)));
    } finally {
      for (const descriptor of descriptors) closeSync(descriptor);
    }
  }
}

/** Of each folder, the flush that has not begun yet, and the last one that has. */
const coming = new Map<string, Promise<void>>();
const begun = new Map<string, Promise<void>>();

/** Makes what was renamed in the folder before the call last. Who comes while a flush is under way shares the next one. */
export function flushShared(folder: string): Promise<void> {
  const known = coming.get(folder);
  if (known !== undefined) return known;
  const begin = (): Promise<void> => {
    coming.delete(folder);
    const flush = flushFolder(folder);
    begun.set(folder, flush);
    return flush;
  };
  const next = (begun.get(folder) ?? Promise.resolve()).then(begin, begin);
  coming.set(folder, next);
  return next;
}

// Writes a whole file durably: after a crash at any instant the file is the old one or the new one, never half of either.

import { closeSync, fsync, fsyncSync, openSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { fileTrouble, systemCode, type Errand, trouble } from './trouble.ts';

/** How often a rename is tried where a virus scanner or an indexer holds the old file open for a moment (Windows). */
const RENAME_ATTEMPTS = 8;
const RENAME_PAUSE_MS = 25;

/** Two writers of one file in this process must not share a draft. */
let drafts = 0;

/**
 * Writes a draft beside the file, flushes it to the disk, renames it over the old file, and flushes the folder.
 * Only its owner may read the file where the system knows such a thing; with `like`, it belongs to the same owner and may be used as that
 * file may. Throws StoreTrouble; the old file is then as it was.
 */
export async function writeFileDurably(
  errand: Errand,
  content: Uint8Array | string,
  like?: Pick<Stats, 'uid' | 'gid' | 'mode'>,
): Promise<void> {
  const { file } = errand;
  drafts += 1;
  const draft = `${file}.${process.pid}-${drafts}.new`;
  try {
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(content);
      if (like !== undefined && process.platform !== 'win32') {
        const own = await handle.stat();
        if (own.uid !== like.uid || own.gid !== like.gid) await handle.chown(like.uid, like.gid);
        await handle.chmod(like.mode & 0o777);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renamePatiently(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    if (systemCode(error) === 'ENOENT') throw trouble('folder-missing', errand, { cause: error });
    throw fileTrouble(error, errand);
  }
  await flushFolder(dirname(file));
}

export async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const code = systemCode(error);
      const isHeld = code === 'EPERM' || code === 'EBUSY' || code === 'EACCES';
      if (!isHeld || attempt >= RENAME_ATTEMPTS) throw error;
      await sleep(RENAME_PAUSE_MS * attempt);
    }
  }
}

/** On another thread. */
export const flushed = promisify(fsync);

/** `syncFolder` on another thread, where many are flushed one after the other. */
export async function flushFolder(folder: string): Promise<void> {
  const descriptor = openFolder(folder);
  if (descriptor === undefined) return;
  // Some network file systems refuse to flush a folder; the file itself is flushed already.
  await flushed(descriptor).catch(() => undefined);
  closeSync(descriptor);
}

/** Makes a rename in the folder last. */
export function syncFolder(folder: string): void {
  const descriptor = openFolder(folder);
  if (descriptor === undefined) return;
  try {
    fsyncSync(descriptor);
  } catch {
    // As above.
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined on Windows, which cannot open a folder; its file system keeps the order by itself. */
function openFolder(folder: string): number | undefined {
  try {
    return openSync(folder, 'r');
  } catch {
    return undefined;
  }
}

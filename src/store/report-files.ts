// Files that other machines have left, by name or by the folder in which they lie. Read one by one, never more than a bound of each.

import { open, readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Problem } from '../model/problem.ts';
import { fileTrouble, StoreTrouble, systemCode, trouble } from './trouble.ts';

export interface FoundFiles {
  /** Each once, those of a folder sorted, with those of the folders in it. As the user would name them, forward slashes. */
  readonly files: readonly string[];
  /** Files of the folders that have another ending. */
  readonly others: number;
  /** What is not there, or may not be read. */
  readonly problems: readonly Problem[];
}

/** `wanted`: names that count in folders. A file that is named by itself always counts. Links to folders are not followed. */
export async function findFiles(given: readonly string[], wanted: RegExp): Promise<FoundFiles> {
  const files = new Set<string>();
  const problems: Problem[] = [];
  let others = 0;
  for (const path of given) {
    try {
      const about = await stat(path);
      if (about.isFile()) files.add(shown(path));
      else if (!about.isDirectory()) problems.push(noFile(path));
      else {
        for (const file of await filesBelow(path)) {
          if (!wanted.test(file)) others += 1;
          else if (UNSEEN.test(file)) problems.push(oddName(file));
          else files.add(shown(file));
        }
      }
    } catch (error) {
      problems.push(problemOf(error, path));
    }
  }
  return { files: [...files], others, problems };
}

/** Whoever may write to a share chooses the names there: they shall not steer the terminal on which they are shown. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function oddName(file: string): Problem {
  return {
    code: 'file.odd-name',
    severity: 'error',
    place: { file: shown(file).replace(new RegExp(UNSEEN, 'gu'), '?') },
    what: 'The file was left out: its name has characters that nobody sees.',
    why: 'No program that we know gives such a name; it may be meant to deceive.',
    todo: 'Find out where it comes from. If it is a report of yours, give it a plain name.',
  };
}

/** A pipe waits for whoever writes into it, a device may never end. */
function noFile(path: string): Problem {
  return {
    code: 'file.no-file',
    severity: 'error',
    place: { file: shown(path) },
    what: 'It is neither a file nor a folder.',
    why: 'Only files can be taken in.',
    todo: 'Name a file, or a folder of files.',
  };
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sorted = entries.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const found: string[] = [];
  for (const entry of sorted) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(path)));
    else if (entry.isFile() || (entry.isSymbolicLink() && (await stat(path).catch(() => undefined))?.isFile() === true))
      found.push(path);
  }
  return found;
}

/** At most `most` bytes and one more, by which a larger file is told. */
export async function readAtMost(
  file: string,
  most: number,
): Promise<{ readonly bytes: Uint8Array } | { readonly problem: Problem }> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const wanted = Math.min(size, most + 1);
      const bytes = Buffer.alloc(wanted);
      let length = 0;
      while (length < wanted) {
        const { bytesRead } = await handle.read(bytes, length, wanted - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return { bytes: bytes.subarray(0, length) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { problem: problemOf(error, file) };
  }
}

function problemOf(error: unknown, file: string): Problem {
  const errand = { file, role: 'file', goal: 'take it in' };
  const words = { why: 'Nothing can be read there.', todo: 'Name a file, or a folder of files.' };
  const told = systemCode(error) === 'ENOENT' ? trouble('missing', errand, words) : fileTrouble(error, errand);
  if (!(told instanceof StoreTrouble)) throw told;
  return { ...told.problem, place: { file: shown(file) } };
}

function shown(path: string): string {
  return path.split(sep).join('/');
}

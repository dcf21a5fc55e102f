// Copies a whole Thunderbird profile beside itself. Its one rule: a folder of that name is a whole copy, never a part of one.

import { constants } from 'node:fs';
import { cp, opendir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileTrouble, systemCode, trouble } from '../trouble.ts';
import { syncFolder } from '../write-file.ts';

export interface ProfileCopy {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** False where an earlier copy is there: the first one counts. */
  readonly isNew: boolean;
}

/** Nobody's copy has a use for them, and a link to a process is no file. */
const LOCKS: ReadonlySet<string> = new Set(['lock', 'parent.lock', '.parentlock']);

/** Throws StoreTrouble; what was copied until then is taken away. */
export async function copyProfile(profile: string, jobId: string): Promise<ProfileCopy> {
  const folder = `${profile}.before-${jobId}`;
  const errand = { file: folder, role: 'copy of the profile', goal: 'copy the whole profile first' };
  const draft = `${folder}.part`;
  try {
    if (await exists(folder)) return { folder, ...(await sizeOf(folder)), isNew: false };
    await rm(draft, { recursive: true, force: true });
    await cp(profile, draft, {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (source) => dirname(source) !== profile || !LOCKS.has(basename(source)),
    });
    const [wanted, copied] = [await sizeOf(profile), await sizeOf(draft)];
    if (wanted.files !== copied.files || wanted.bytes !== copied.bytes) {
      throw trouble('failed', errand, {
        what: `The copy of the profile has ${copied.files} files of ${copied.bytes} bytes, the profile ${wanted.files} of ${wanted.bytes}.`,
        todo: 'Something writes to the profile: close Thunderbird, and any program that copies or checks its files, and try again.',
      });
    }
    await rename(draft, folder);
    syncFolder(dirname(folder));
    return { folder, ...copied, isNew: true };
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw fileTrouble(error, errand);
  }
}

async function exists(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Of all files but the locks. */
async function sizeOf(folder: string): Promise<Pick<ProfileCopy, 'files' | 'bytes'>> {
  let files = 0;
  let bytes = 0;
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (!entry.isFile() || (entry.parentPath === folder && LOCKS.has(entry.name))) continue;
    files += 1;
    bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return { files, bytes };
}

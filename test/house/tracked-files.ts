// The files of the project, as git knows them: tracked, or new and not ignored.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../build/build-record.ts';

/** Paths from the root, with forward slashes. Empty where the folder is no git checkout. */
export function trackedFiles(): readonly string[] {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) return [];
  return stdout.split('\0').filter((file) => file !== '' && existsSync(path.join(root, file)));
}

// Programs that not every computer has: what tests with them is left out where they are missing, and says so.

import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where mail servers are put is not on everybody's PATH. */
const PLACES = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/bin'];

/** Absolute path of an installed program. */
export function installed(name: string): string | undefined {
  return PLACES.filter((place) => place !== '')
    .map((place) => path.join(place, name))
    .find((file) => existsSync(file));
}

/** Why a test that needs these programs is left out; undefined where all are there. */
export function notInstalled(...names: readonly string[]): string | undefined {
  const missing = names.filter((name) => installed(name) === undefined);
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

/** For the name of a test that is left out: says why. */
export function unless(why: string | undefined): string {
  return why === undefined ? '' : ` (left out: ${why})`;
}

// Where the kits of a workspace lie: out/clients. A file that cannot be read or written fails the step of its kit, and nothing else.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KitShelf } from '../client/kit-shelf.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { FailureKind } from '../model/failure.ts';
import type { Problem } from '../model/problem.ts';
import { openKitShelf, tidyKitShelf } from '../store/kit-shelf.ts';
import { StoreTrouble } from '../store/trouble.ts';
import { failpointFrom } from './failpoints.ts';
import { placesOf } from './workspace.ts';

export function kitShelfOf(folder: string): KitShelf {
  const shelf = openKitShelf(join(placesOf(folder).out, 'clients'), failpointFrom(process.env));
  return {
    isThere: (kit) => shelf.isThere(kit),
    whole: (kit) => told('unavailable', `look at out/clients/${kit}`, () => shelf.whole(kit)),
    write: (kit, content) => told('refused', `write out/clients/${kit}`, () => shelf.write(kit, content)),
    withdraw: (kit) => told('refused', `move out/clients/${kit}`, () => shelf.withdraw(kit)),
  };
}

/** What cannot be cleared now stands in nobody's way: it is told, and tried again by the next command. */
export async function tidyKits(folder: string): Promise<Problem | undefined> {
  try {
    await tidyKitShelf(join(placesOf(folder).out, 'clients'));
    return undefined;
  } catch (error) {
    if (!(error instanceof StoreTrouble)) throw error;
    return { ...error.problem, severity: 'warning' };
  }
}

async function told<Result>(kind: FailureKind, operation: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreTrouble)) throw error;
    const { code, what, why, todo } = error.problem;
    // Where the disk is full, no other kit can be written either.
    const isFull = code === 'file.disk-full';
    throw new RemoteFailure(
      { kind: isFull ? 'exhausted' : kind, operation, said: `${what} ${why}`, code, todo },
      error,
    );
  }
}

/** A file of a kit, its path below `out/clients`; undefined where it is not there. */
export async function kitFile(folder: string, path: string): Promise<Uint8Array | undefined> {
  const file = join(placesOf(folder).out, 'clients', path);
  if (!existsSync(file)) return undefined;
  try {
    return await readFile(file);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new RemoteFailure({ kind: 'unavailable', operation: `read out/clients/${path}`, said }, error);
  }
}

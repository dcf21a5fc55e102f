// npm run build: makes dist/ anew. With --if-stale it keeps a dist/ that was made from the sources as they are now.
// Several may ask at once (the tests do): one builds, the others wait for it.

import { mkdir, rename, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { bundle } from './bundle.ts';
import { cacheFolder, distFolder, isFresh, root, sourcesFingerprint, writeRecord } from './build-record.ts';

const WAIT_MS = 120_000;

await mkdir(cacheFolder, { recursive: true });
// The lock is one that the kernel drops when a builder dies.
const lock = new DatabaseSync(path.join(cacheFolder, 'lock.db'), { timeout: WAIT_MS });
lock.exec('BEGIN EXCLUSIVE');
const fingerprint = await sourcesFingerprint();
if (!process.argv.includes('--if-stale') || !(await isFresh(fingerprint))) await build();
lock.close();

async function build(): Promise<void> {
  const fresh = path.join(cacheFolder, 'dist');
  await rm(fresh, { recursive: true, force: true });
  const made = await bundle(path.join(root, 'src', 'start.mjs'), fresh);
  await rm(distFolder, { recursive: true, force: true });
  await rename(fresh, distFolder);
  await writeRecord({ fingerprint, packages: made.packages });
  const chunks = Object.keys(made.packages).length;
  process.stdout.write(`dist: ${chunks} chunks, ${(made.bytes / 1e6).toFixed(1)} MB\n`);
}

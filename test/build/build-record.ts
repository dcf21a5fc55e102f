// What the last build was made from, and which packages each of its chunks holds. Kept beside the installed packages, not in dist/.

import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..');
export const distFolder = path.join(root, 'dist');
export const cacheFolder = path.join(root, 'node_modules', '.cache', 'migrate-build');

const recordFile = path.join(cacheFolder, 'record.json');
const SOURCES = ['package.json', 'package-lock.json', 'src', 'test/build'];

export interface BuildRecord {
  readonly fingerprint: string;
  readonly packages: Readonly<Record<string, readonly string[]>>;
}

/** Hex sha256 over everything that goes into dist/. */
export async function sourcesFingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of await filesUnder(source)) hash.update(`${file}\0`).update(await readFile(path.join(root, file)));
  }
  return hash.digest('hex');
}

export async function isFresh(fingerprint: string): Promise<boolean> {
  try {
    const [record, made] = await Promise.all([readRecord(), readdir(distFolder, { recursive: true })]);
    const files = new Set(made.map((file) => file.replaceAll('\\', '/')));
    return record.fingerprint === fingerprint && Object.keys(record.packages).every((chunk) => files.has(chunk));
  } catch {
    // No record, or none that can be read: then dist/ is made anew, and a fault that lasts shows itself there.
    return false;
  }
}

export async function readRecord(): Promise<BuildRecord> {
  return JSON.parse(await readFile(recordFile, 'utf8')) as BuildRecord;
}

export async function writeRecord(record: BuildRecord): Promise<void> {
  await writeFile(recordFile, `${JSON.stringify(record, null, 2)}\n`);
}

async function filesUnder(source: string): Promise<string[]> {
  if (path.extname(source) !== '') return [source];
  const found = await readdir(path.join(root, source), { recursive: true, withFileTypes: true });
  return found
    .filter((file) => file.isFile())
    .map((file) => path.relative(root, path.join(file.parentPath, file.name)).replaceAll('\\', '/'))
    .sort();
}

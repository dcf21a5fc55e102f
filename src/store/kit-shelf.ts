// out/clients: writes kits so that each lies there whole or not at all. A draft is written beside, flushed, and renamed into place; the old
// folder is moved aside before, since Windows renames over no folder, and is removed last.

import { existsSync, mkdirSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KitFile } from '../client/kit.ts';
import { FLEET_FOLDER, isKitPath, PEOPLE_FOLDER } from '../client/kit-folder.ts';
import type { KitManifest, KitShelf } from '../client/kit-shelf.ts';
import { fingerprint } from './fingerprint.ts';
import { fileTrouble, systemCode } from './trouble.ts';
import { flushFolder, renamePatiently } from './write-file.ts';
import { flushShared, writeFlushed } from './write-flushed.ts';
import type { FileToWrite } from './write-flushed.ts';

const MANIFEST = 'kit.json';

/** Named places at which a test may end the process. */
export const KIT_FAILPOINTS = ['kit-half-written', 'kit-aside', 'kit-in-place'] as const;

/** `root` is out/clients of the workspace; it is made when the first kit is written. */
export function openKitShelf(root: string, failpoint: (name: (typeof KIT_FAILPOINTS)[number]) => void): KitShelf {
  const place = (folder: string): string => join(root, ...folder.split('/'));
  const told = async <Result>(folder: string, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw fileTrouble(error, { file: place(folder), role: 'kit', goal: 'put it there' });
    }
  };
  return {
    whole: (folder) => told(folder, () => readWhole(place(folder))),
    isThere: (folder) => existsSync(place(folder)),
    write: (folder, kit) => told(folder, () => writeKit(new Swap(root, folder), kit, failpoint)),
    withdraw: (folder) =>
      told(folder, async () => {
        if (!existsSync(place(folder))) return undefined;
        return moveTo(root, place(folder), `withdrawn/${folder}`);
      }),
  };
}

/**
 * Clears what a killed process has left beside the kits: half a draft goes, an older kit goes where the newer one is in its place, and comes
 * back where none is. Folders that hold no kit of ours are left alone. Under the lock of the job, while no kit is written.
 */
export async function tidyKitShelf(root: string): Promise<void> {
  try {
    for (const folder of await kitFoldersBelow(join(root, '.new'))) {
      await rm(join(root, '.new', folder), { recursive: true, force: true });
    }
    for (const folder of await kitFoldersBelow(join(root, '.old'))) {
      const swap = new Swap(root, folder);
      if (!existsSync(join(swap.aside, MANIFEST))) continue;
      if (existsSync(swap.final)) await clearAside(swap);
      else await renamePatiently(swap.aside, swap.final);
    }
  } catch (error) {
    throw fileTrouble(error, { file: root, role: 'folder of the kits', goal: 'clear what an earlier run left there' });
  }
}

/** `fleet` and `people/<name>`, as far as they are there; never through a link to another place. */
async function kitFoldersBelow(hidden: string): Promise<readonly string[]> {
  const foldersIn = async (place: string): Promise<readonly string[]> => {
    if (!existsSync(place)) return [];
    const entries = await readdir(place, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  };
  const isOwn = existsSync(hidden) && (await lstat(hidden)).isDirectory();
  const names = isOwn ? await foldersIn(hidden) : [];
  const people = names.includes(PEOPLE_FOLDER) ? await foldersIn(join(hidden, PEOPLE_FOLDER)) : [];
  return [...names.filter((name) => name === FLEET_FOLDER), ...people.map((name) => `${PEOPLE_FOLDER}/${name}`)];
}

/** The three places of one kit. */
class Swap {
  readonly root: string;
  readonly folder: string;
  readonly final: string;
  readonly draft: string;
  readonly aside: string;

  constructor(root: string, folder: string) {
    this.root = root;
    this.folder = folder;
    this.final = join(root, ...folder.split('/'));
    this.draft = join(root, '.new', ...folder.split('/'));
    this.aside = join(root, '.old', ...folder.split('/'));
  }
}

async function writeKit(
  swap: Swap,
  { version, files }: { readonly version: string; readonly files: readonly KitFile[] },
  failpoint: (name: (typeof KIT_FAILPOINTS)[number]) => void,
): Promise<KitManifest> {
  checkPaths(files);
  await clearAside(swap);
  if (existsSync(swap.draft)) await rm(swap.draft, { recursive: true });
  const manifest: KitManifest = {
    schema: 'migrate.kit/1',
    version,
    files: files
      .map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: fingerprint(bytes) }))
      .toSorted((one, other) => (one.path < other.path ? -1 : 1)),
  };
  const folders = new Set([swap.draft]);
  mkdirSync(swap.draft, { recursive: true });
  const drafts: FileToWrite[] = [];
  for (const { path, bytes } of files) {
    const file = join(swap.draft, ...path.split('/'));
    if (!folders.has(dirname(file))) mkdirSync(dirname(file), { recursive: true });
    for (let folder = dirname(file); folder !== swap.draft; folder = dirname(folder)) folders.add(folder);
    drafts.push({ file, bytes });
  }
  drafts.push({ file: join(swap.draft, MANIFEST), bytes: `${JSON.stringify(manifest, undefined, 1)}\n` });
  await writeFlushed(drafts, () => failpoint('kit-half-written'));
  await Promise.all([...folders].map(flushFolder));
  if (!existsSync(dirname(swap.final))) await mkdir(dirname(swap.final), { recursive: true });
  if (existsSync(swap.final)) {
    await mkdir(dirname(swap.aside), { recursive: true });
    await renamePatiently(swap.final, swap.aside);
    failpoint('kit-aside');
  }
  await renamePatiently(swap.draft, swap.final);
  await flushShared(dirname(swap.final));
  failpoint('kit-in-place');
  await clearAside(swap);
  return manifest;
}

/** Of a folder that was replaced: what is as we wrote it goes, what somebody has changed or added is kept. */
async function clearAside({ root, folder, aside }: Swap): Promise<void> {
  if (!existsSync(aside)) return;
  const manifest = await readWhole(aside);
  const ours = new Set([MANIFEST, ...(manifest?.files ?? []).map(({ path }) => path)]);
  const isUntouched = manifest !== undefined && (await filesBelow(aside)).every((path) => ours.has(path));
  if (isUntouched) await rm(aside, { recursive: true, force: true });
  else await moveTo(root, aside, `changed/${folder}`);
}

/** Moves a folder to a place that is free: `<wanted>`, `<wanted>-2`, ... Gives the path below the root. */
async function moveTo(root: string, from: string, wanted: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    const to = join(root, ...name.split('/'));
    if (existsSync(to)) continue;
    await mkdir(dirname(to), { recursive: true });
    await renamePatiently(from, to);
    await flushFolder(dirname(to));
    await flushFolder(dirname(from));
    return name;
  }
}

/** The manifest, where every file that it names is there as it says. */
async function readWhole(folder: string): Promise<KitManifest | undefined> {
  if (!existsSync(folder)) return undefined;
  const manifest = await readManifest(join(folder, MANIFEST));
  if (manifest === undefined) return undefined;
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = await readIfThere(join(folder, ...path.split('/')));
    if (content?.length !== bytes || fingerprint(content) !== sha256) return undefined;
  }
  return manifest;
}

async function readManifest(file: string): Promise<KitManifest | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text.toString('utf8'));
    return isManifest(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isManifest(value: unknown): value is KitManifest {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, version, files }: { schema?: unknown; version?: unknown; files?: unknown } = value;
  return (
    schema === 'migrate.kit/1' &&
    typeof version === 'string' &&
    Array.isArray(files) &&
    files.every((file: unknown) => {
      if (typeof file !== 'object' || file === null) return false;
      const { path, bytes, sha256 }: { path?: unknown; bytes?: unknown; sha256?: unknown } = file;
      return typeof path === 'string' && isKitPath(path) && typeof bytes === 'number' && typeof sha256 === 'string';
    })
  );
}

const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (ABSENT.has(systemCode(error) ?? '')) return undefined;
    throw error;
  }
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}

/** Two kits that want the same name, or a name that Windows would not take, are a bug of a kit. */
function checkPaths(files: readonly KitFile[]): void {
  const seen = new Set([MANIFEST]);
  for (const { path } of files) {
    const folded = path.toLowerCase();
    if (!isKitPath(path))
      throw new Error(`a kit has a file that cannot be written everywhere: ${JSON.stringify(path)}`);
    if (seen.has(folded)) throw new Error(`two files of a kit are called ${path}`);
    seen.add(folded);
  }
}

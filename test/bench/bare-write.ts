// What there is to beat: writes the kits that lie in one folder to another one, durably, and says how many milliseconds that took.
// Arguments: the folder to read, the folder to make, how many kits at once. What is written is read before the time begins to run.

import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { flushFolder } from '../../src/store/write-file.ts';

const [from = '', to = '', concurrency = ''] = process.argv.slice(2);

interface Kit {
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

const entries = await readdir(from, { recursive: true, withFileTypes: true });
const folders = entries.filter(({ name }) => name === 'kit.json').map(({ parentPath }) => parentPath);
const kits: Kit[] = [];
for (const folder of folders) {
  const inside = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = [];
  for (const entry of inside.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    files.push({ path: relative(folder, file), bytes: await readFile(file) });
  }
  kits.push({ folder: relative(from, folder), files });
}

const startedAt = performance.now();
const left = kits.values();
await Promise.all(
  Array.from({ length: Number(concurrency) }, async () => {
    for (const kit of left) await write(kit);
  }),
);
process.stdout.write(String(performance.now() - startedAt));

async function write({ folder, files }: Kit): Promise<void> {
  const draft = join(to, '.new', folder);
  const made = new Set([draft]);
  await mkdir(draft, { recursive: true });
  for (const { path, bytes } of files) {
    const file = join(draft, path);
    await mkdir(dirname(file), { recursive: true });
    for (let inner = dirname(file); inner !== draft; inner = dirname(inner)) made.add(inner);
    const handle = await open(file, 'wx');
    await handle.writeFile(bytes);
    await handle.sync();
    await handle.close();
  }
  await Promise.all([...made].map(flushFolder));
  await mkdir(dirname(join(to, folder)), { recursive: true });
  await rename(draft, join(to, folder));
  await flushFolder(dirname(join(to, folder)));
}

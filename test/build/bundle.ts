// Makes what is published: migrate.mjs, the chunks that it loads when they are needed, and the licences of all that is in them.

import { writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { rolldown, type OutputChunk, type Plugin, type RolldownBuild, type RolldownOutput } from 'rolldown';
import { root } from './build-record.ts';
import { bundledPackages, packageName } from './bundled-packages.ts';
import { licenceText } from './licence-text.ts';
import { copyPrintFonts } from './print-fonts.ts';

export interface Bundle {
  readonly bytes: number;
  /** Names of the packages in each chunk; a chunk of our own code has none. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
}

/**
 * Bundles `entry` into `folder`, which must be empty or absent. Chunks lie in `folder/chunk/`, as deep as src/command/, so that
 * `../../templates` beside a source there means the same folder when it is bundled. Nothing is minified: a stack trace in an
 * administrator's bug report must be readable, and the size hardly matters.
 */
export async function bundle(entry: string, folder: string): Promise<Bundle> {
  const build = await rolldown({
    input: { migrate: entry, ...THREADS },
    cwd: root,
    platform: 'node',
    plugins: [ownModulesOfNode],
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(`The bundler warns: ${log.message}`);
    },
  });
  const { output } = await write(build, folder);
  await build.close();
  const chunks = output.filter((part): part is OutputChunk => part.type === 'chunk');
  const packages = await Promise.all(chunks.map((chunk) => bundledPackages(chunk.moduleIds)));
  const licences = await licenceText(packages.flat());
  await writeFile(path.join(folder, 'THIRD-PARTY-LICENSES.txt'), licences);
  const fonts = await copyPrintFonts(folder);
  return {
    bytes: chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk.code), Buffer.byteLength(licences) + fonts),
    packages: Object.fromEntries(
      chunks.map((chunk, index) => [chunk.fileName, (packages[index] ?? []).map(({ name }) => name)]),
    ),
  };
}

/** What runs on a thread of its own is a file of its own, beside the chunk that starts it. */
const THREADS = { 'chunk/press-thread': 'src/client/hand-out/press-thread.ts' };

const BUILT_IN = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
const IMPORT = /^import (?:\* as )?(?:(?<whole>[\w$]+)(?:, )?)?(?<parts>\{[^}]*\})? from "(?<from>[^"]+)";$/gm;

/**
 * An import of one of Node's own modules evaluates every export of it, with all that hangs on them (fs: its promises, streams and
 * readline; process: its terminals): 5 ms of every start. Asked for by name, a module gives only what is used.
 */
const ownModulesOfNode: Plugin = {
  name: 'own-modules-of-node',
  renderChunk: (code) =>
    code.replace(IMPORT, (line, ...rest: unknown[]) => {
      const { whole, parts, from = '' } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
      if (!BUILT_IN.has(from)) return line;
      const found = `process.getBuiltinModule("${from}")`;
      const names = [
        ...(whole === undefined ? [] : [whole]),
        ...(parts === undefined ? [] : [parts.replaceAll(' as ', ': ')]),
      ];
      return names.map((name) => `const ${name} = ${found};`).join(' ');
    }),
};

/** Chunks of others are named after the package that they serve, so that a stack trace says where it was. */
function chunkName({ name, moduleIds }: { readonly name: string; readonly moduleIds: readonly string[] }): string {
  const last = moduleIds.at(-1);
  return last === undefined ? name : (packageName(last)?.replace(/^@/, '').replace('/', '-') ?? name);
}

async function write(build: RolldownBuild, folder: string): Promise<RolldownOutput> {
  try {
    return await build.write({
      dir: folder,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: (chunk) => `chunk/${chunkName(chunk)}-[hash].mjs`,
      banner: (chunk) => (chunk.name === 'migrate' ? '#!/usr/bin/env node' : ''),
      comments: false,
      sourcemap: false,
    });
  } catch (error) {
    // The bundler paints its messages, for a terminal; ours go into logs too.
    throw new Error(stripVTControlCharacters(error instanceof Error ? error.message : String(error)));
  }
}

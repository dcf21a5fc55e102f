// Which packages a chunk holds, told from the paths of its modules. What lies in no node_modules folder is ours.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As its package.json says it. */
  readonly licence: string | undefined;
  readonly folder: string;
}

const PACKAGE_FOLDER = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/;

/** Name of the package that a module lies in: `@azure/identity`; undefined for our own. */
export function packageName(moduleId: string): string | undefined {
  const folder = PACKAGE_FOLDER.exec(fileOf(moduleId))?.[0].replaceAll('\\', '/');
  return folder?.slice(folder.lastIndexOf('/node_modules/') + '/node_modules/'.length);
}

/** The packages of these modules. The bundler's own run-time code counts as a part of the bundler. */
export async function bundledPackages(moduleIds: readonly string[]): Promise<BundledPackage[]> {
  const folders = new Set(moduleIds.flatMap((id) => PACKAGE_FOLDER.exec(fileOf(id))?.[0] ?? []));
  return Promise.all([...folders].sort().map(readPackage));
}

function fileOf(moduleId: string): string {
  if (!moduleId.startsWith('\0')) return moduleId;
  if (moduleId.startsWith('\0rolldown/')) return createRequire(import.meta.url).resolve('rolldown');
  throw new Error(`The bundler made a module of unknown origin: ${moduleId.slice(1)}`);
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const told: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  if (typeof told !== 'object' || told === null) throw new Error(`${folder} holds no usable package.json`);
  const { name, version, license } = told as Partial<Record<string, unknown>>;
  if (typeof name !== 'string' || typeof version !== 'string') throw new Error(`${folder} has no name or no version`);
  return { name, version, licence: typeof license === 'string' ? license : undefined, folder };
}

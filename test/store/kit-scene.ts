// A kit of a few files that tells its version in each of them.

import type { KitFile } from '../../src/client/kit.ts';

export const KIT_PATHS = ['hand-out/hand-out.html', 'hand-out/hand-out.pdf', 'windows/migrate.ps1'] as const;

export function aKit(version: string): { readonly version: string; readonly files: readonly KitFile[] } {
  const files = KIT_PATHS.map((path) => ({ path, bytes: Buffer.from(`${path} ${version}\n`), isPublic: false }));
  return { version, files };
}

// For tests that run what is published: the built command, made once for all of them.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { distFolder, isFresh, root, sourcesFingerprint } from './build-record.ts';

/** Path of the built `migrate.mjs`, made from the sources as they are now. Run it with `process.execPath`. */
export async function builtMigrate(): Promise<string> {
  // A look costs a tenth of a builder that finds nothing to do.
  if (!(await isFresh(await sourcesFingerprint()))) await build();
  return path.join(distFolder, 'migrate.mjs');
}

/** Several may ask at once: one builds, the others wait for it. */
async function build(): Promise<void> {
  const builder = spawn(process.execPath, [path.join(root, 'test', 'build', 'build.ts'), '--if-stale'], { cwd: root });
  let said = '';
  for (const stream of [builder.stdout, builder.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const status = await new Promise<number | null>((resolve, reject) =>
    builder.on('error', reject).on('close', resolve),
  );
  if (status !== 0) throw new Error(`The build failed:\n${said}`);
}

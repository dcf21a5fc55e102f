// Runs npm as the tests need it: the one that runs them if there is one, without a registry.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What npm says on its standard output. A registry that nobody may ask is set, so that a look at one fails. */
export async function npm(args: readonly string[], folder: string): Promise<string> {
  const all = [...args, '--offline', '--no-audit', '--no-fund', '--no-update-notifier'];
  const own = process.env['npm_execpath'];
  const { stdout } =
    own !== undefined && /\.c?js$/.test(own)
      ? await run(process.execPath, [own, ...all], { cwd: folder })
      : await run('npm', all, { cwd: folder, shell: process.platform === 'win32' });
  return stdout;
}

// Opens a page in the browser of this system. Only where the administrator asked for it.

import { spawn } from 'node:child_process';

/** Explorer opens a file as a double click does, and takes no words for a command. */
const OPENERS: Partial<Record<NodeJS.Platform, string>> = { win32: 'explorer.exe', darwin: 'open' };

/** False where there is no such program. */
export function openFile(file: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(OPENERS[process.platform] ?? 'xdg-open', [file], { detached: true, stdio: 'ignore' });
  child.once('error', () => {
    resolve(false);
  });
  child.once('spawn', () => {
    child.unref();
    resolve(true);
  });
  return promise;
}

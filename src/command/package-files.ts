// The files that come with the program: example lists and templates.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package, in a checkout and where it is installed: the first one above that has a package.json. */
export function packageFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error('the program stands in no package');
  }
}

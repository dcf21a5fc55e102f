// Writes one kit, and is killed at a failpoint, the so-manieth time that it passes there.
// Arguments: the root, the version, the name of the failpoint, how often.

import { openKitShelf } from '../../src/store/kit-shelf.ts';
import { aKit } from './kit-scene.ts';

const [root = '', version = '', place = '', times = '1'] = process.argv.slice(2);

let left = Number(times);
const shelf = openKitShelf(root, (name) => {
  if (name !== place) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
});
await shelf.write('people/a', aKit(version));

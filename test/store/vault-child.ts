// Adds passwords to a vault on and on until it is killed. Says on stdout which are on disk, and only then.

import { writeSync } from 'node:fs';
import { openVault } from '../../src/store/vault.ts';

const [file = '', recipient = '', life = ''] = process.argv.slice(2);
const vault = openVault(file, { recipient });
for (let turn = 1; ; turn += 1) {
  const person = `life${life}-turn${turn}@old.example`;
  await vault.add([{ address: 'a@new.example', person, password: 'x'.repeat(20) }]);
  writeSync(1, `${person}\n`);
}

// Makes every file of every kit in a process of its own, and says each path with the hash of its bytes.

import { hash } from 'node:crypto';
import { KITS } from '../../src/client/kits.ts';
import { COMPANIES, PEOPLE } from './kit-facts-scene.ts';

for (const company of COMPANIES) {
  for (const kit of KITS) {
    const files = [...((await kit.forFleet?.(PEOPLE, company)) ?? [])];
    for (const person of PEOPLE) files.push(...((await kit.forPerson?.(person, company)) ?? []));
    for (const { path, bytes } of files) process.stdout.write(`${company.provider} ${path} ${hash('sha256', bytes)}\n`);
  }
}

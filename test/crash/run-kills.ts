// npm run crash [-- --kills 300] [-- --seed 1]: kills over all providers and modes; prints the figures, ends with 1 where anything was doubled or lost.

import { parseArgs } from 'node:util';
import { ALL_FAILPOINTS } from '../../src/command/failpoints.ts';
import { builtMigrate } from '../build/built.ts';
import { killLoop } from './kills.ts';
import { seededRandom } from './random.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    people: { type: 'string', default: '24' },
  },
});
const random = seededRandom(Number(values.seed));
const migrate = await builtMigrate();
const hit = new Set<string>();
let isRight = true;
for (const provider of ['microsoft-365', 'google-workspace', 'imap-host'] as const) {
  for (const mode of provider === 'imap-host' ? (['new-mailbox'] as const) : (['new-mailbox', 'rename'] as const)) {
    const startedAt = performance.now();
    const result = await killLoop({
      provider,
      mode,
      kills: Math.ceil(Number(values.kills) / 5),
      people: Number(values.people),
      // A plain mail host has no rules that anybody could read.
      ...(provider !== 'imap-host' && { hasThieves: true }),
      ...(provider === 'microsoft-365' && { hasPush: true }),
      migrate,
      random,
      failpoints: ALL_FAILPOINTS,
    });
    for (const name of result.failpointsHit) hit.add(name);
    const { kills, survived, companies, duplicates, lost, inDoubt } = result;
    isRight &&= duplicates.length === 0 && lost.length === 0;
    process.stdout.write(
      `${provider} ${mode}: ${kills} kills, ${survived} runs that ended by themselves, ${companies} companies of ${values.people}, ` +
        `${duplicates.length} duplicates, ${lost.length} lost, ${inDoubt} left in doubt, ${Math.round((performance.now() - startedAt) / 1000)} s\n`,
    );
    for (const line of [...duplicates, ...lost].slice(0, 20)) process.stdout.write(`  ${line}\n`);
  }
}
const missed = ALL_FAILPOINTS.filter((name) => !hit.has(name));
process.stdout.write(
  `named places at which a run was ended: ${hit.size} of ${ALL_FAILPOINTS.length}${missed.length > 0 ? ` (never: ${missed.join(', ')})` : ''}\n`,
);
process.exitCode = isRight ? 0 : 1;

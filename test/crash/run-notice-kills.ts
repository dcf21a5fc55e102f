// npm run crash:notices [-- --kills 320] [-- --seed 1]: kills while partners are written to, by every way of sending; prints the figures,
// ends with 1 where anybody got two, or none, or what nobody approved.

import { parseArgs } from 'node:util';
import { ALL_FAILPOINTS } from '../../src/command/failpoints.ts';
import { builtMigrate } from '../build/built.ts';
import { NOTICE_WAYS, noticeKillLoop } from './notice-kills.ts';
import { seededRandom } from './random.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '320' },
    seed: { type: 'string', default: '1' },
    partners: { type: 'string', default: '12' },
    way: { type: 'string' },
  },
});
const random = seededRandom(Number(values.seed));
const migrate = await builtMigrate();
const ways = NOTICE_WAYS.filter((way) => values.way === undefined || values.way === way);
let isRight = true;
for (const way of ways) {
  const startedAt = performance.now();
  const result = await noticeKillLoop({
    way,
    kills: Math.ceil(Number(values.kills) / ways.length),
    partners: Number(values.partners),
    migrate,
    random,
    failpoints: ALL_FAILPOINTS.filter((name) => !name.startsWith('plan.') && !name.endsWith('-vault')),
  });
  const { kills, survived, companies, approved, arrived, wrong, lost, inDoubt, held, daysHeld } = result;
  // Without an archive there is nowhere to look: a doubt is shown, never sent again.
  const canLook = way !== 'smtp without archive';
  isRight &&= wrong.length === 0 && lost.length === 0 && (!canLook || (inDoubt === 0 && arrived === approved));
  process.stdout.write(
    `${way}: ${kills} kills, ${survived} runs that ended by themselves, ${companies} companies, ${approved} letters approved, ` +
      `${arrived} arrived, ${wrong.length} twice or unapproved, ${lost.length} lost, ${inDoubt} in doubt, ${held} held on ${daysHeld} days and sent later, ` +
      `${Math.round((performance.now() - startedAt) / 1000)} s\n`,
  );
  for (const line of [...wrong, ...lost].slice(0, 20)) process.stdout.write(`  ${line}\n`);
}
process.exitCode = isRight ? 0 : 1;

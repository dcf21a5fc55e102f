// The heart under a simulated world: thousands of schedules of kills, lost answers, throttles and copies that lag, on virtual time.
// SIMULATION_SEED repeats a run; SIMULATION_RUNS makes it longer.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PLANTS, tokenAfterStarted } from './simulation/plants.ts';
import { scheduleArbitrary } from './simulation/schedule.ts';
import type { Schedule } from './simulation/schedule.ts';
import { simulate } from './simulation/simulate.ts';
import type { Seen } from './simulation/simulate.ts';
import type { Bend } from './simulation/world.ts';

const RUNS = Number(process.env['SIMULATION_RUNS'] ?? 10_000);
const SEED = process.env['SIMULATION_SEED'];
/** The planted bugs are looked for in the same schedules each time, so that a find is no luck. */
const PLANTED_SEED = 20_260_105;
/** Virtual time is cheap, but a busy machine is slow. */
const PATIENCE_MS = 600_000;

interface Checked {
  readonly result: fc.RunDetails<[Schedule]>;
  readonly sum: Seen;
  readonly seconds: number;
}

async function check(bend: Bend, options: fc.Parameters<[Schedule]>, where: Partial<Schedule> = {}): Promise<Checked> {
  const sum: Seen = { lives: 0, kills: 0, cutOff: 0, effects: 0, transitions: 0 };
  const from = process.cpuUsage();
  const property = fc.asyncProperty(scheduleArbitrary, async (schedule) => {
    const seen = await simulate({ ...schedule, ...where }, bend);
    sum.lives += seen.lives;
    sum.kills += seen.kills;
    sum.cutOff += seen.cutOff;
    sum.effects += seen.effects;
    sum.transitions += seen.transitions;
  });
  const result = await fc.check(property, options);
  const { user, system } = process.cpuUsage(from);
  return { result, sum, seconds: (user + system) / 1e6 };
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

describe('the crash protocol in a simulated world', () => {
  it(
    'makes every step once, skips nobody and shows every doubt, whatever is killed, lost, late or refused',
    async () => {
      const options = SEED === undefined ? { numRuns: RUNS } : { numRuns: RUNS, seed: Number(SEED) };
      const { result, sum, seconds } = await check({}, options);
      tell(
        `simulation: ${result.numRuns} schedules in ${seconds.toFixed(1)} s of CPU time (${(result.numRuns / seconds).toFixed(0)}/s), ` +
          `${sum.lives} lives, ${sum.kills} kills, ${sum.cutOff} steps cut off, ${sum.effects} effects, ${sum.transitions} transitions`,
      );
      if (result.failed) throw new Error(fc.defaultReportMessage(result), { cause: result.errorInstance });
      // A simulation in which nothing happens would prove nothing.
      expect(sum.kills).toBeGreaterThan(RUNS / 2);
      expect(sum.cutOff).toBeGreaterThan(RUNS / 2);
    },
    PATIENCE_MS,
  );

  it('is the same each time it runs', async () => {
    const [schedule] = fc.sample(scheduleArbitrary, { numRuns: 1, seed: PLANTED_SEED });
    if (schedule === undefined) throw new Error('fast-check has drawn nothing');
    const busy: Schedule = { ...schedule, people: 8, ends: [{ how: 'kill', at: 40 }], sends: 'archive' };
    expect(await simulate(busy)).toEqual(await simulate(busy));
  });
});

describe('a protocol that is broken on purpose', () => {
  it.each(PLANTS)(
    'is found out where $name',
    async ({ name, bend, where }) => {
      const { result, seconds } = await check(bend, { numRuns: 10_000, seed: PLANTED_SEED }, where);
      const message = result.errorInstance instanceof Error ? result.errorInstance.message : '';
      tell(
        `planted: ${name}: found in schedule ${result.numRuns}, made smaller ${result.numShrinks} times, ${seconds.toFixed(1)} s: ${message}`,
      );
      expect(result.failed).toBe(true);
      expect(result.numShrinks).toBeGreaterThan(0);
      expect(message).toMatch(
        /happened twice|has never heard of it|has lost the value|is done in the log and not at the provider|has failed without a cause|has not got its automatic reply back|nobody had approved it|is there twice/,
      );
    },
    PATIENCE_MS,
  );
});

describe('a token that is taken after `started` is on disk', () => {
  it(
    'costs looks after a kill, and breaks nothing',
    async () => {
      const options = { numRuns: 300, seed: PLANTED_SEED };
      const before = await check({}, options);
      const after = await check(tokenAfterStarted(), options);
      tell(
        `token after started: ${(after.sum.cutOff / after.sum.kills).toFixed(1)} steps cut off by a kill, ` +
          `before: ${(before.sum.cutOff / before.sum.kills).toFixed(1)}`,
      );
      expect(after.result.failed).toBe(false);
      expect(after.sum.cutOff / after.sum.kills).toBeGreaterThan(before.sum.cutOff / before.sum.kills);
    },
    PATIENCE_MS,
  );
});

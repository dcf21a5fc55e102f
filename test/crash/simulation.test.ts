// The heart under a simulated world: thousands of schedules of kills, lost answers, throttles and copies that lag, on virtual time.
// SIMULATION_SEED repeats a run; SIMULATION_RUNS makes it longer.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linesOf } from '../story/stage.ts';
import { PLANTS } from './simulation/plants.ts';
import type { Checked } from './simulation/run-checks.ts';
import { scheduleArbitrary } from './simulation/schedule.ts';
import type { Schedule } from './simulation/schedule.ts';
import { simulate } from './simulation/simulate.ts';

const RUNS = Number(process.env['SIMULATION_RUNS'] ?? 10_000);
const SEED = process.env['SIMULATION_SEED'];
/** Virtual time is cheap, but a busy machine is slow. */
const PATIENCE_MS = 600_000;

const checks = new Map<string, Checked>();

beforeAll(async () => {
  const file = path.join(import.meta.dirname, 'simulation', 'run-checks.ts');
  const args = [file, String(RUNS), ...(SEED === undefined ? [] : [SEED])];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
  for (const checked of linesOf(stdout) as readonly Checked[]) checks.set(checked.name, checked);
}, PATIENCE_MS);

function checkOf(name: string): Checked {
  const checked = checks.get(name);
  if (checked === undefined) throw new Error(`the simulation was not checked for: ${name}`);
  return checked;
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

describe('the crash protocol in a simulated world', () => {
  it('makes every step once, skips nobody and shows every doubt, whatever is killed, lost, late or refused', () => {
    const { runs, seconds, sum, isBroken, report } = checkOf('whole');
    tell(
      `simulation: ${runs} schedules in ${seconds.toFixed(1)} s of CPU time (${(runs / seconds).toFixed(0)}/s), ` +
        `${sum.lives} lives, ${sum.kills} kills, ${sum.cutOff} steps cut off, ${sum.effects} effects, ${sum.transitions} transitions`,
    );
    if (isBroken) throw new Error(report);
    expect(runs).toBe(RUNS);
    // A simulation in which nothing happens would prove nothing.
    expect(sum.kills).toBeGreaterThan(RUNS / 2);
    expect(sum.cutOff).toBeGreaterThan(RUNS / 2);
  });

  it('is the same each time it runs', async () => {
    const [schedule] = fc.sample(scheduleArbitrary, { numRuns: 1, seed: 1 });
    if (schedule === undefined) throw new Error('fast-check has drawn nothing');
    const busy: Schedule = { ...schedule, people: 8, edits: 1, ends: [{ how: 'kill', at: 40 }], sends: 'archive' };
    expect(await simulate(busy)).toEqual(await simulate(busy));
  });
});

describe('a protocol that is broken on purpose', () => {
  it.each(PLANTS.map(({ name }) => name))('is found out where %s', (name) => {
    const { runs, shrinks, seconds, isBroken, message } = checkOf(name);
    tell(
      `planted: ${name}: found in schedule ${runs}, made smaller ${shrinks} times, ${seconds.toFixed(1)} s: ${message}`,
    );
    expect(isBroken).toBe(true);
    expect(shrinks).toBeGreaterThan(0);
    expect(message).toMatch(
      /happened twice|has never heard of it|has lost the value|is done in the log and not at the provider|has failed without a cause|has not got its automatic reply back|has not got its address back|nobody had approved it|is there twice/,
    );
  });
});

describe('a token that is taken after `started` is on disk', () => {
  it('costs looks after a kill, and breaks nothing', () => {
    const [before, after] = [checkOf('token before started'), checkOf('token after started')];
    const perKill = ({ sum }: Checked): number => sum.cutOff / sum.kills;
    tell(
      `token after started: ${perKill(after).toFixed(1)} steps cut off by a kill, before: ${perKill(before).toFixed(1)}`,
    );
    expect(after.isBroken).toBe(false);
    expect(perKill(after)).toBeGreaterThan(perKill(before));
  });
});

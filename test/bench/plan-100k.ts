// plan-100k: the peak memory of `migrate plan` for a hundred thousand people. plan-growth: its time over the time for ten thousand.

import { builtMigrate } from '../build/built.ts';
import { Stage, withoutOldMailboxes } from '../story/stage.ts';
import type { Ended } from '../story/stage.ts';
import type { BenchResult } from './result.ts';

const MOST_MB = 400;
const MOST_GROWTH = 12;

/**
 * Both companies are planned side by side in one run against a `free` sandbox each, which holds all old accounts: reading the
 * list, listing the tenant, planning, guarding and saving every step durably are in the time.
 */
export async function plan100k(): Promise<readonly BenchResult[]> {
  const migrate = await builtMigrate();
  const small = await planOf(10_000, migrate);
  const large = await planOf(100_000, migrate);
  const growth = large.wallMs / small.wallMs;
  return [
    { name: 'plan-100k', value: large.peakMb, unit: 'MB', target: MOST_MB, ok: large.peakMb <= MOST_MB },
    { name: 'plan-growth', value: growth, unit: 'ratio', target: MOST_GROWTH, ok: growth <= MOST_GROWTH },
  ];
}

async function planOf(people: number, migrate: string): Promise<Ended> {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people,
    migrate,
    countsMemory: true,
    sandbox: ['--profile', 'free'],
    edit: withoutOldMailboxes,
  });
  try {
    const ended = await stage.must('plan');
    if (!ended.said.includes(`${3 * people} steps.`)) throw new Error(`not everybody was planned:\n${ended.said}`);
    return ended;
  } finally {
    await stage.close();
  }
}

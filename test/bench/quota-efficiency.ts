// quota-efficiency: how close the lanes come to what the provider's quota allows, and how seldom they run into it.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { builtMigrate } from '../build/built.ts';
import { Stage, withoutOldMailboxes } from '../story/stage.ts';
import type { BenchResult } from './result.ts';

const PEOPLE = 4000;
/** Documented quotas and times, this many times faster: 20 writes a second become 200. */
const SCALE = 10;
/** Microsoft Graph, directory writes of an app and tenant: 3,000 in 150 s. */
const BURST = 3000;
const PER_SECOND = 20;
/** Create and licence: two writes a person. */
const WRITES = 2 * PEOPLE;
const MOST = 1.05;
const MOST_REFUSED = 0.01;

/**
 * From the first to the last write that was accepted, over the least time in which the quota lets so many through: what is
 * beyond the full bucket, at the documented rate. And the share of calls that were answered with 429.
 */
export async function quotaEfficiency(): Promise<readonly BenchResult[]> {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people: PEOPLE,
    migrate: await builtMigrate(),
    sandbox: ['--profile', 'fast', '--scale', String(SCALE)],
    edit: withoutOldMailboxes,
  });
  try {
    await stage.must('plan');
    await stage.run('apply', '--yes', '--until', 'licence.assign');
    const writes = (await stage.ledger()).filter(({ kind }) => kind === 'user.create' || kind === 'licence.assign');
    if (writes.length !== WRITES) throw new Error(`${writes.length} of ${WRITES} writes took effect`);
    const times = writes.map(({ at }) => Date.parse(at));
    const tookMs = Math.max(...times) - Math.min(...times);
    const leastMs = ((WRITES - BURST) / (PER_SECOND * SCALE)) * 1000;
    const refused = await shareRefused(stage);
    const value = tookMs / leastMs;
    return [
      { name: 'quota-efficiency', value, unit: 'ratio', target: MOST, ok: value <= MOST },
      { name: 'quota-refused', value: refused, unit: 'share', target: MOST_REFUSED, ok: refused <= MOST_REFUSED },
    ];
  } finally {
    await stage.close();
  }
}

async function shareRefused({ folder }: Stage): Promise<number> {
  const text = await readFile(path.join(folder, 'sandbox', 'calls.ndjson'), 'utf8');
  const statuses = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { readonly status: number }).status);
  return statuses.filter((status) => status === 429).length / statuses.length;
}

// apply-overhead: what the plan, the log, the lanes and the crash protocol cost on top of the bare calls.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { builtMigrate } from '../build/built.ts';
import { Stage, withoutOldMailboxes } from '../story/stage.ts';
import type { BenchResult } from './result.ts';

const PEOPLE = 2000;
const ROUNDS = 2;
const MOST = 1.25;
/** As in the Microsoft adapter's limits. */
const CONCURRENCY = 16;

/**
 * Wall time of `migrate apply` over that of a bare loop that makes the same three calls for each of 2,000 people (create, licence,
 * look at the mailbox) with the same SDK and concurrency, both as whole processes against a `free` sandbox of their own, one after
 * the other in one run; the best of two rounds each. Apply also reads the tenant, compares it with the plan, and writes six
 * durable transitions a person.
 */
export async function applyOverhead(): Promise<BenchResult> {
  const migrate = await builtMigrate();
  let ours = Infinity;
  let bare = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    bare = Math.min(bare, await onStage(migrate, bareLoop));
    ours = Math.min(ours, await onStage(migrate, ourApply));
  }
  const value = ours / bare;
  return { name: 'apply-overhead', value, unit: 'ratio', target: MOST, ok: value <= MOST };
}

async function onStage(migrate: string, play: (stage: Stage) => Promise<number>): Promise<number> {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people: PEOPLE,
    migrate,
    sandbox: ['--profile', 'free'],
    edit: withoutOldMailboxes,
  });
  try {
    const wallMs = await play(stage);
    const created = (await stage.ledger()).filter(({ kind }) => kind === 'user.create').length;
    if (created !== PEOPLE) throw new Error(`${created} of ${PEOPLE} accounts were created`);
    return wallMs;
  } finally {
    await stage.close();
  }
}

async function ourApply(stage: Stage): Promise<number> {
  await stage.must('plan');
  return (await stage.must('apply', '--yes')).wallMs;
}

async function bareLoop({ folder }: Stage): Promise<number> {
  const args = [
    path.join(folder, 'sandbox', 'sandbox.json'),
    path.join(folder, 'data', 'staff.csv'),
    String(CONCURRENCY),
  ];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'bare-loop.ts'), ...args], { stdio: 'pipe' });
  let told = '';
  child.stderr.on('data', (part: Buffer) => (told += part.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`the bare loop ended with ${String(code)}: ${told}`);
  return performance.now() - startedAt;
}

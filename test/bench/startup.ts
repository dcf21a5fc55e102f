// What `migrate --help` of the built package costs in CPU time, over that of a bare node; and that it loads no SDK for it.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readRecord } from '../build/build-record.ts';
import { builtMigrate } from '../build/built.ts';
import { runNode } from './child-cpu.ts';
import type { BenchResult } from './result.ts';

const ROUNDS = 25;
const TARGET = 1.8;
/** All that may be loaded to print the help: the words of the command line, their width, and the bundler's run-time code. */
const MAY_LOAD = new Set(['commander', 'rolldown', 'string-width', 'strip-ansi', 'ansi-regex', 'get-east-asian-width']);

/**
 * Both run in turn, so that the noise of the machine meets both alike, after one round that warms the disk and the compile cache
 * (in a home folder of its own). `startup` compares the medians, `startup-min` the fastest runs.
 */
export async function startup(): Promise<readonly BenchResult[]> {
  const migrate = await builtMigrate();
  const home = await mkdtemp(path.join(tmpdir(), 'migrate-bench-'));
  try {
    const env = { ...process.env, HOME: home, XDG_CACHE_HOME: home, LOCALAPPDATA: home, NODE_COMPILE_CACHE: undefined };
    const bare: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const bareRun = await runNode(['-e', '0'], env);
      const oursRun = await runNode([migrate, '--help'], env);
      if (!oursRun.said.includes('Usage: migrate')) throw new Error(`That is no help: ${oursRun.said}`);
      if (round === 0) continue;
      bare.push(bareRun.cpuMs);
      ours.push(oursRun.cpuMs);
    }
    const needless = await needlessPackages(migrate, path.join(home, 'coverage'));
    return [
      most('startup', median(ours) / median(bare), { unit: 'ratio', target: TARGET }),
      most('startup-min', Math.min(...ours) / Math.min(...bare), { unit: 'ratio', target: TARGET }),
      most('startup-needless-packages', needless.length, { unit: 'count', target: 0 }),
    ];
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The packages that the help loads without need. V8 writes down every script that it ran when it is asked for coverage. */
export async function needlessPackages(migrate: string, folder: string): Promise<readonly string[]> {
  await runNode([migrate, '--help'], { ...process.env, NODE_V8_COVERAGE: folder });
  const [report] = await readdir(folder);
  if (report === undefined) throw new Error('V8 wrote no coverage');
  const ran = await readFile(path.join(folder, report), 'utf8');
  const { packages } = await readRecord();
  const loaded = Object.entries(packages).filter(([chunk]) => ran.includes(`/dist/${chunk}"`));
  if (loaded.length === 0) throw new Error('The coverage names no chunk of ours');
  return loaded.flatMap(([, names]) => names).filter((name) => !MAY_LOAD.has(name));
}

function most(name: string, value: number, limit: { readonly unit: string; readonly target: number }): BenchResult {
  const rounded = Number(value.toFixed(3));
  return { name, value: rounded, ...limit, ok: rounded <= limit.target };
}

function median(values: readonly number[]): number {
  const middle = values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return middle;
}

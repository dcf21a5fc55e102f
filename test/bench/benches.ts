// All benchmarks, in the order in which they run. To add one: a file that exports a function, and a line here.

import type { BenchResult } from './result.ts';

export interface Bench {
  /** What `--only` calls it. */
  readonly name: string;
  readonly run: () => Promise<BenchResult | readonly BenchResult[]>;
}

/** Each is loaded when its turn comes, so that none pays for the memory and the time of another. */
export const benches: readonly Bench[] = [
  { name: 'startup', run: async () => (await import('./startup.ts')).startup() },
  { name: 'apply-overhead', run: async () => (await import('./apply-overhead.ts')).applyOverhead() },
  { name: 'quota-efficiency', run: async () => (await import('./quota-efficiency.ts')).quotaEfficiency() },
  { name: 'plan-100k', run: async () => (await import('./plan-100k.ts')).plan100k() },
  { name: 'resume-1m', run: async () => (await import('./resume-1m.ts')).resume1m() },
  { name: 'kits', run: async () => (await import('./kits.ts')).kits() },
  { name: 'render', run: async () => (await import('./render.ts')).render() },
  { name: 'smtp-throughput', run: async () => (await import('./smtp-throughput.ts')).smtpThroughput() },
  { name: 'pace', run: async () => (await import('./pace.ts')).pace() },
];

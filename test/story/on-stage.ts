// Plays one story on a stage of its own with the built command, and leaves neither a folder nor a process behind.

import { setTimeout as sleep } from 'node:timers/promises';
import { openJobLog } from '../../src/store/job-log.ts';
import { builtMigrate } from '../build/built.ts';
import { linesOf, NEW_DOMAIN, Stage } from './stage.ts';
import type { Ended, StageWish } from './stage.ts';

/** Commands start slowly where other tests keep the computer busy: whoever waits for a story waits this long. */
export const STORY_TIMEOUT_MS = 300_000;

/** Provider time that runs so fast that a mailbox is there in a second or two; quotas and delays are as documented. */
export const FAST = ['--profile', 'fast', '--scale', '600'] as const;
/** Neither quotas nor delays: for stories that are not about time. */
export const FREE = ['--profile', 'free'] as const;

/** However many people of a batch fail, the next one opens. */
export function patient(settings: string): string {
  return settings.replaceAll(/failureThreshold: [\d.]+/gu, 'failureThreshold: 1');
}

let built: Promise<string> | undefined;

/** The built command, asked for once a file. */
export function migrateCommand(): Promise<string> {
  built ??= builtMigrate();
  return built;
}

export async function onStage<Result>(
  wish: Omit<StageWish, 'migrate'>,
  play: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const stage = await Stage.open({ ...wish, migrate: await migrateCommand() });
  try {
    return await play(stage);
  } finally {
    await stage.close();
  }
}

/** One fact of `--json`. */
export type Fact = Readonly<Record<string, unknown>> & { readonly type: string };

/** What a command with `--json` said. */
export function factsOf({ said }: Ended): readonly Fact[] {
  return linesOf(said) as readonly Fact[];
}

/** The codes of the problems that a command showed to people, in their order. */
export function problemCodes({ told }: Ended): readonly string[] {
  return [...told.matchAll(/^(?:error|warning) .* \[([a-z.-]+)\]$/gmu)].map(([, code = '']) => code);
}

const LOOK_EVERY_MS = 20;

/** Waits until a look finds what it looks for; the time limit of the test ends it. */
export async function until<Found>(look: () => Promise<Found | undefined> | Found | undefined): Promise<Found> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Keys of the effects of one kind at the provider, in order. */
export async function effects(stage: Stage, kind: string): Promise<readonly string[]> {
  return (await stage.ledger()).filter((line) => line.kind === kind).map(({ key }) => key);
}

/** Effects that must happen once and happened again. */
export async function repeatedEffects(stage: Stage): Promise<readonly string[]> {
  const once = (await stage.ledger()).filter(({ idempotent }) => !idempotent).map(({ kind, key }) => `${kind} ${key}`);
  return once.filter((effect, index) => once.indexOf(effect) !== index);
}

/** The states of all steps, read from the job log itself. */
export function stepStates(stage: Stage): Readonly<Record<string, string>> {
  const log = openJobLog(stage.path('data/job.db'), { clock: { now: Date.now }, mode: 'read' });
  try {
    return Object.fromEntries(log.states());
  } finally {
    log.close();
  }
}

/** New addresses of the made-up people 1 to `count`, sorted. */
export function newAddresses(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `p${index + 1}@${NEW_DOMAIN}`).sort();
}

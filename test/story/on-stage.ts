// Plays one story on a stage of its own with the built command, and leaves neither a folder nor a process behind.

import { builtMigrate } from '../build/built.ts';
import { linesOf, Stage } from './stage.ts';
import type { Ended, StageWish } from './stage.ts';

/** Commands start slowly where other tests keep the computer busy: whoever waits for a story waits this long. */
export const STORY_TIMEOUT_MS = 120_000;

/** Provider time that runs so fast that a mailbox is there in a second or two; quotas and delays are as documented. */
export const FAST = ['--profile', 'fast', '--scale', '600'] as const;
/** Neither quotas nor delays: for stories that are not about time. */
export const FREE = ['--profile', 'free'] as const;

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

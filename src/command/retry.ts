// migrate retry: what failed goes back to planned, and is tried again. What is in doubt is never retried: it is settled.

import type { StepRecord } from '../model/event.ts';
import { isRefusedForGood } from '../model/failure.ts';
import { STEP_KINDS } from '../model/step.ts';
import type { StepId } from '../model/step.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { openJob } from './job.ts';
import type { Job } from './job.ts';
import { personKeyOf } from './people.ts';
import { redo } from './redo.ts';
import { runSelected, settleStarted } from './running.ts';
import { sayProblems } from './say-problems.ts';
import { batchNames, isSelected, readSelection, unknownWord } from './selection.ts';
import { readWorkspaceSettings } from './workspace.ts';

export interface RetryOptions {
  readonly failed?: true;
  readonly batch?: string;
  readonly only?: string;
  readonly kind?: string;
  readonly redo?: true;
  /** Also messages that their receivers have refused for good. */
  readonly permanent?: true;
}

export async function retry({ folder, voice }: CommandContext, options: RetryOptions): Promise<ExitCode> {
  if (options.redo === true && options.only === undefined) return sayProblems([redoWhom()], voice);
  if (options.failed !== true && options.only === undefined && options.batch === undefined) {
    return sayProblems([sayWhat()], voice);
  }
  const kind = STEP_KINDS.find((name) => name === options.kind);
  if (options.kind !== undefined && kind === undefined) {
    return sayProblems([unknownWord('--kind', options.kind, STEP_KINDS)], voice);
  }
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const opening = await openJob({ folder, settings: reading.settings, voice, command: 'retry', log: 'write' });
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { job } = opening;
  try {
    const selecting = readSelection(options, {
      batches: batchNames(job.settings),
      personOf: (address) => personKeyOf(job.log, address),
    });
    if ('problems' in selecting) return sayProblems(selecting.problems, voice);
    const { selection } = selecting;
    if (!(await settleStarted(job, voice))) return EXIT.open;
    if (options.redo === true && selection.only !== undefined) return await redo(selection.only, { job, voice });
    const fitting = [...job.log.steps({ currentPlan: true, states: ['failed'] })].filter(
      (record) => isSelected(record, selection) && (kind === undefined || record.step.kind === kind),
    );
    const failed = fitting.filter((record) => options.permanent === true || !isForGood(record));
    if (failed.length < fitting.length) voice.say(forGoodText(fitting.length - failed.length));
    if (failed.length === 0) {
      voice.say('Nothing that failed fits that.');
      return EXIT.done;
    }
    await Promise.all(
      failed.map(({ step, attempt }) => job.log.record({ id: step.id, to: 'planned', attempt, how: 'retry' })),
    );
    voice.say(`${failed.length} failed steps are tried again.`);
    return await runSelected({ job, voice, selection, steps: withFollowers(job, failed) });
  } finally {
    job.close();
  }
}

function isForGood({ step, failure }: StepRecord): boolean {
  return step.kind === 'notice.send' && failure !== undefined && isRefusedForGood(failure);
}

function forGoodText(count: number): string {
  return (
    `${count} messages were refused for good by their receivers, and are not tried again (--permanent would). ` +
    'Correct the list, or tell these partners by telephone: migrate notice worklist'
  );
}

/** What failed and what waits for it; nobody else's turn comes because somebody's step is tried again. */
function withFollowers(job: Job, failed: readonly StepRecord[]): ReadonlySet<StepId> {
  const ids = new Set(failed.map(({ step }) => step.id));
  // In a plan every step stands after those that it needs.
  for (const { step } of job.log.steps({ currentPlan: true })) {
    if (step.needs.some((need) => ids.has(need))) ids.add(step.id);
  }
  return ids;
}

function redoWhom() {
  return {
    code: 'arguments.redo-whom',
    severity: 'error',
    what: '--redo needs --only with one person.',
    why: 'That an account is gone is looked at for each person.',
    todo: 'migrate retry --only <person> --redo',
  } as const;
}

function sayWhat() {
  return {
    code: 'arguments.retry-what',
    severity: 'error',
    what: 'It is not said what shall be tried again.',
    why: 'Trying again is a decision: something was refused before.',
    todo: 'migrate retry --failed, or with --batch, --only, --kind.',
  } as const;
}

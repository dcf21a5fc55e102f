// migrate resume: goes on where a run was cut off. What was under way then is looked at first.

import type { LoggedEvent } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { openJob } from './job.ts';
import { personKeyOf } from './people.ts';
import type { RunOptions } from './run-options.ts';
import { RUN_AGREED, RUN_STARTED, runSelected, settleStarted } from './running.ts';
import { savedPlan } from './saved-plan.ts';
import { sayProblems } from './say-problems.ts';
import { batchNames, lastSelection, readSelection, selectionText } from './selection.ts';
import { readWorkspaceSettings, SETTINGS_FILE } from './workspace.ts';

/** Needs no staff list: what is to be done was written down when it was planned. */
export async function resume({ folder, voice }: CommandContext, options: RunOptions): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const opening = await openJob({ folder, settings: reading.settings, voice, command: 'resume', log: 'write' });
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { job } = opening;
  try {
    const saved = savedPlan(job.log);
    const selecting = readSelection(options, {
      batches: batchNames(job.settings),
      personOf: (address) => personKeyOf(job.log, address),
    });
    if ('problems' in selecting) return sayProblems(selecting.problems, voice);
    // An undo is agreed to before its plan is saved, and looks at nothing else.
    const begun = lastBegun(job.log);
    if (saved?.purpose === 'apply' && begun === undefined) return sayProblems([notStarted()], voice);
    if (!(await settleStarted(job, voice))) return EXIT.open;
    const isLeft = [...job.log.steps({ currentPlan: true, states: ['planned', 'waiting'] })].length > 0;
    if (saved === undefined || !isLeft) {
      voice.say('Nothing to resume.');
      return EXIT.done;
    }
    if (saved.purpose === 'apply' && saved.fingerprints[SETTINGS_FILE] !== reading.sha256) {
      voice.say(`${SETTINGS_FILE} has changed since the plan was made; resuming the plan as it was read.`);
    }
    const isGiven = Object.keys(selecting.selection).length > 0;
    const selection = isGiven ? selecting.selection : lastSelection(begun);
    if (!isGiven && Object.keys(selection).length > 0) {
      voice.say(
        `Going on with the last run, which was limited to ${selectionText(selection)}; all others: migrate apply.`,
      );
    }
    return await runSelected({ job, voice, selection, waits: options.wait === true });
  } finally {
    job.close();
  }
}

/** The last run of the current plan: somebody has agreed to it, and the provider was still as it had been planned. */
function lastBegun(log: JobLog): LoggedEvent | undefined {
  const planned = log.lastEvent('plan.saved')?.number ?? 0;
  return [RUN_AGREED, RUN_STARTED]
    .map((name) => log.lastEvent(name))
    .filter((event) => event !== undefined && event.number > planned)
    .sort((left, right) => (right?.number ?? 0) - (left?.number ?? 0))[0];
}

function notStarted(): Problem {
  return {
    code: 'resume.not-started',
    severity: 'error',
    what: 'The current plan has not been started.',
    why: 'To resume asks nobody, and does not look whether the world is still the one that was planned for.',
    todo: 'Carry the plan out: migrate apply',
  };
}

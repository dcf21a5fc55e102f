// migrate done: a person says that a task for people is done, with evidence.

import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import { takenBackBy } from '../model/step.ts';
import type { HandTask } from '../model/step.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { onLockedLog } from './locked-log.ts';
import { sayProblems } from './say-problems.ts';
import { whoIsThere } from './who.ts';

export function done(
  context: CommandContext,
  id: string,
  { evidence, by }: { readonly evidence: string; readonly by?: string },
): Promise<ExitCode> {
  const { voice } = context;
  return onLockedLog(context, 'done', async (log) => {
    const record = log.step(id);
    if (record?.step.kind !== 'hand.task') return sayProblems([notForPeople(id)], voice);
    if (record.state === 'done') {
      voice.say(`${id} was done already.`);
      return EXIT.done;
    }
    const before = openBefore(record.step, log);
    if (before !== undefined) return sayProblems([notYet(record.step, before)], voice);
    const who = by ?? whoIsThere();
    const takenBack = takenBackBy(record.step).filter((other) => log.step(other)?.state === 'done');
    // Both in one commit: what was taken back never counts as done.
    await Promise.all([
      log.record({ id, to: 'done', attempt: record.attempt, how: `by ${who}`, evidence: { evidence, by: who } }),
      ...takenBack.map((other) => log.record({ id: other, to: 'undone', attempt: 0, how: `taken back by ${id}` })),
    ]);
    voice.say(`Recorded: ${record.step.title}, by ${who}. Go on with: migrate resume`);
    return EXIT.done;
  });
}

/** The task of a person that comes first and is not done: what is reinstalled has no evidence left. */
function openBefore({ needs }: HandTask, log: JobLog): HandTask | undefined {
  const before = needs.map((id) => log.step(id)).find((one) => one?.step.kind === 'hand.task' && one.state !== 'done');
  return before?.step.kind === 'hand.task' ? before.step : undefined;
}

function notYet({ title }: HandTask, before: HandTask): Problem {
  return {
    code: 'arguments.task-before',
    severity: 'error',
    what: `Another task comes before "${title}": ${before.title}.`,
    why: 'The order matters: afterwards the first one can no longer be done.',
    todo: `migrate done "${before.id}" --evidence "..." (if it was left out, say as evidence who decided that, and why)`,
  };
}

function notForPeople(id: string) {
  return {
    code: 'arguments.not-for-people',
    severity: 'error',
    what: `The job log knows no task for people called ${id}.`,
    why: 'What the program does is recorded by the program alone.',
    todo: 'See the tasks with: migrate status',
  } as const;
}

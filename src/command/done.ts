// migrate done: a person says that a task for people is done, with evidence.

import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { realClock } from './clock.ts';
import { sayProblems } from './say-problems.ts';
import { openJobLog } from '../store/job-log.ts';
import { takeLock } from '../store/lock.ts';
import { whoIsThere } from './who.ts';
import { placesOf } from './workspace.ts';

export async function done(
  { folder, voice }: CommandContext,
  id: string,
  { evidence, by }: { readonly evidence: string; readonly by?: string },
): Promise<ExitCode> {
  const places = placesOf(folder);
  const lock = takeLock(places.lock, { command: 'done', clock: realClock });
  if ('problem' in lock) return sayProblems([lock.problem], voice);
  try {
    const log = openJobLog(places.log, { clock: realClock, mode: 'write' });
    try {
      const record = log.step(id);
      if (record?.step.kind !== 'hand.task') return sayProblems([notForPeople(id)], voice);
      if (record.state === 'done') {
        voice.say(`${id} was done already.`);
        return EXIT.done;
      }
      const who = by ?? whoIsThere();
      await log.record({ id, to: 'done', attempt: record.attempt, how: `by ${who}`, evidence: { evidence, by: who } });
      voice.say(`Recorded: ${record.step.title}, by ${who}. Go on with: migrate resume`);
      return EXIT.done;
    } finally {
      log.close();
    }
  } finally {
    lock.release();
  }
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

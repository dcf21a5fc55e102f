// migrate retry --only <person> --redo: an account that was made and is gone again counts as undone, so that it is planned anew.

import { again } from '../apply/read-present.ts';
import type { StepRecord } from '../model/event.ts';
import type { Problem } from '../model/problem.ts';
import { machineKindOf } from '../step/kinds.ts';
import { realClock } from './clock.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { jitter } from './job.ts';
import type { Job } from './job.ts';
import { noPassword } from './prepare-passwords.ts';
import { toolsOf } from './running.ts';
import { sayProblems } from './say-problems.ts';
import type { Voice } from './voice.ts';

/** Only what a look does not find, and for longer than the provider's copies may disagree. */
export async function redo(
  person: string,
  { job, voice }: { readonly job: Job; readonly voice: Voice },
): Promise<ExitCode> {
  const made = [...job.log.steps({ person, states: ['done'] })].filter(({ step }) => step.kind === 'user.create');
  if (made.length === 0) {
    voice.say('This migration has made no account for that person.');
    return EXIT.done;
  }
  for (const record of made) {
    const { id } = record.step;
    if (!(await isGone(record, job))) return sayProblems([stillThere(id)], voice);
    await job.log.record({ id, to: 'undone', attempt: record.attempt, how: 'gone: a look found no trace of it' });
    voice.say(`${id} is gone, and counts as undone. Plan it anew with: migrate plan`);
  }
  return EXIT.done;
}

async function isGone({ step, at }: StepRecord, job: Job): Promise<boolean> {
  const { patience } = job.limits;
  if (realClock.now() - at < patience.lagMs) return false;
  const waits = { clock: realClock, patience, random: jitter, signal: new AbortController().signal };
  const sight = await again(waits, async () => machineKindOf(step)?.look(step, toolsOf(job, noPassword)));
  return sight?.standing === 'absent';
}

function stillThere(id: string): Problem {
  return {
    code: 'retry.still-there',
    severity: 'error',
    what: `${id} was done, and it is not certain that its account is gone.`,
    why: 'A look finds it, or it was made so lately that the provider may only show it late.',
    todo: 'Look again in an hour. Where somebody else has the address now, give the person another one and plan again.',
  };
}

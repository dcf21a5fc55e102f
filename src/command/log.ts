// migrate log: what happened, line by line, and whether the lines are still the ones that were written.

import { openJobLog } from '../store/job-log.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { personKeyOf, unknownPerson } from './people.ts';
import { sayProblems } from './say-problems.ts';
import { factsText } from './text/event-text.ts';
import { exactMomentText } from '../report/time-text.ts';
import { placesOf } from './workspace.ts';

export function showLog(
  { folder, voice }: CommandContext,
  address: string | undefined,
  options: { readonly verify?: true },
): Promise<ExitCode> {
  const log = openJobLog(placesOf(folder).log, {
    clock: realClock,
    mode: 'read',
    isThorough: options.verify === true,
  });
  try {
    if (options.verify === true) {
      const broken = log.firstBrokenEvent();
      voice.fact({ type: 'log.verified', isWhole: broken === undefined, ...(broken === undefined ? {} : { broken }) });
      if (broken !== undefined) return Promise.resolve(sayProblems([chainBroken(broken)], voice));
      voice.say('The log is whole: every line follows from the one before.');
      return Promise.resolve(EXIT.done);
    }
    const person = address === undefined ? undefined : personKeyOf(log, address);
    if (address !== undefined && person === undefined) {
      return Promise.resolve(sayProblems([unknownPerson(address)], voice));
    }
    for (const event of log.events(person === undefined ? {} : { person })) {
      voice.fact({ type: 'event', ...event });
      voice.say(
        `${exactMomentText(event.at)}  ${event.name}  ${event.stepId ?? ''}${factsText(event.facts)}`.trimEnd(),
      );
    }
    return Promise.resolve(EXIT.done);
  } finally {
    log.close();
  }
}

function chainBroken(number: number) {
  return {
    code: 'log.chain-broken',
    severity: 'error',
    what: `Line ${number} of the log does not follow from the one before.`,
    why: 'Somebody or something has changed the log after it was written.',
    todo: 'Keep the file as it is, compare it with a backup, and find out who had access to it.',
  } as const;
}

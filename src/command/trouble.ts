// The last stop of everything that was thrown: trouble with a file, trouble with the provider, or a bug of ours.

import { RemoteFailure } from '../model/failure.ts';
import { StoreTrouble } from '../store/trouble.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import type { Voice } from './voice.ts';

/** Says what went wrong. Nothing has been lost: what was done is in the job log. */
export function sayTrouble(error: unknown, voice: Voice): ExitCode {
  if (error instanceof StoreTrouble) {
    voice.problem(error.problem);
    return EXIT.input;
  }
  if (error instanceof RemoteFailure) {
    const { operation, said, todo, status } = error.facts;
    voice.fact({ type: 'failure', ...error.facts });
    voice.complain(
      `error The provider did not answer as needed: ${operation}${status === undefined ? '' : ` (${status})`}: ${said}` +
        (todo === undefined ? '' : `\n    to do: ${todo}`),
    );
    return EXIT.failed;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  voice.fact({ type: 'bug', stack });
  voice.complain(
    `This is a bug in migrate. What was done until now is in the job log; "migrate resume" goes on safely.\n${stack}`,
  );
  return EXIT.failed;
}

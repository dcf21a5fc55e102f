// The last stop of everything that was thrown: trouble with a file, trouble with the provider, or a bug of ours.

import { RemoteFailure } from '../model/failure.ts';
import { StoreTrouble } from '../store/trouble.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { problemText } from './text/problem-text.ts';

/** Says what went wrong on the error stream. Nothing has been lost: what was done is in the job log. */
export function sayTrouble(error: unknown): ExitCode {
  if (error instanceof StoreTrouble) {
    process.stderr.write(`${problemText(error.problem, (text) => text)}\n`);
    return EXIT.input;
  }
  if (error instanceof RemoteFailure) {
    const { operation, said, todo, status } = error.facts;
    process.stderr.write(
      `error The provider did not answer as needed: ${operation}${status === undefined ? '' : ` (${status})`}: ${said}\n` +
        (todo === undefined ? '' : `    to do: ${todo}\n`),
    );
    return EXIT.failed;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `This is a bug in migrate. What was done until now is in the job log; "migrate resume" goes on safely.\n${stack}\n`,
  );
  return EXIT.failed;
}

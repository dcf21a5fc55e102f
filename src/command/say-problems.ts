// Says problems, all at once, and what they mean for the exit code.

import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import type { Voice } from './voice.ts';

export function sayProblems(problems: readonly Problem[], voice: Voice): ExitCode {
  for (const problem of problems) voice.problem(problem);
  if (!hasErrors(problems)) return EXIT.done;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  voice.say(`${errors} ${errors === 1 ? 'error' : 'errors'}. Nothing has been changed.`);
  return EXIT.input;
}

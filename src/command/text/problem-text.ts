// How a problem is written: place and summary, then why, then what to do.

import type { Place, Problem } from '../../model/problem.ts';

/** `file:line:column`, as editors open it. */
export function placeText({ file, line, column }: Place): string {
  if (line === undefined) return file;
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}

export function problemText(problem: Problem, paint: (text: string) => string): string {
  const place = problem.place === undefined ? '' : `${placeText(problem.place)}: `;
  return [
    `${paint(problem.severity)} ${place}${problem.what} [${problem.code}]`,
    `      why: ${problem.why}`,
    `    to do: ${problem.todo}`,
  ].join('\n');
}

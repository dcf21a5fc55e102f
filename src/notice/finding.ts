// One thing that is wrong in a text, before it is known where in which file that is.

import type { Place, Problem } from '../model/problem.ts';

export interface Finding {
  /** Where in the text that was looked at. */
  readonly index: number;
  /** The words that are wrong, as they stand there. */
  readonly found: string;
  readonly say: (place: Place) => Problem;
}

/** The findings of a part, as findings of the whole in which it begins at that index. */
export function movedBy(start: number, findings: readonly Finding[]): readonly Finding[] {
  return start === 0 ? findings : findings.map((finding) => ({ ...finding, index: finding.index + start }));
}

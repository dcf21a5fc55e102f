// A problem: something that the user must mend. A value, gathered with its place, never thrown.

/** Where a problem stands. Lines and columns start at 1; in a CSV the column is the number of the cell in its row. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** An error stops the command; a warning is shown and may be accepted. */
export type Severity = 'error' | 'warning';

export interface Problem {
  /** Stable across versions, for scripts: `staff.address-twice`. */
  readonly code: string;
  readonly severity: Severity;
  readonly place?: Place;
  /** What is wrong, with the offending value. */
  readonly what: string;
  /** Why it matters. */
  readonly why: string;
  /** What to do about it. */
  readonly todo: string;
}

/** True where at least one of the problems stops the command. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

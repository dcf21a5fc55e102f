// What a command is answered with.

/** The lines before the last one, and the last one without its tag: `OK done`. */
export interface Result {
  readonly lines: readonly string[];
  readonly end: string;
}

export const ok = (lines: readonly string[] = [], said = 'done'): Result => ({ lines, end: `OK ${said}` });
export const no = (said: string): Result => ({ lines: [], end: `NO ${said}` });
export const bad = (said: string): Result => ({ lines: [], end: `BAD ${said}` });

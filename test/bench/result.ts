// What a benchmark says: one line of `npm run bench -- --json`.

export interface BenchResult {
  readonly name: string;
  readonly value: number;
  /** `ratio`, `MB` ... */
  readonly unit: string;
  /** The most that is allowed, or the least. */
  readonly target: number;
  /** The target is the least that is allowed. */
  readonly isLeast?: true;
  readonly ok: boolean;
}

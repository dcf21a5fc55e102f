// What a benchmark says: one line of `npm run bench -- --json`.

export interface BenchResult {
  readonly name: string;
  readonly value: number;
  /** `ratio`, `MB` ... */
  readonly unit: string;
  /** The most that is allowed. */
  readonly target: number;
  readonly ok: boolean;
}

// One rule of the table that says what a refusal proves.

import type { FailureFacts, FailureKind } from '../../model/failure.ts';

/** What is named must fit; what is left out fits everything. */
export interface FailureRule {
  readonly status?: readonly number[];
  readonly operation?: RegExp;
  readonly code?: RegExp;
  readonly message?: RegExp;
  /** `no-usable-answer`: in doubt, or safe to repeat; the call decides. */
  readonly kind: FailureKind | 'no-usable-answer';
  readonly todo?: string | ((operation: string) => string);
  readonly stops?: NonNullable<FailureFacts['stops']>;
}

// One rule of the table that says what a refusal of Google's proves, and what it is asked about.

import type { FailureFacts, FailureKind } from '../../model/failure.ts';
import type { LaneName } from '../../model/lane.ts';
import type { Trouble } from './trouble.ts';

/** What has to be known of a call to judge its failure. */
export interface CallFacts {
  /** The method as Google's reference calls it: `directory.users.insert`. */
  readonly operation: string;
  readonly lane: LaneName;
  /** A read, a write that sets a value, or an insert that Google keeps apart by its key: sent twice, it changes nothing more. */
  readonly isRepeatable: boolean;
  /** It concerns one account that is known to exist, so "not found" means "not visible yet". */
  readonly isOnAccount?: boolean;
  /** What a 409 means where the call cannot meet a duplicate. */
  readonly conflict?: 'not-yet';
}

/** The first rule of the table that fits says what a refusal proves. */
export interface FailureRule {
  readonly when: (trouble: Trouble, call: CallFacts) => boolean;
  readonly kind: FailureKind;
  readonly todo?: string;
  readonly stops?: NonNullable<FailureFacts['stops']>;
}

export const says = (trouble: Trouble, text: RegExp): boolean => text.test(trouble.said);
export const is = (trouble: Trouble, ...reasons: readonly string[]): boolean =>
  trouble.reason !== undefined && reasons.includes(trouble.reason);

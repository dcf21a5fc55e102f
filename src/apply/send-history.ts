// What earlier starts mean for the limits now: read from the job log, so that a restart forgets nothing.

import type { FailureFacts } from '../model/failure.ts';

export interface PastStart {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly mailbox: string;
  /** Domain of the recipient. */
  readonly domain: string;
  /** How it failed, where it is known to have failed. */
  readonly failure?: FailureFacts;
  /** When that was heard. */
  readonly endedAt?: number;
}

export interface SendHistory {
  /** Those that a limit may still count, oldest first. */
  readonly starts: readonly PastStart[];
  /** Times of all before them that may have sent something: they tell the days of sending. */
  readonly earlier: readonly number[];
  /**
   * The last step back in the ramp: when, why, and how many in all. `liftedAt`: when the administrator has let the rest of that day go on.
   */
  readonly stepBack?: {
    readonly at: number;
    readonly why: string;
    readonly back: number;
    readonly liftedAt?: number;
  };
}

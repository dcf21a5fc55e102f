// Time comes in as an argument, so that a test can own it.

export interface Clock {
  /** Milliseconds since 1970, for what is written down and for times of day. Somebody may set it, back or forward. */
  now(): number;
  /** Milliseconds since some moment before, which nobody can set: for every span that is waited for in this process. */
  elapsed(): number;
  /** Resolves after `delayMs`; rejects with the signal's reason when it is aborted first. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

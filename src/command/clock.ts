// The real clock.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../model/clock.ts';

/** setTimeout takes at most this. */
const LONGEST_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  async sleep(delayMs, signal) {
    signal?.throwIfAborted();
    try {
      for (let left = delayMs; left > 0; left -= LONGEST_MS) {
        await sleep(Math.min(left, LONGEST_MS), undefined, signal === undefined ? {} : { signal });
      }
    } catch (error) {
      // Node rejects with an error of its own; the seam promises the signal's reason.
      signal?.throwIfAborted();
      throw error;
    }
  },
};

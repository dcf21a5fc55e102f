// The sandbox's clock: real time, and documented durations brought to the profile's scale.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../model/clock.ts';
import type { Profile } from './profile.ts';

export interface ScaledClock extends Omit<Clock, 'elapsed'> {
  /** A documented duration in milliseconds of this sandbox; 0 where the profile has no delays. */
  scaled(documentedMs: number): number;
}

export function scaledClock(profile: Profile, now: () => number = Date.now): ScaledClock {
  return {
    now,
    scaled: (documentedMs) => (profile.hasDelays ? documentedMs / profile.timeScale : 0),
    async sleep(delayMs, signal) {
      await sleep(delayMs, undefined, signal === undefined ? {} : { signal });
    },
  };
}

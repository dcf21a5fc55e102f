// Makes a read again that met a throttle or a lost connection. What is refused, or not there, is not asked for twice.

import type { Clock } from '../model/clock.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { Patience } from '../model/lane.ts';
import type { Repeat } from '../model/mail-reader.ts';
import { backoffMs } from './backoff.ts';

export interface RepeatParts {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly patience: Pick<Patience, 'attempts' | 'backoffFloorMs' | 'backoffCeilingMs'>;
  readonly random: () => number;
}

/** Throws the last RemoteFailure after `patience.attempts` tries. */
export function repeatReads({ clock, patience, random }: RepeatParts): Repeat {
  return async (read, signal) => {
    for (let tries = 1; ; tries += 1) {
      signal.throwIfAborted();
      try {
        return await read();
      } catch (error) {
        const facts = error instanceof RemoteFailure ? error.facts : undefined;
        const mayPass = facts?.kind === 'throttled' || facts?.kind === 'unavailable';
        if (!mayPass || tries >= patience.attempts) throw error;
        const { retryAfterMs } = facts;
        const asked = retryAfterMs === undefined ? {} : { askedMs: retryAfterMs };
        await clock.sleep(backoffMs(patience, tries, { random, ...asked }), signal);
      }
    }
  };
}

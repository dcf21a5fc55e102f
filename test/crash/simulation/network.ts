// The way to the tenant and back, for one life: calls are slow, refused, lost before or after their effect, and copies lag behind.
// One rule: an effect comes at most IN_FLIGHT_MS after the caller has heard that the answer is lost, or has died.

import { RemoteFailure } from '../../../src/model/failure.ts';
import type { FailureFacts } from '../../../src/model/failure.ts';
import type { Call, Carry } from './carry.ts';
import type { Life } from './life.ts';
import type { Dice } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Shares are per mille of all calls. */
export interface Faults {
  /** No answer, and no effect. */
  readonly lostBefore: number;
  /** The effect, and no answer. */
  readonly lostAfter: number;
  /** No answer, and the effect a while later. */
  readonly late: number;
  readonly throttled: number;
  /** Calls of which one way takes up to `slowMs`. */
  readonly slow: number;
  readonly slowMs: number;
  /** How far a copy may be behind. */
  readonly staleMs: number;
}

export const NO_FAULTS: Faults = {
  lostBefore: 0,
  lostAfter: 0,
  late: 0,
  throttled: 0,
  slow: 0,
  slowMs: 0,
  staleMs: 0,
};

export const IN_FLIGHT_MS = 10_000;

type Fate = 'fine' | 'lost-before' | 'lost-after' | 'late' | 'throttled';

interface NetworkParts {
  readonly time: VirtualTime;
  readonly life: Life;
  readonly faults: Faults;
  readonly dice: Dice;
}

export function networkOf({ time, life, faults, dice }: NetworkParts): Carry {
  return (call, act) =>
    new Promise((resolve, reject) => {
      if (life.isDead) return;
      const fate = fateOf(call, faults, dice);
      const staleMs = dice() < 0.5 ? 0 : Math.floor(dice() * faults.staleMs);
      const [travelMs, backMs] = waysOf(faults, dice);
      const isSurvivor = dice() < 0.5;
      const lateMs = Math.floor(dice() * IN_FLIGHT_MS);

      const answer = (deliver: () => void): void => {
        time.after(backMs, () => {
          life.underWay -= 1;
          if (!life.isDead) deliver();
        });
      };
      // A request of a dead process may still be on its way, or may have gone down with it.
      const hasGoneDown = (): boolean =>
        life.diedAt !== undefined && !(isSurvivor && time.now() - life.diedAt <= IN_FLIGHT_MS);
      const arrive = (): void => {
        if (hasGoneDown()) return;
        if (fate === 'throttled') answer(() => reject(throttle(call, dice)));
        else if (fate === 'lost-before') answer(() => reject(lost(call)));
        else if (fate === 'late') {
          time.after(backMs + lateMs, () => {
            if (!hasGoneDown()) attempt(() => act(staleMs));
          });
          answer(() => reject(lost(call)));
        } else {
          const result = attempt(() => act(staleMs));
          if (fate === 'lost-after') answer(() => reject(lost(call)));
          else if ('failure' in result) answer(() => reject(result.failure));
          else answer(() => resolve(result.value));
        }
        life.moment();
      };
      life.underWay += 1;
      time.after(travelMs, arrive);
      life.moment();
    });
}

function fateOf(call: Call, faults: Faults, dice: Dice): Fate {
  const drawn = dice() * 1000;
  const bounds: readonly (readonly [Fate, number])[] = [
    ['lost-before', faults.lostBefore],
    ['lost-after', faults.lostAfter],
    ['late', faults.late],
    ['throttled', faults.throttled],
  ];
  let bound = 0;
  for (const [fate, share] of bounds) {
    bound += share;
    // A read has no effect that could be late.
    if (drawn < bound) return fate === 'late' && call.does === 'read' ? 'lost-before' : fate;
  }
  return 'fine';
}

function waysOf(faults: Faults, dice: Dice): readonly [travelMs: number, backMs: number] {
  const usual = (): number => 1 + Math.floor(dice() * 50);
  const travelMs = usual();
  const backMs = usual();
  if (dice() * 1000 >= faults.slow) return [travelMs, backMs];
  const slowMs = Math.floor(dice() * faults.slowMs);
  return dice() < 0.5 ? [travelMs + slowMs, backMs] : [travelMs, backMs + slowMs];
}

/** What the tenant refuses is an answer; anything else is a bug of the simulation. */
function attempt<Result>(act: () => Result): { readonly value: Result } | { readonly failure: RemoteFailure } {
  try {
    return { value: act() };
  } catch (error) {
    if (error instanceof RemoteFailure) return { failure: error };
    throw error;
  }
}

function lost({ operation, does }: Call): RemoteFailure {
  const facts: FailureFacts = {
    kind: does === 'make' ? 'in-doubt' : 'unavailable',
    operation,
    said: 'service unavailable',
    status: 503,
  };
  return new RemoteFailure(facts);
}

function throttle({ operation }: Call, dice: Dice): RemoteFailure {
  const asked = dice() < 0.5 ? {} : { retryAfterMs: Math.floor(dice() * 20_000) };
  return new RemoteFailure({ kind: 'throttled', operation, said: 'too many requests', status: 429, ...asked });
}

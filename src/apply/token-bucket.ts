// The pace of a lane: a token bucket with a hold for everybody, slowed down by throttles and sped up again slowly.
// It reckons with the time that has passed: a clock that is set must neither stall the lane nor end a hold early.

import type { Clock } from '../model/clock.ts';

export interface Pace {
  /** Calls that the bucket holds when it is full. */
  readonly burst: number;
  readonly perSecond: number;
}

/** After a throttle the rate falls to this share, at most once a second, and never below a hundredth of the full rate. */
const SLOW_DOWN = 0.7;
const LEAST_SHARE = 0.01;
/** Share of the full rate that comes back in a second of good answers. */
const RECOVERY_PER_SECOND = 0.02;

export class TokenBucket {
  readonly #full: Pace;
  readonly #clock: Clock;
  #tokens: number;
  #rate: number;
  #filledAt: number;
  #heldUntil = Number.NEGATIVE_INFINITY;
  #slowedAt = Number.NEGATIVE_INFINITY;
  #queue: Promise<void> = Promise.resolve();

  constructor(full: Pace, clock: Clock) {
    this.#full = full;
    this.#clock = clock;
    this.#tokens = full.burst;
    this.#rate = full.perSecond;
    this.#filledAt = clock.elapsed();
  }

  /** Calls a second at present. */
  get rate(): number {
    return this.#rate;
  }

  /** Milliseconds since 1970 until when nobody may start; 0 where nothing holds. */
  get heldUntil(): number {
    const left = this.#heldUntil - this.#clock.elapsed();
    return left > 0 ? this.#clock.now() + left : 0;
  }

  /** First come, first served: whoever waits first starts first, and a hold applies to everybody behind. */
  take(calls: number, signal?: AbortSignal): Promise<void> {
    const turn = this.#queue.then(() => this.#wait(calls, signal));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #wait(calls: number, signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      this.#fill();
      const held = this.#heldUntil - this.#clock.elapsed();
      const needed = Math.min(calls, this.#full.burst);
      if (held <= 0 && this.#tokens >= needed) {
        this.#tokens -= calls;
        return;
      }
      const missing = ((needed - this.#tokens) / this.#rate) * 1000;
      await this.#clock.sleep(Math.max(1, Math.ceil(held > 0 ? held : missing)), signal);
    }
  }

  /** The remote end refused for the pace: nobody starts for `delayMs`, and then more slowly. */
  throttled(delayMs: number): void {
    const now = this.#clock.elapsed();
    this.#fill();
    this.#heldUntil = Math.max(this.#heldUntil, now + delayMs);
    this.#tokens = Math.min(this.#tokens, 0);
    if (now - this.#slowedAt < 1000) return;
    this.#slowedAt = now;
    this.#rate = Math.max(this.#full.perSecond * LEAST_SHARE, this.#rate * SLOW_DOWN);
  }

  /** A good answer: the rate comes back, about 2 % of the full rate each second. */
  succeeded(): void {
    if (this.#rate >= this.#full.perSecond) return;
    this.#rate = Math.min(this.#full.perSecond, this.#rate + (this.#full.perSecond * RECOVERY_PER_SECOND) / this.#rate);
  }

  #fill(): void {
    const now = this.#clock.elapsed();
    const from = Math.max(this.#filledAt, Math.min(this.#heldUntil, now));
    this.#filledAt = now;
    this.#tokens = Math.min(this.#full.burst, this.#tokens + (Math.max(0, now - from) / 1000) * this.#rate);
  }
}

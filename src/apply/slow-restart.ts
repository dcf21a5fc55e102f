// How sending to one operator of mail servers begins again after it has said "too fast" (4.7.28): nothing for ten minutes or as long
// as it asked, then one connection, then one more after each success. support.google.com/a/answer/81126 says so of Gmail.
//
//   free ──stopped──> held ──time passes──> one at a time ──success──> two ──success──> ... ──> free
//                      ^                                                  │
//                      └───────────────────────stopped────────────────────┘

/** With so many at once it is as if nothing had been. */
const FREE_AGAIN = 20;

export class SlowRestart {
  static readonly leastHoldMs = 10 * 60_000;
  #heldUntil = 0;
  #most = Number.POSITIVE_INFINITY;

  /** In the time that whoever uses this counts in: one that nobody can set. */
  get heldUntil(): number {
    return this.#heldUntil;
  }

  /** Most messages under way at once. */
  get most(): number {
    return this.#most;
  }

  stopped(at: number, askedMs = 0): void {
    this.#heldUntil = Math.max(this.#heldUntil, at + Math.max(SlowRestart.leastHoldMs, askedMs));
    this.#most = 1;
  }

  /** A message was accepted that started at that time: one that left before the stop says nothing. */
  succeeded(startedAt: number): void {
    if (startedAt < this.#heldUntil) return;
    this.#most = this.#most + 1 >= FREE_AGAIN ? Number.POSITIVE_INFINITY : this.#most + 1;
  }
}

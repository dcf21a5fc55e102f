// One limit on sending: at most so many starts in any window of that length, wherever the window begins.

import type { SendLimit } from '../model/mailer.ts';

/** Starts within such short windows are spread evenly: receivers take bursts for what spammers do. */
const EVEN_MS = 60_000;
/** So late a start may be without its delay being lost to those behind it. */
const SLACK_MS = 250;

export class SlidingWindow {
  readonly limit: SendLimit;
  readonly #windowMs: number;
  readonly #gapMs: number;
  /** Times of starts, ascending; from `#first` on they may still count. */
  #times: number[] = [];
  #first = 0;
  #due = Number.NEGATIVE_INFINITY;

  constructor(limit: SendLimit) {
    this.limit = limit;
    this.#windowMs = Math.ceil(limit.windowMs);
    this.#gapMs = limit.windowMs <= EVEN_MS ? limit.windowMs / limit.messages : 0;
  }

  /** The first moment, from `from` on, at which one more may start. */
  opensAt(from: number): number {
    // Both ends of a window count, hence the one millisecond.
    const oldest = this.#times[this.#times.length - this.limit.messages];
    const full = oldest === undefined ? from : oldest + this.#windowMs + 1;
    return Math.max(from, full, Math.ceil(this.#due));
  }

  add(at: number): void {
    const last = this.#times.at(-1);
    // A clock that was set back must not open the window early.
    this.#times.push(last === undefined ? at : Math.max(at, last));
    if (this.#gapMs > 0) this.#due = Math.max(this.#due, at - SLACK_MS) + this.#gapMs;
    this.#forget(at - this.#windowMs);
  }

  /** A start that provably sent nothing. In short windows it counts all the same: they are about how often we knock. */
  takeBack(at: number): void {
    if (this.limit.windowMs <= EVEN_MS) return;
    const place = this.#times.lastIndexOf(at);
    if (place >= this.#first) this.#times.splice(place, 1);
  }

  #forget(before: number): void {
    while ((this.#times[this.#first] ?? Number.POSITIVE_INFINITY) < before) this.#first += 1;
    if (this.#first < 1000 || this.#first < this.#times.length / 2) return;
    this.#times = this.#times.slice(this.#first);
    this.#first = 0;
  }
}

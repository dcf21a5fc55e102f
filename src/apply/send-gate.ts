// A gate that a message must pass: that of the whole lane, of its mailbox, or of the operator that receives it. Limits on starts, a
// bound on what is under way, holds, and for the whole lane the days of sending.

import type { Clock } from '../model/clock.ts';
import type { SendLimit } from '../model/mailer.ts';
import type { Opening, SendDays } from './send-days.ts';
import { SlidingWindow } from './sliding-window.ts';
import type { SlowRestart } from './slow-restart.ts';

export interface SendGateParts {
  readonly limits: readonly SendLimit[];
  /** Most messages under way at once. */
  readonly most: number;
  readonly clock: Pick<Clock, 'now' | 'elapsed'>;
  readonly days?: SendDays;
  /** How it begins again after a hold, and what that is called. */
  readonly restart?: SlowRestart;
  readonly restartWhy?: string;
}

export class SendGate {
  readonly #parts: SendGateParts;
  readonly #windows: readonly SlidingWindow[];
  #underWay = 0;
  /** By the clock that nobody can set. */
  #held = { until: 0, why: '' };
  #isNarrow = false;

  constructor(parts: SendGateParts) {
    this.#parts = parts;
    this.#windows = parts.limits.map((limit) => new SlidingWindow(limit));
  }

  get underWay(): number {
    return this.#underWay;
  }

  get isFull(): boolean {
    const { most, restart } = this.#parts;
    return this.#underWay >= (this.#isNarrow ? 1 : Math.min(most, restart?.most ?? most));
  }

  /** Ignores what is under way: nobody knows when that ends. */
  opensAt(from: number): Opening {
    const { days, restart, restartWhy = '' } = this.#parts;
    let opening: Opening = { at: from, why: '' };
    const wait = (at: number, why: string): void => {
      if (at > opening.at) opening = { at, why };
    };
    wait(this.#shown(this.#held.until), this.#held.why);
    if (restart !== undefined) wait(this.#shown(restart.heldUntil), restartWhy);
    // A later start may fall into a window that is full then, or outside the hours: until nothing moves any more.
    for (let before = -1; before !== opening.at && opening.at < Number.POSITIVE_INFINITY;) {
      before = opening.at;
      for (const window of this.#windows) wait(window.opensAt(before), window.limit.name);
      if (days !== undefined) {
        const { at, why } = days.opensAt(opening.at);
        wait(at, why);
      }
    }
    return opening;
  }

  isOpen(now: number): boolean {
    return !this.isFull && this.opensAt(now).at <= now;
  }

  /** `until`: by Clock.elapsed. */
  hold(until: number, why: string): void {
    if (until > this.#held.until) this.#held = { until, why };
  }

  /** What the computer's clock will show then, as it is set now; 0 for what is over. */
  #shown(until: number): number {
    const { clock } = this.#parts;
    const leftMs = until - clock.elapsed();
    return leftMs > 0 ? Math.ceil(clock.now() + leftMs) : 0;
  }

  /** While it is narrow, one at a time. */
  narrow(isNarrow: boolean): void {
    this.#isNarrow = isNarrow;
  }

  begin(at: number): void {
    this.#underWay += 1;
    this.remember(at);
  }

  end(): void {
    this.#underWay -= 1;
  }

  /** Counts a start, of this process or of an earlier one. */
  remember(at: number): void {
    for (const window of this.#windows) window.add(at);
    this.#parts.days?.started(at);
  }

  /** A start that provably sent nothing. */
  takeBack(at: number): void {
    for (const window of this.#windows) window.takeBack(at);
    this.#parts.days?.takeBack(at);
  }
}

/** The first moment at which all of the gates let one more pass, and what it waits for last. */
export function openingOf(gates: readonly SendGate[], from: number): Opening {
  let opening: Opening = { at: from, why: '' };
  for (let before = -1; before !== opening.at && opening.at < Number.POSITIVE_INFINITY;) {
    before = opening.at;
    for (const gate of gates) {
      const next = gate.opensAt(opening.at);
      if (next.at > opening.at) opening = next;
    }
  }
  return opening;
}

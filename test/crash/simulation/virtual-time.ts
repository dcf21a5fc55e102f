// Virtual time: whatever waits is an event in one queue, and only the queue moves the clock. No timer of the machine is used.

import type { Clock } from '../../../src/model/clock.ts';
import type { Dice } from './random.ts';

interface Event {
  readonly at: number;
  /** Decides between events of the same moment. */
  readonly order: number;
  readonly fire: () => void;
}

/** Monday, 5 January 2026, 00:00 UTC. */
export const START = Date.UTC(2026, 0, 5);

/** A simulation with more events than this goes round in circles. */
const MOST_EVENTS = 1_000_000;

export class VirtualTime {
  readonly #dice: Dice;
  /** The last one is the next to fire. */
  readonly #events: Event[] = [];
  #now = START;
  #setByMs = 0;
  #fired = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  now(): number {
    return this.#now;
  }

  /** What the computer shows: somebody may have set it. */
  get shown(): number {
    return this.#now + this.#setByMs;
  }

  /** Somebody sets the computer's clock, back or forward; the rest of the world knows better. */
  setClock(byMs: number): void {
    this.#setByMs += byMs;
  }

  /** Gives a function that takes the event back. */
  after(delayMs: number, fire: () => void): () => void {
    const event: Event = { at: this.#now + delayMs, order: this.#dice(), fire };
    let place = this.#events.length;
    while (place > 0 && isLater(event, this.#events[place - 1])) place -= 1;
    this.#events.splice(place, 0, event);
    return () => {
      const found = this.#events.indexOf(event);
      if (found >= 0) this.#events.splice(found, 1);
    };
  }

  /** Fires event after event until `isOver`. Everything that follows from one event happens before the next. */
  async runUntil(isOver: () => boolean): Promise<void> {
    for (;;) {
      await afterAllMicrotasks();
      if (isOver()) return;
      const event = this.#events.pop();
      if (event === undefined) throw new Error('everybody waits and nothing will ever happen');
      this.#fired += 1;
      if (this.#fired > MOST_EVENTS) throw new Error(`${MOST_EVENTS} events, and no end`);
      this.#now = event.at;
      event.fire();
    }
  }

  /** Lets a span of time pass, with all that happens in it. */
  async pass(delayMs: number): Promise<void> {
    let isOver = false;
    this.after(delayMs, () => (isOver = true));
    await this.runUntil(() => isOver);
  }
}

function isLater(event: Event, other: Event | undefined): boolean {
  if (other === undefined) return false;
  return event.at > other.at || (event.at === other.at && event.order > other.order);
}

/** Node fires its ticks only when no microtask is left. */
function afterAllMicrotasks(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

/** A clock on virtual time. `isOff` tells whether the process that sleeps is gone. */
export function clockOn(time: VirtualTime, isOff: () => boolean = () => false): Clock {
  return {
    now: () => time.shown,
    elapsed: () => time.now() - START,
    sleep(delayMs, signal) {
      return new Promise((resolve, reject) => {
        const abort = (): void => {
          cancel();
          reject(signal?.reason as Error);
        };
        const cancel = time.after(delayMs, () => {
          signal?.removeEventListener('abort', abort);
          if (!isOff()) resolve();
        });
        if (signal?.aborted === true) abort();
        else signal?.addEventListener('abort', abort, { once: true });
      });
    },
  };
}

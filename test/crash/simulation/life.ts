// One life of the process: it ends by itself, is killed at one of its moments, is asked to stop, or finds the disk full.

import type { VirtualTime } from './virtual-time.ts';

export interface End {
  readonly how: 'kill' | 'stop' | 'disk-full';
  /** Number of the moment, counted from 0. A life with fewer moments ends by itself. */
  readonly at: number;
}

export class Life {
  readonly #time: VirtualTime;
  readonly #end: End | undefined;
  readonly #stop = new AbortController();
  #moments = 0;
  diedAt: number | undefined;
  isDiskFull = false;
  /** Calls that were sent and not answered. */
  underWay = 0;

  constructor(time: VirtualTime, end: End | undefined) {
    this.#time = time;
    this.#end = end;
  }

  get isDead(): boolean {
    return this.diedAt !== undefined;
  }

  get stopSignal(): AbortSignal {
    return this.#stop.signal;
  }

  /** A moment at which something may end this life. */
  moment(): void {
    const { how, at } = this.#end ?? {};
    if (at === this.#moments) {
      if (how === 'kill') this.diedAt ??= this.#time.now();
      if (how === 'stop') this.#stop.abort(new Error('the administrator has stopped the run'));
      if (how === 'disk-full') this.isDiskFull = true;
    }
    this.#moments += 1;
  }

  /** True where the process is alive after the moment. */
  survives(): boolean {
    this.moment();
    return !this.isDead;
  }

  /** The failpoint of the product: nothing that stands after it in a dead process is ever done. */
  readonly failpoint = (): void => {
    if (!this.survives()) throw new Error('the process is dead');
  };
}

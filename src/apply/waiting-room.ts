// A heap of those who wait, by when they came: whoever came first leaves first, whatever room they were in before.

export interface Numbered {
  readonly number: number;
  /** Has left already: stopped, or refused. */
  isGone: boolean;
}

export class WaitingRoom<Guest extends Numbered> {
  readonly #heap: Guest[] = [];

  /** Who came first of those that are still there. */
  first(): Guest | undefined {
    while (this.#heap[0]?.isGone === true) this.#removeFirst();
    return this.#heap[0];
  }

  takeFirst(): Guest | undefined {
    const first = this.first();
    if (first !== undefined) this.#removeFirst();
    return first;
  }

  takeAll(): readonly Guest[] {
    return this.#heap.splice(0).filter(({ isGone }) => !isGone);
  }

  add(guest: Guest): void {
    let place = this.#heap.length;
    this.#heap.push(guest);
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (this.#numberAt(above) <= guest.number) break;
      this.#swap(place, above);
      place = above;
    }
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const least = this.#numberAt(left + 1) < this.#numberAt(left) ? left + 1 : left;
      if (this.#numberAt(least) >= last.number) return;
      this.#swap(place, least);
      place = least;
    }
  }

  #numberAt(place: number): number {
    return this.#heap[place]?.number ?? Number.POSITIVE_INFINITY;
  }

  #swap(one: number, other: number): void {
    const [left, right] = [this.#heap[one], this.#heap[other]];
    if (left === undefined || right === undefined) throw new Error('a heap has lost a place');
    this.#heap[one] = right;
    this.#heap[other] = left;
  }
}

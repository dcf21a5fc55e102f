// The states of all steps in a few bytes each: the ids in one block, in order, found by halving. A snapshot; it never changes.

import type { StepState } from '../model/event.ts';
import type { StepId } from '../model/step.ts';

/** `rows` must come in the order of the bytes of their ids, each id once. */
export function stateMap(rows: Iterable<readonly [id: StepId, state: StepState]>): ReadonlyMap<StepId, StepState> {
  return new StateMap(rows);
}

class StateMap implements ReadonlyMap<StepId, StepState> {
  readonly size: number;
  /** All ids, one after the other, in UTF-8. */
  readonly #ids: Buffer;
  /** Where each id starts; one more at the end. */
  readonly #starts: Uint32Array;
  /** For each id the place of its state in `#names`. */
  readonly #states: Uint8Array;
  readonly #names: StepState[] = [];

  constructor(rows: Iterable<readonly [id: StepId, state: StepState]>) {
    let ids = Buffer.alloc(4096);
    let length = 0;
    const starts: number[] = [];
    const states: number[] = [];
    for (const [id, state] of rows) {
      starts.push(length);
      const end = length + Buffer.byteLength(id);
      if (end > ids.length) ids = Buffer.concat([ids], Math.max(ids.length * 2, end));
      ids.write(id, length);
      length = end;
      const place = this.#names.indexOf(state);
      states.push(place === -1 ? this.#names.push(state) - 1 : place);
    }
    this.size = starts.length;
    starts.push(length);
    this.#ids = Buffer.from(ids.subarray(0, length));
    this.#starts = Uint32Array.from(starts);
    this.#states = Uint8Array.from(states);
  }

  get(id: StepId): StepState | undefined {
    const wanted = Buffer.from(id);
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = this.#ids.compare(wanted, 0, wanted.length, this.#startOf(middle), this.#startOf(middle + 1));
      if (order === 0) return this.#stateAt(middle);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  has(id: StepId): boolean {
    return this.get(id) !== undefined;
  }

  *entries(): MapIterator<[StepId, StepState]> {
    for (let place = 0; place < this.size; place += 1) {
      const state = this.#stateAt(place);
      if (state !== undefined) {
        yield [this.#ids.toString('utf8', this.#startOf(place), this.#startOf(place + 1)), state];
      }
    }
  }

  *keys(): MapIterator<StepId> {
    for (const [id] of this.entries()) yield id;
  }

  *values(): MapIterator<StepState> {
    for (const [, state] of this.entries()) yield state;
  }

  [Symbol.iterator](): MapIterator<[StepId, StepState]> {
    return this.entries();
  }

  forEach(visit: (state: StepState, id: StepId, map: ReadonlyMap<StepId, StepState>) => void): void {
    for (const [id, state] of this.entries()) visit(state, id, this);
  }

  #startOf(place: number): number {
    return this.#starts[place] ?? 0;
  }

  #stateAt(place: number): StepState | undefined {
    return this.#names[this.#states[place] ?? -1];
  }
}

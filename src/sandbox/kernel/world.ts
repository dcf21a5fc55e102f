// All that the sandbox knows: collections held in memory and written through, the ledger, the clock, the quotas.
// One rule: an effect changes the state and the ledger together, or neither; a caller is answered only after that.

import { Buckets } from './bucket.ts';
import { scaledClock, type ScaledClock } from './clock.ts';
import type { Profile } from './profile.ts';
import { seededRandom, type Random } from './random.ts';
import { openStore, type Store } from './store.ts';

/** Entities by key, in the order in which the keys came. A value is never changed in place: put a new one. */
export interface Collection<T> {
  readonly size: number;
  get(key: string): T | undefined;
  has(key: string): boolean;
  put(key: string, value: T): void;
  delete(key: string): void;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
}

/** One accepted effect, as the business sees it. */
export interface Effect {
  readonly provider: string;
  /** `user.create`, `message.accept` ... */
  readonly kind: string;
  /** Names the effect: the address; recipient and notice. */
  readonly key: string;
  /** True where the same effect again changes nothing. */
  readonly idempotent: boolean;
  readonly [more: string]: unknown;
}

export interface LedgerLine extends Effect {
  /** 1, 2, 3 ... without gaps. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface World {
  readonly folder: string;
  readonly profile: Profile;
  readonly clock: ScaledClock;
  readonly random: Random;
  /** Given by whoever started the sandbox, or drawn. */
  readonly seed: number;
  readonly buckets: Buckets;
  /** The same name always gives the same collection; all of it is on disk. */
  collection<T>(name: string): Collection<T>;
  /** Names of all collections that hold something. */
  collectionNames(): readonly string[];
  /** Runs the change and writes one ledger line for it, in one transaction. A change that throws leaves nothing behind. */
  effect<R>(effect: Effect, change: () => R): R;
  /** Several changes and effects as one transaction. */
  together<R>(change: () => R): R;
  ledger(after?: number): Iterable<LedgerLine>;
  close(): void;
}

export interface WorldOptions {
  readonly folder: string;
  readonly profile: Profile;
  readonly seed?: number;
  readonly now?: () => number;
}

/** Opens the world of a folder as it was left, however its last process ended. */
export function openWorld(options: WorldOptions): World {
  const store = openStore(options.folder);
  const ties = new Ties(store);
  const clock = scaledClock(options.profile, options.now);
  let seq = store.lastSeq;

  const house = ties.collection<number>('sandbox');
  const openings = (house.get('openings') ?? 0) + 1;
  house.put('openings', openings);
  const seed = options.seed ?? house.get('seed') ?? Math.floor(Math.random() * 2 ** 31);
  house.put('seed', seed);

  const writeLine = (effect: Effect) => {
    seq += 1;
    const line: LedgerLine = { seq, at: new Date(clock.now()).toISOString(), ...effect };
    store.line(seq, JSON.stringify(line));
    ties.undoWith(() => (seq -= 1));
  };
  return {
    folder: options.folder,
    profile: options.profile,
    clock,
    seed,
    // A new opening draws other ids than the ones before.
    random: seededRandom(seed + openings * 7919),
    buckets: new Buckets(clock, options.profile),
    collection: (name) => ties.collection(name),
    collectionNames: () => ties.names(),
    effect: (effect, change) =>
      ties.together(() => {
        const result = change();
        writeLine(effect);
        return result;
      }),
    together: (change) => ties.together(change),
    *ledger(after = 0) {
      for (const json of store.lines(after)) yield JSON.parse(json) as LedgerLine;
    },
    close: () => store.close(),
  };
}

/** Ties the maps in memory to the store: both change in one transaction, both go back when it fails. */
class Ties {
  readonly #maps = new Map<string, Map<string, unknown>>();
  readonly #store: Store;
  #undo: (() => void)[] | undefined;

  constructor(store: Store) {
    this.#store = store;
    for (const { collection, key, json } of store.rows()) this.#map(collection).set(key, JSON.parse(json));
  }

  names(): readonly string[] {
    return [...this.#maps].filter(([, map]) => map.size > 0).map(([name]) => name);
  }

  undoWith(step: () => void): void {
    this.#undo?.push(step);
  }

  together<R>(change: () => R): R {
    if (this.#undo !== undefined) return change();
    this.#undo = [];
    this.#store.begin();
    try {
      const result = change();
      this.#store.commit();
      return result;
    } catch (fault) {
      this.#store.rollback();
      for (const step of this.#undo.reverse()) step();
      throw fault;
    } finally {
      this.#undo = undefined;
    }
  }

  collection<T>(name: string): Collection<T> {
    // The file is the sandbox's own: what is read under a name was put under it by the same code.
    const map = this.#map(name) as Map<string, T>;
    const set = (key: string, value: T | undefined) =>
      this.together(() => {
        const before = map.get(key);
        if (value === undefined) {
          map.delete(key);
          this.#store.remove(name, key);
        } else {
          map.set(key, value);
          this.#store.put({ collection: name, key, json: JSON.stringify(value) });
        }
        this.undoWith(() => (before === undefined ? map.delete(key) : map.set(key, before)));
      });
    return {
      get size() {
        return map.size;
      },
      get: (key) => map.get(key),
      has: (key) => map.has(key),
      put: (key, value) => set(key, value),
      delete: (key) => set(key, undefined),
      values: () => map.values(),
      entries: () => map.entries(),
    };
  }

  #map(name: string): Map<string, unknown> {
    const map = this.#maps.get(name) ?? new Map<string, unknown>();
    this.#maps.set(name, map);
    return map;
  }
}

// Faults that are set at run time: which calls they hit, and what becomes of those. Kept in the world, so a restart forgets none.
// Chances depend on seed, call and repetition only, never on the order in which calls happen to arrive.

import { z } from 'zod';
import type { Call } from './call.ts';
import { THROTTLE_FORMS } from './provider.ts';
import { chanceOf } from './random.ts';
import type { World } from './world.ts';

/** `before`: nothing happened. `after`: the effect took place and is in the ledger. */
const FAULT_KINDS = [
  'throttle',
  '503-before',
  '503-after',
  '504-before',
  '504-after',
  'reset-before',
  'reset-after',
  'slow',
  'html',
  'empty',
  '507',
] as const;

const isPattern = (text: string) => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};

const FAULT = z.strictObject({
  match: z.strictObject({
    provider: z.string().optional(),
    method: z.string().optional(),
    /** A regular expression over path and query as sent. */
    path: z.string().refine(isPattern, 'no regular expression').optional(),
    /** A regular expression over the body. */
    body: z.string().refine(isPattern, 'no regular expression').optional(),
  }),
  kind: z.enum(FAULT_KINDS),
  /** Share of the matching calls, 0 to 1; left out: all. */
  probability: z.number().min(0).max(1).optional(),
  /** How many calls it hits before it is used up; left out: no end. */
  count: z.int().positive().optional(),
  /** `throttle`: the wait that it asks for; any other kind: how long the answer is held back. Real milliseconds. */
  delayMs: z.number().nonnegative().optional(),
  /** `throttle` only; left out: the provider's forms in turn. */
  form: z.enum(THROTTLE_FORMS).optional(),
  /** `html` and `empty` only: the status of the answer. */
  status: z.int().min(200).max(599).optional(),
  /** `html` and `empty` only: whether the effect takes place. */
  isAfter: z.boolean().optional(),
});

export type Fault = z.infer<typeof FAULT>;

export interface FaultState {
  readonly fault: Fault;
  readonly hits: number;
}

const FAULTS = z.array(FAULT);
const COLLECTION = 'faults';

export class Faults {
  readonly #world: World;
  /** How often each call was seen by each fault, so that a repeated call has another chance. */
  readonly #seen = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  list(): readonly FaultState[] {
    return [...this.#states.entries()].sort(([one], [other]) => Number(one) - Number(other)).map(([, state]) => state);
  }

  /** Replaces all faults. Returns what is wrong with the list, or undefined. */
  set(list: unknown): string | undefined {
    const read = FAULTS.safeParse(list);
    if (!read.success) return z.prettifyError(read.error);
    this.#world.together(() => {
      for (const key of [...this.#states.entries()].map(([key]) => key)) this.#states.delete(key);
      for (const [at, fault] of read.data.entries()) this.#states.put(String(at), { fault, hits: 0 });
    });
    this.#seen.clear();
    return undefined;
  }

  /** The first fault that hits this call, with the number of its hits so far; counts the hit. */
  pick(call: Call, provider: string): FaultState | undefined {
    if (this.#states.size === 0) return undefined;
    for (const [key, state] of this.#states.entries()) {
      if (!this.#hits({ key, state, call, provider })) continue;
      this.#states.put(key, { ...state, hits: state.hits + 1 });
      return state;
    }
    return undefined;
  }

  get #states() {
    return this.#world.collection<FaultState>(COLLECTION);
  }

  #hits(tried: { key: string; state: FaultState; call: Call; provider: string }): boolean {
    const { match, probability, count } = tried.state.fault;
    if (count !== undefined && tried.state.hits >= count) return false;
    if (match.provider !== undefined && match.provider !== tried.provider) return false;
    if (match.method !== undefined && match.method !== tried.call.method) return false;
    if (match.path !== undefined && !new RegExp(match.path).test(tried.call.url)) return false;
    if (match.body !== undefined && !new RegExp(match.body).test(tried.call.text)) return false;
    return probability === undefined || this.#chance(tried.key, tried.call) < probability;
  }

  #chance(key: string, call: Call): number {
    const name = `${this.#world.seed} ${key} ${call.method} ${call.url} ${call.text}`;
    const seen = this.#seen.get(name) ?? 0;
    this.#seen.set(name, seen + 1);
    return chanceOf(`${name} ${seen}`);
  }
}

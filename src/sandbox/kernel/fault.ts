// Faults that are set at run time: which calls they hit, and what becomes of those. Kept in the world, so a restart forgets none.
// Chances depend on seed, call and repetition only, never on the order in which calls happen to arrive.

import { z } from 'zod';
import type { Call } from './call.ts';
import { THROTTLE_FORMS } from './provider.ts';
import { chanceOf } from './random.ts';
import type { World } from './world.ts';

/** `before`: nothing happened. `after`: the effect took place and is in the ledger. `refuse`: the provider says no, in its own form. */
export const HTTP_FAULTS = [
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
  'refuse',
] as const;

/** `reply`: the answer that is given. `reset-during`: cut in the middle of what is sent or answered. `hang`: never an answer. */
export const DIALOGUE_FAULTS = ['reply', 'reset-before', 'reset-during', 'reset-after', 'slow', 'hang'] as const;

/** `hang`: no answer. `truncated`: over UDP only half of one, with the bit that says so. */
export const DNS_FAULTS = ['nxdomain', 'servfail', 'refused', 'truncated', 'hang', 'slow'] as const;

const FAULT_KINDS = [...new Set([...HTTP_FAULTS, ...DIALOGUE_FAULTS, ...DNS_FAULTS])] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

const isPattern = (text: string) => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};

/**
 * What a fault is matched with: HTTP calls by method, path and body. SMTP by stage (CONNECT, GREETING, EHLO, STARTTLS, AUTH, MAIL, RCPT,
 * DATA, DOT), the command's argument, and at DOT the whole message. IMAP by command and its argument. DNS by record type and name.
 */
const FAULT = z.strictObject({
  match: z.strictObject({
    /** `microsoft-365`, `google-workspace`, `smtp`, `imap`, `dns`. */
    provider: z.string().optional(),
    method: z.string().optional(),
    /** A regular expression over path and query as sent, or over the argument. */
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
  /** `html`, `empty` and `refuse` only: the status of the answer. */
  status: z.int().min(200).max(599).optional(),
  /** `refuse` only: what the provider's error says, its code (Graph) or reason (Google), and its message. */
  code: z.string().optional(),
  message: z.string().optional(),
  /** `html`, `empty` and `reply` only: whether the effect takes place. */
  isAfter: z.boolean().optional(),
  /** `reply` only: SMTP `550 5.7.1 text`, IMAP `NO text` or `BAD text`. */
  reply: z.string().min(4).optional(),
});

export type Fault = z.infer<typeof FAULT>;

export interface FaultState<K extends FaultKind = FaultKind> {
  readonly fault: Fault & { readonly kind: K };
  readonly hits: number;
}

/** As much of a call, a command or a question as faults are matched with. */
export type FaultCall = Pick<Call, 'method' | 'url' | 'text'>;

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

  /** The first fault of these kinds that hits this call, with the number of its hits so far; counts the hit. */
  pick<K extends FaultKind>(call: FaultCall, provider: string, kinds: readonly K[]): FaultState<K> | undefined {
    if (this.#states.size === 0) return undefined;
    const isOfKind = (state: FaultState): state is FaultState<K> => kinds.some((kind) => kind === state.fault.kind);
    for (const [key, state] of this.#states.entries()) {
      if (!isOfKind(state) || !this.#hits({ key, state, call, provider })) continue;
      this.#states.put(key, { ...state, hits: state.hits + 1 });
      return state;
    }
    return undefined;
  }

  get #states() {
    return this.#world.collection<FaultState>(COLLECTION);
  }

  #hits(tried: { key: string; state: FaultState; call: FaultCall; provider: string }): boolean {
    const { match, probability, count } = tried.state.fault;
    if (count !== undefined && tried.state.hits >= count) return false;
    if (match.provider !== undefined && match.provider !== tried.provider) return false;
    if (match.method !== undefined && match.method !== tried.call.method) return false;
    if (match.path !== undefined && !new RegExp(match.path).test(tried.call.url)) return false;
    if (match.body !== undefined && !new RegExp(match.body).test(tried.call.text)) return false;
    return probability === undefined || this.#chance(tried.key, tried.call) < probability;
  }

  #chance(key: string, call: FaultCall): number {
    const name = `${this.#world.seed} ${key} ${call.method} ${call.url} ${call.text}`;
    const seen = this.#seen.get(name) ?? 0;
    this.#seen.set(name, seen + 1);
    return chanceOf(`${name} ${seen}`);
  }
}

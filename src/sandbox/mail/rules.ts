// What the world beyond does with a message, by its recipient: as it was set through the control route, else by how the address begins.

import { z } from 'zod';
import type { World } from '../kernel/world.ts';
import { FORM_NAMES } from './dsn/forms.ts';

/** `delayed` comes after all; the others never arrive. */
const REFUSING = ['gone', 'full', 'policy', 'later', 'delayed'] as const;
export type Refusing = (typeof REFUSING)[number];
/** An automatic reply, an answer by a person, nothing but arrival. */
const ANSWERING = ['away', 'reply', 'accept'] as const;

const isPattern = (text: string) => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};

const RULE = z.strictObject({
  /** A regular expression over the whole address, lower case. */
  match: z.string().refine(isPattern, 'no regular expression'),
  does: z.enum([...REFUSING, ...ANSWERING]),
  /** Who writes the notification; absent: whoever sent the message, for carriers the carrier. */
  form: z.enum(FORM_NAMES).optional(),
  /** The server's words; absent: as its operator says it. */
  said: z.string().optional(),
  /** Documented milliseconds until something comes back; absent: drawn. */
  delayMs: z.number().nonnegative().optional(),
});

export type Rule = z.infer<typeof RULE>;

const COLLECTION = 'mail.rules';

/** `gone-suzuki@...`, `full@...` */
const BY_NAME: readonly Rule[] = [...REFUSING, ...ANSWERING].map((does) => ({ match: `^${does}[-@]`, does }));

/** Replaces all rules that were set. Returns what is wrong with the list, or undefined. */
export function setRules(world: World, list: unknown): string | undefined {
  const read = z.array(RULE).safeParse(list);
  if (!read.success) return z.prettifyError(read.error);
  const kept = world.collection<Rule>(COLLECTION);
  world.together(() => {
    for (const [key] of [...kept.entries()]) kept.delete(key);
    for (const [at, rule] of read.data.entries()) kept.put(String(at), rule);
  });
  return undefined;
}

export const rulesOf = (world: World): readonly Rule[] => [...world.collection<Rule>(COLLECTION).values()];

export function ruleFor(world: World, address: string): Rule | undefined {
  return [...rulesOf(world), ...BY_NAME].find(({ match }) => new RegExp(match).test(address));
}

export const isRefusing = (does: Rule['does']): does is Refusing => REFUSING.some((one) => one === does);

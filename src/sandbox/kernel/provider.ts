// What a provider of the sandbox brings: its paths, its routes, its forms of trouble, its seed. providers.ts lists them.

import type { Answer, Call } from './call.ts';
import type { Mailboxes } from './mailboxes.ts';
import type { Match, Route } from './route.ts';
import type { World } from './world.ts';

/** Ways in which a provider says how long to wait: in a header as seconds, decimals or a date, not at all, or inside its text. */
export const THROTTLE_FORMS = ['seconds', 'decimal', 'date', 'none', 'text'] as const;
export type ThrottleForm = (typeof THROTTLE_FORMS)[number];

/** Trouble that the provider words in its own shape. `waitMs` is real time. */
export type Trouble =
  | {
      readonly status: 429;
      readonly waitMs: number;
      /** Absent: the form in which the provider usually says it. */
      readonly form?: ThrottleForm;
      /** The limit's name and whose it is; absent for a storm that was set from outside. */
      readonly limit?: string;
    }
  | { readonly status: 503 | 504 | 507 };

/** A refusal that was set from outside: `code` as Graph names one, or the `reason` of Google. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface SandboxProvider {
  /** As it stands in the ledger: `microsoft-365`. */
  readonly name: string;
  /** Whether a path (percent-encoded, without query) belongs to this provider. */
  owns(path: string): boolean;
  readonly routes: readonly Route[];
  /** Brings the forms that the provider takes for one path to the form that the routes know. */
  rewrite?(path: string): string;
  /** Refuses a call before quotas and routes see it: no token, no permission. Undefined: go on. */
  admit?(call: Call, match: Match, world: World): Answer | undefined;
  /** The answer to a path that no route knows. */
  unknown(call: Call, world: World): Answer;
  /** The forms in which this provider throttles, in the order in which a storm goes round them. */
  readonly throttleForms: readonly ThrottleForm[];
  trouble(trouble: Trouble, call: Call, world: World): Answer;
  /** A refusal in the shape of the provider's errors. */
  refusal(refusal: Refusal, call: Call): Answer;
  /** Headers on every answer: request ids. */
  headers?(call: Call, world: World): Readonly<Record<string, string>>;
  /** Absent: this provider has none. */
  readonly mailboxes?: Mailboxes;
  /** Puts what is asked for into the world; throws a SeedFault where it cannot. Called inside one transaction. */
  seed(world: World, seed: unknown): void;
  /** What a client needs to sign in; stands in sandbox.json. Makes the tenant's keys on its first call. */
  facts(world: World, url: string): Readonly<Record<string, unknown>>;
}

/** A seed that the sandbox cannot take; its message goes back with 400. */
export class SeedFault extends Error {
  override readonly name = 'SeedFault';
}

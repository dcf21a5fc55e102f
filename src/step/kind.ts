// What is known of one kind of step: its lane, its sentence, how to look and how to make. One file a kind fills this in.

import type { KitOrder, KitShelf } from '../client/kit-shelf.ts';
import type { Clock } from '../model/clock.ts';
import type { Account } from '../model/account.ts';
import type { Directory, MailboxRef, ProviderName } from '../model/directory.ts';
import type { Evidence } from '../model/event.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { OutgoingLetter } from '../model/letter.ts';
import type { LaneName } from '../model/lane.ts';
import type { Mailer } from '../model/mailer.ts';
import type { AccountRef, KitWrite, NoticeSend, Step, StepId, StepKindName, UserCreate } from '../model/step.ts';

/**
 * What a look found.
 *
 * - `as-planned`  the change is there, and it is ours
 * - `absent`      the change is not there
 * - `different`   something else stands in its place; `said` tells what
 * - `not-yet`     the object itself cannot be seen yet
 * - `cannot-tell` the look could not find out; it proves nothing
 */
export type Standing = 'absent' | 'as-planned' | 'different' | 'not-yet' | 'cannot-tell';

export interface Sight {
  readonly standing: Standing;
  /** What to keep where it is as planned: the same that `make` would have returned. */
  readonly evidence?: Evidence;
  /** `absent`, yet a part of it has happened: the way back must take that, too. */
  readonly isHalfway?: boolean;
  /** What stands there instead, in words. */
  readonly said?: string;
  /**
   * `absent` is believed only after so many milliseconds of looking; absent: after the provider's own lag. 0 where the very place was looked
   * at in which it is made, so that no copy can trail.
   */
  readonly believedAfterMs?: number;
}

/** What a step may use. No log, no printing: only the provider, the clock, and what earlier steps left behind. */
export interface Tools {
  readonly directory: Directory;
  readonly clock: Clock;
  /** What a finished step left: ids, values from before. */
  evidenceOf(id: StepId): Evidence | undefined;
  /** The initial password that the vault already holds for this account, and the vault's segment. */
  passwordFor(step: UserCreate): { readonly password: string; readonly segment: string };
  /** Absent where no kits are written. */
  readonly kits?: {
    readonly shelf: KitShelf;
    /** What is to be written now. */
    orderFor(step: KitWrite): KitOrder;
    /** What `orderFor` gave for this try: the gate may have closed since, and what is on record is what is written. */
    ordered(step: KitWrite): KitOrder;
    /** A file below `out/clients`, forward slashes; undefined where it is not there. */
    file?(path: string): Promise<Uint8Array | undefined>;
  };
  /** Absent where nothing is sent. */
  readonly mail?: {
    readonly mailer: Mailer;
    /** The letter as it was approved. Throws RemoteFailure (`refused`) where it is not approved as it is. */
    letterFor(step: NoticeSend): OutgoingLetter;
  };
}

/** What every kind has, also one that only a person can make. */
export interface Sentence<S extends Step> {
  lane(step: S): LaneName;
  /** The sentence that the plan prints and the log repeats. */
  say(step: S): string;
}

/** Which patience of the provider's limits applies while a step hears `not-yet`. */
export type PatienceName = 'account' | 'mailbox' | 'domain';

export interface StepKind<S extends Step> extends Sentence<S> {
  /** Calls of its lane's quota that one attempt takes; by provider where they differ. */
  readonly calls: number | Readonly<Record<ProviderName, number>>;
  readonly patience: PatienceName;
  /** Reads what must be kept before the change; it is on disk before `make` is called. */
  before?(step: S, tools: Tools): Promise<Evidence>;
  /** What this very try is made with; beside what stood before it is on disk before `make` is called, never a secret. */
  madeWith?(step: S, tools: Tools): Evidence;
  /** Read-only. Finds out what became of the step. */
  look(step: S, tools: Tools): Promise<Sight>;
  /** Makes the change once and returns what to keep: ids and receipts, never secrets. `kept` is what `before` returned. */
  make(step: S, tools: Tools, kept: Evidence): Promise<Evidence>;
}

/** Kept of a way back that has changed nothing: what stands there was set by the owner since, and stays. */
export const LEFT_TO_OWNER: Evidence = { leftToOwner: true };

/** The owner has changed what a step would set anew: theirs stays, and nothing is lost. */
export function changedByOwner(operation: StepKindName, said: string): RemoteFailure {
  const todo = 'Plan again: migrate plan leaves alone what its owner has changed since.';
  return new RemoteFailure({ kind: 'refused', operation, said, todo });
}

/** Calls that one attempt takes of its lane's quota. */
export function callsAt({ calls }: { readonly calls: StepKind<Step>['calls'] }, provider: ProviderName): number {
  return typeof calls === 'number' ? calls : calls[provider];
}

/** The account that a reference points to. A step that made it must be done: the walk sees to that. */
export function mailboxOf(account: AccountRef, tools: Tools): MailboxRef {
  if ('id' in account) return { id: account.id, address: account.address };
  const id = tools.evidenceOf(account.madeBy)?.['accountId'];
  if (typeof id !== 'string') throw new Error(`${account.madeBy} left no account id, so its followers cannot start`);
  return { id, address: account.address };
}

/** Looks an account up by id and lets `judge` compare it; an account that cannot be seen is `not-yet`. */
export async function lookAt(account: AccountRef, tools: Tools, judge: (found: Account) => Sight): Promise<Sight> {
  const found = await tools.directory.accounts.byId(mailboxOf(account, tools).id);
  return found === undefined ? { standing: 'not-yet' } : judge(found);
}

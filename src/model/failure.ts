// A failure: trouble at a remote end, classified in one file for each provider (its `failures.ts`).

/**
 * What a failed call proves.
 *
 * - `refused`     nothing happened, and asking again will not help: the administrator must act
 * - `throttled`   nothing happened because of a limit: the same call may be repeated after a wait
 * - `not-yet`     nothing happened because the object is not ready: repeat later, for a bounded time
 * - `taken`       nothing happened because such an object exists already: look whose it is
 * - `exhausted`   nothing happened because something that many steps need has run out (licences, seats)
 * - `unavailable` no usable answer to a call that is safe to repeat (a read, or a write that sets a value)
 * - `in-doubt`    no usable answer to a call that is not safe to repeat: look, never repeat blindly
 */
export type FailureKind = 'refused' | 'throttled' | 'not-yet' | 'taken' | 'exhausted' | 'unavailable' | 'in-doubt';

export interface FailureFacts {
  readonly kind: FailureKind;
  /** The call in the provider's own terms, without secrets: `POST /users`. */
  readonly operation: string;
  /** What the remote end said, or what became of the connection, in words; no secrets. */
  readonly said: string;
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
  /** The provider's code or reason: `Request_ResourceNotFound`, `duplicate`. */
  readonly code?: string;
  /** How long the remote end asked us to wait. */
  readonly retryAfterMs?: number;
  /** What the administrator can do about it. */
  readonly todo?: string;
  /**
   * Of a message: what must not go on as it did. The mailbox that sent it, everything in the lane, what goes to the same operator of
   * receiving mail servers (4.7.28), or the campaign, until the administrator says otherwise (reputation, blocked sender, tenant limit).
   */
  readonly stops?: 'mailbox' | 'lane' | 'operator' | 'campaign';
}

/** A mail server said so of a message; else it is what an API said of a call. */
export function isWordOfMailServer({ operation }: Pick<FailureFacts, 'operation'>): boolean {
  return operation.startsWith('SMTP ');
}

/** The receiver of a message said "never": sent again it is refused again, and costs our reputation. */
export function isRefusedForGood(failure: FailureFacts): boolean {
  const { kind, status = 0, stops } = failure;
  return kind === 'refused' && stops === undefined && isWordOfMailServer(failure) && status >= 500 && status < 600;
}

/** The only error that a provider's adapter may throw on purpose. Anything else that is thrown is our own bug. */
export class RemoteFailure extends Error {
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts, cause?: unknown) {
    super(`${facts.operation}: ${facts.said}`, cause === undefined ? undefined : { cause });
    this.name = 'RemoteFailure';
    this.facts = facts;
  }
}

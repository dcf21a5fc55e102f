// A lane is the one queue to one quota at a provider. These are its words; apply/lane.ts makes it work.

/** Names of the quotas. `send` is paced by the limits of the mailer (model/mailer.ts). `disk` and `person` have no quota: this computer, or a person, does it. */
export type LaneName = 'directory' | 'licence' | 'domain' | 'mailbox' | 'send' | 'disk' | 'person';

/** One documented limit, as a provider's `limits.ts` holds it. */
export interface LaneLimit {
  readonly lane: LaneName;
  /** Calls that the bucket holds when it is full. */
  readonly burst: number;
  /** Calls that flow into the bucket each second. */
  readonly perSecond: number;
  /** Calls under way at once. */
  readonly concurrency: number;
  /** The lane listed before whose queue and bucket this one uses: one quota under two names. */
  readonly sharesWith?: LaneName;
  /** Name of the limit as a user would look it up. */
  readonly name: string;
  readonly source: string;
}

/** How long a provider's copies may disagree, and how patient we are. Milliseconds. */
export interface Patience {
  /** After this, a look that finds nothing is believed. */
  readonly lagMs: number;
  /** First wait after `not-yet` or a throttle without a time; doubles, with jitter. */
  readonly backoffFloorMs: number;
  readonly backoffCeilingMs: number;
  /** How long a fresh account may answer `not-yet`. */
  readonly accountMs: number;
  /** How long a mailbox may take. */
  readonly mailboxMs: number;
  /** How long a mailbox takes as a rule; for the forecast. */
  readonly mailboxUsualMs: number;
  /** Attempts at a step after answers that proved nothing happened, throttles aside. */
  readonly attempts: number;
}

export interface ProviderLimits {
  readonly lanes: readonly LaneLimit[];
  readonly patience: Patience;
  /** Most aliases of an account. */
  readonly aliases: number;
}

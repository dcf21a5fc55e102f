// A plan: the ordered steps that lead from present to wanted, with the fingerprints of every input.

import type { AutomaticReply } from './account.ts';
import type { Letter, LetterHash } from './letter.ts';
import type { Problem } from './problem.ts';
import type { Step, StepKindName } from './step.ts';

/** Hex sha256 of each input, by its name: `migrate.yaml`, `data/staff.csv`, `provider`. Only `tenant` and `device list` are in words. */
export type Fingerprints = Readonly<Record<string, string>>;

export type PlanPurpose = 'apply' | 'undo';

export interface BatchCount {
  readonly name: string;
  /** In the batch of notices: partners. */
  readonly people: number;
  readonly steps: Readonly<Partial<Record<StepKindName, number>>>;
  /** People for whom nothing is left to do. */
  readonly settled: number;
  /** People who are left out, since a problem stands in the way. */
  readonly refused: number;
  /** Partners to whom nothing may be written; absent: none. */
  readonly suppressed?: number;
}

/** One line of the forecast: what one lane has to carry, and for how long. */
export interface LaneForecast {
  readonly lane: string;
  readonly calls: number;
  readonly durationMs: number;
  /** Name of the limit that sets the pace. */
  readonly limit: string;
}

/** What one day of sending carries. */
export interface SendingDay {
  /** YYYY-MM-DD in the company's time zone. */
  readonly day: string;
  readonly messages: number;
  /** Name of the limit that keeps the rest for later days, and what would lift it; absent on the last day. */
  readonly limit?: string;
  readonly lift?: string;
}

export interface SendingForecast {
  readonly messages: number;
  /** Licences with a mailbox that the tenant has, by which it may send more or less; absent: not known. */
  readonly licences?: number;
  readonly days: readonly SendingDay[];
}

export interface Forecast {
  readonly durationMs: number;
  readonly lanes: readonly LaneForecast[];
  /** Which lane binds, and what would lift it. */
  readonly binding?: string;
  /** Absent where no notice is sent. */
  readonly sending?: SendingForecast;
}

/** What is shown of a plan and kept with it; the steps themselves are kept one by one. */
export interface PlanSummary {
  readonly purpose: PlanPurpose;
  readonly batches: readonly BatchCount[];
  readonly steps: number;
  readonly checked: number;
  readonly problems: readonly Problem[];
  readonly forecast: Forecast;
}

export interface SavedPlan {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly purpose: PlanPurpose;
  readonly fingerprints: Fingerprints;
  readonly summary: PlanSummary;
}

/** What planning says of one person, of one partner, or of the domains, where both are absent. */
export interface PlanEntry {
  readonly batch: string;
  readonly person?: string;
  readonly partner?: string;
  readonly steps: readonly Step[];
  /** What is as it should be already, in words. */
  readonly checked: readonly string[];
  readonly problems: readonly Problem[];
  /** A problem that is told elsewhere, once for many, stands in the way. */
  readonly isRefused?: true;
  /** Id of the mailbox of which this entry has planned every approved rule, or found it removed. */
  readonly rulesOf?: string;
  /** Nothing may be written to this partner: why. */
  readonly suppressed?: string;
  /** The device gate holds the kit of this person: why. */
  readonly heldByGate?: string;
  /** Host names of devices that the gate holds, and for which the person has a kit in hand that no step of this entry takes back. */
  readonly kitInHand?: readonly string[];
  /** The letters of its notices, to be kept with the plan. */
  readonly letters?: readonly { readonly hash: LetterHash; readonly letter: Letter }[];
  /** What only the mail server's own administration can do for this person; gathered into one script a batch. */
  readonly forwardByHand?: Redirection;
  /** The same for the company's signature. */
  readonly signatureByHand?: AddressSignature;
  /** What only the local directory's administrator can do for this person; gathered into one list a batch. */
  readonly changeByHand?: SyncedMove;
  /** What only the administrator of a plain mail host can set for this person; gathered into one list a batch. */
  readonly atHost?: readonly HostWish[];
}

/** What a mailbox of a plain mail host shall do or have. */
export interface HostWish {
  readonly displayName: string;
  readonly mailbox: string;
  readonly alias?: string;
  readonly forwardTo?: string;
  readonly reply?: AutomaticReply;
}

/** Mail for one address goes to another. */
export interface Redirection {
  readonly displayName: string;
  readonly from: string;
  readonly to: string;
}

/** The signature of one address, as HTML. */
export interface AddressSignature {
  readonly address: string;
  readonly html: string;
}

/** An account that is mastered in a local directory and shall move. */
export interface SyncedMove extends Redirection {
  /** The provider's immutable id. */
  readonly id: string;
  readonly signInName: string;
  readonly aliases: readonly string[];
}

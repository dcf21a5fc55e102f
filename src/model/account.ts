// An account: what the provider has now for one user.

export interface Account {
  /** The provider's immutable id. */
  readonly id: string;
  /** The primary address, lower case. */
  readonly address: string;
  /** The name to sign in with, lower case. Google: same as the address. Microsoft 365: the UPN. */
  readonly signInName: string;
  /** All further addresses, lower case, without the primary one. */
  readonly aliases: readonly string[];
  readonly displayName: string;
  /** The mark of the migration that created the account, if it has one. */
  readonly stamp?: string;
  readonly isSuspended: boolean;
  /** Mastered in a local directory: the provider refuses changes of its addresses. */
  readonly isSynced: boolean;
  readonly isAdministrator: boolean;
  /** Ids of the licences (SKUs) that it holds. */
  readonly licences: readonly string[];
  /** Ids of its licences that come through a group. */
  readonly groupLicences?: readonly string[];
}

/** A domain as the provider knows it. */
export interface DomainState {
  readonly name: string;
  readonly isVerified: boolean;
  readonly isPrimary: boolean;
}

/** A DNS record that somebody has to publish. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'TXT' | 'MX' | 'CNAME' | 'SRV';
  readonly value: string;
  readonly ttlSeconds?: number;
  readonly priority?: number;
}

/** How many of one licence the tenant has. */
export interface LicencePool {
  /** What the provider calls it in calls: a GUID at Microsoft, `1010020020` at Google. */
  readonly id: string;
  /** What people call it: `SPE_E3`, `Google-Workspace-Enterprise-Plus`. */
  readonly name: string;
  /** Absent where the provider does not say (Google assigns until it refuses). */
  readonly total?: number;
  readonly used: number;
}

/** One permission, asked for by itself. */
export interface Permission {
  /** As the provider's consent page calls it: `User.ReadWrite.All`. */
  readonly name: string;
  /** What needs it: `plan`, `apply`. */
  readonly stage: 'plan' | 'apply' | 'notices';
  readonly standing: 'granted' | 'missing' | 'cannot-tell';
  /** What the provider said where it is not granted. */
  readonly said?: string;
}

/** The automatic reply of a mailbox. Times in milliseconds since 1970. */
export interface AutomaticReply {
  readonly isOn: boolean;
  readonly subject?: string;
  readonly internalHtml: string;
  readonly externalHtml: string;
  readonly startsAt?: number;
  readonly endsAt?: number;
  /** Who outside gets it. */
  readonly audience: 'none' | 'contacts' | 'all';
}

/** Where a mailbox forwards its mail. */
export interface Forwarding {
  readonly isOn: boolean;
  readonly to?: string;
  readonly keepsCopy: boolean;
}

/** In which language a mailbox speaks to its owner, and where its days begin. */
export interface MailboxLocale {
  /** BCP 47: `ja-JP`. A provider may keep a close variant: `ja`. */
  readonly language: string;
  /** IANA name, or the provider's own; absent where the provider keeps none. */
  readonly timeZone?: string;
}

/** An address that a mailbox may send as, with its signature. */
export interface SendAs {
  readonly address: string;
  readonly displayName: string;
  readonly signatureHtml: string;
  readonly isDefault: boolean;
  readonly isAccepted: boolean;
}

// What the sandbox keeps of a Google Workspace account. Addresses are lower case; times are real milliseconds since 1970.

export interface TenantRecord {
  readonly customerId: string;
  readonly administrator: string;
  /** Stands in until the first seed that names domains. */
  readonly isPlaceholder: boolean;
  /** Users that the subscription pays for; absent: no limit. */
  readonly seats?: number;
  readonly isTrial: boolean;
  /** Scopes that the administrator delegated to the key; absent: all. */
  readonly delegatedScopes?: readonly string[];
  /** Whether every new user gets this SKU by itself. */
  readonly automaticSku?: string;
  /** Addresses that unmanaged accounts hold: with resolveConflictAccount they are invited, not created. */
  readonly unmanaged: readonly string[];
  /** How many users were ever made: part of the next id. */
  readonly users: number;
}

export interface UserRecord {
  readonly id: string;
  readonly primaryEmail: string;
  readonly aliases: readonly string[];
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName?: string;
  /** Fields that are only kept and shown: phones, externalIds, orgUnitPath ... */
  readonly kept: Readonly<Record<string, unknown>>;
  readonly isAdmin: boolean;
  readonly isDelegatedAdmin: boolean;
  readonly isSuspended: boolean;
  readonly isArchived: boolean;
  readonly mustChangePassword: boolean;
  readonly createdAt: number;
  readonly renamedAt?: number;
  readonly deletedAt?: number;
  /** From when on there is a mailbox; absent: no licence for one. */
  readonly mailboxAt?: number;
  /** What reads show for a while after a change. */
  readonly trail?: { readonly at: number; readonly was: UserRecord };
}

export interface AddressRecord {
  readonly holder: 'user' | 'group';
  readonly id: string;
}

export interface MemberRecord {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly type: string;
}

export interface GroupRecord {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly description: string;
  readonly aliases: readonly string[];
  readonly members: readonly MemberRecord[];
  readonly createdAt: number;
}

export interface DomainRecord {
  readonly name: string;
  readonly isPrimary: boolean;
  readonly isVerified: boolean;
  readonly createdAt: number;
}

export interface DomainAliasRecord {
  readonly name: string;
  readonly parent: string;
  readonly isVerified: boolean;
  readonly createdAt: number;
}

export interface SkuRecord {
  readonly id: string;
  readonly name: string;
  readonly productId: string;
  readonly total: number;
}

export interface LicenceRecord {
  readonly userId: string;
  readonly productId: string;
  readonly skuId: string;
}

export interface TokenRecord {
  readonly scopes: readonly string[];
  /** Absent: the service account itself. */
  readonly userId?: string;
  /** Through domain-wide delegation; false for an installed application. */
  readonly isDelegated: boolean;
  readonly expiresAt: number;
}

export interface SendAsRecord {
  readonly address: string;
  readonly displayName: string;
  readonly replyToAddress: string;
  readonly signature: string;
  readonly treatAsAlias: boolean;
  /** Absent where nobody created the entry: the primary address and native aliases. */
  readonly status?: 'accepted' | 'pending';
  readonly smtpMsa?: Readonly<Record<string, unknown>>;
}

export interface MailboxRecord {
  /** By address; native aliases have an entry only once something was set for them. */
  readonly sendAs: Readonly<Record<string, SendAsRecord>>;
  readonly defaultSendAs?: string;
  readonly vacation: Readonly<Record<string, unknown>>;
  readonly autoForwarding: Readonly<Record<string, unknown>>;
  readonly forwarding: Readonly<Record<string, 'accepted' | 'pending'>>;
  readonly delegates: Readonly<Record<string, 'accepted' | 'pending'>>;
  readonly filters: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[];
  readonly imap: Readonly<Record<string, unknown>>;
  readonly pop: Readonly<Record<string, unknown>>;
  readonly language: Readonly<Record<string, unknown>>;
}

export interface MessageRecord {
  readonly id: string;
  readonly threadId: string;
  readonly labelIds: readonly string[];
  readonly at: number;
  /** From when on a search finds it. */
  readonly indexedAt: number;
  /** RFC 5322, one character a byte. */
  readonly raw: string;
  /** Only of what was sent from here: how many it went to, and how many of those outside. */
  readonly sentTo?: { readonly all: number; readonly external: number };
}

export interface DraftRecord {
  readonly id: string;
  readonly messageId: string;
}

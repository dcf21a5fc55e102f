// The seam to a provider's directory: people, domains, addresses, licences, settings. An adapter fills it; steps call it.
// Every method makes its calls once: the lane is the only owner of repetition. Every method throws RemoteFailure only.

import type {
  Account,
  AutomaticReply,
  DnsRecord,
  DomainState,
  Forwarding,
  LicencePool,
  MailboxLocale,
  Permission,
  SendAs,
} from './account.ts';
import type { DevicePush } from './device-push.ts';
import type { MailRule } from './mail-rule.ts';

export type ProviderName = 'microsoft-365' | 'google-workspace' | 'imap-host';
/** Those that have tenants, and records of their own for everybody's DNS. */
export type TenantProvider = Exclude<ProviderName, 'imap-host'>;

/** What a new account gets. The password is the only secret that passes here. */
export interface NewAccount {
  readonly address: string;
  readonly displayName: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly department?: string;
  readonly title?: string;
  readonly phone?: string;
  readonly language: string;
  /** ISO 3166-1 alpha-2; where the licence is used. */
  readonly country: string;
  readonly stamp: string;
  readonly password: string;
}

/** How a licence gets to an account. A group may give several; `licenceId` is the one that the account must hold in the end. */
export type LicenceWay =
  | { readonly by: 'direct'; readonly licenceId: string }
  | { readonly by: 'group'; readonly groupId: string; readonly licenceId: string };

export interface Accounts {
  /** All accounts of the tenant, page by page, deleted ones left out. Uses no index that lags where the provider offers a choice. */
  list(): AsyncIterable<Account>;
  /** Everything else that holds addresses (groups), page by page, so that a plan can see a clash before it happens. */
  listOthers(): AsyncIterable<{ readonly name: string; readonly addresses: readonly string[] }>;
  byId(id: string): Promise<Account | undefined>;
  /** Finds an account by its primary address, its sign-in name or an alias. Also finds groups: see `AddressOwner`. */
  byAddress(address: string): Promise<AddressOwner | undefined>;
  create(wanted: NewAccount): Promise<CreatedAccount>;
  /** In place of a stamp, where the provider keeps none: whether an account answers to a password that only this migration knows. */
  ownership?(address: string): Promise<Ownership>;
  /** Moves the primary address and the sign-in name; the old primary address stays as an alias. */
  rename(id: string, change: { readonly from: string; readonly to: string }): Promise<void>;
  /** `primary` is the primary address, before and after: a copy that is behind must not decide which one that is. */
  addAlias(id: string, alias: string, primary?: string): Promise<void>;
  /** Blocks or allows sign-in. Nothing is deleted. */
  setSuspended(id: string, isSuspended: boolean): Promise<void>;
}

export interface CreatedAccount extends Account {
  /** Segment of the vault with its password, where that is not the one of `NewAccount`. */
  readonly segment?: string;
}

/**
 * What is known of an account that carries no stamp. `others`: it is there, and none of our passwords opens it. `cannot-tell` with
 * `isFinal`: another look in this run would tell no more.
 */
export type Ownership =
  | { readonly standing: 'ours'; readonly account: Account; readonly segment: string }
  | { readonly standing: 'absent' }
  | { readonly standing: 'others'; readonly said: string }
  | { readonly standing: 'cannot-tell'; readonly said: string; readonly isFinal?: true };

/** Whoever holds an address: an account, or something else (a group, a contact) that is never ours to change. */
export type AddressOwner =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'other'; readonly id: string; readonly name: string };

export interface Domains {
  list(): Promise<readonly DomainState[]>;
  add(name: string): Promise<void>;
  /** The records that prove the domain, and after that those that its services need. */
  records(name: string): Promise<readonly DnsRecord[]>;
  /** Asks the provider to look at DNS now; `not-yet` while the record is not visible. */
  verify(name: string): Promise<void>;
}

export interface Licences {
  list(): Promise<readonly LicencePool[]>;
  /** The group's id, or undefined where there is none of that name. */
  groupByName(name: string): Promise<string | undefined>;
  /** Ids of the licences that the group gives; undefined where we may not know. Absent where the provider tells nobody. */
  ofGroup?(id: string): Promise<readonly string[] | undefined>;
  assign(account: { readonly id: string; readonly address: string }, way: LicenceWay): Promise<void>;
  /** Ids of the licences that the account holds now, read by account, not from a listing. */
  held(account: { readonly id: string; readonly address: string }): Promise<readonly string[]>;
}

/** What belongs to one mailbox. `id` is the account's immutable id; Google also wants the primary address. */
export interface MailboxRef {
  readonly id: string;
  readonly address: string;
}

export interface Mailboxes {
  isReady(mailbox: MailboxRef): Promise<boolean>;
  reply(mailbox: MailboxRef): Promise<AutomaticReply>;
  setReply(mailbox: MailboxRef, reply: AutomaticReply): Promise<void>;
  /** Absent where the provider's API cannot do it (Microsoft 365: Exchange only). */
  readonly forwarding?: {
    read(mailbox: MailboxRef): Promise<Forwarding>;
    set(mailbox: MailboxRef, forwarding: Forwarding): Promise<void>;
  };
  /** Absent where the provider has no such thing. */
  readonly sendAs?: {
    list(mailbox: MailboxRef): Promise<readonly SendAs[]>;
    /** Creates or changes one entry. */
    set(mailbox: MailboxRef, entry: SendAs): Promise<void>;
  };
  /** Absent where the provider's API cannot do it (Microsoft 365: Exchange only). */
  readonly signatures?: {
    /** HTML, as the provider keeps it; '' where there is none. Throws RemoteFailure (`not-yet`) where the address cannot be seen yet. */
    read(mailbox: MailboxRef, address: string): Promise<string>;
    /** '' takes it away. */
    set(mailbox: MailboxRef, signature: { readonly address: string; readonly html: string }): Promise<void>;
  };
  /** What the mailbox does by itself with incoming mail. Absent where no call shows it. */
  readonly rules?: {
    /** All that the API shows. */
    list(mailbox: MailboxRef): Promise<readonly MailRule[]>;
    find(mailbox: MailboxRef, id: string): Promise<MailRule | undefined>;
    remove(mailbox: MailboxRef, rule: MailRule): Promise<void>;
    /** As it was; the provider gives it a new id. */
    restore(mailbox: MailboxRef, rule: MailRule): Promise<void>;
  };
  /** Absent where mailboxes have neither. */
  readonly locale?: {
    read(mailbox: MailboxRef): Promise<MailboxLocale>;
    set(mailbox: MailboxRef, locale: MailboxLocale): Promise<void>;
  };
}

/** One connected tenant. Reading its members makes no call. */
export interface Directory {
  readonly provider: ProviderName;
  readonly accounts: Accounts;
  readonly domains: Domains;
  readonly licences: Licences;
  readonly mailboxes: Mailboxes;
  /** Absent where nothing carries scripts to PCs. */
  readonly push?: DevicePush;
  /** Asks for each permission by itself, read-only. Never throws for a missing one. */
  permissions(): Promise<readonly Permission[]>;
  /** Ids of those accounts that hold an administrator's role, where the listing does not say so already. */
  administratorsAmong?(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** The local parts that the provider does not allow, and why; undefined where the address is fine. */
  addressFault(address: string): string | undefined;
}

// The one tenant of the sandbox: its collections, who holds which address, which domains are its own.

import type { Collection, World } from '../kernel/world.ts';
import type {
  AddressRecord,
  DomainAliasRecord,
  DomainRecord,
  DraftRecord,
  GroupRecord,
  LicenceRecord,
  MailboxRecord,
  MessageRecord,
  SkuRecord,
  TenantRecord,
  TokenRecord,
  UserRecord,
} from './records.ts';

export const PROVIDER = 'google-workspace';

export interface Tenant {
  readonly users: Collection<UserRecord>;
  readonly addresses: Collection<AddressRecord>;
  readonly groups: Collection<GroupRecord>;
  readonly domains: Collection<DomainRecord>;
  readonly domainAliases: Collection<DomainAliasRecord>;
  readonly skus: Collection<SkuRecord>;
  /** By `userId productId`. */
  readonly licences: Collection<LicenceRecord>;
  readonly tokens: Collection<TokenRecord>;
  readonly mailboxes: Collection<MailboxRecord>;
  /** Domains whose ownership was proved, and by which address. */
  readonly sites: Collection<{ readonly owners: readonly string[] }>;
  /** Addresses that were given up, and until when they cannot be had again. */
  readonly held: Collection<number>;
  /** Ids of drafts that are gone because they were sent. */
  readonly sentDrafts: Collection<true>;
  messages(userId: string): Collection<MessageRecord>;
  drafts(userId: string): Collection<DraftRecord>;
  settings(): TenantRecord;
  setSettings(settings: TenantRecord): void;
}

const opened = new WeakMap<World, Tenant>();

export function tenantOf(world: World): Tenant {
  const known = opened.get(world);
  if (known !== undefined) return known;
  const one = <T>(name: string) => world.collection<T>(`google.${name}`);
  const house = one<TenantRecord>('tenant');
  const tenant: Tenant = {
    users: one('user'),
    addresses: one('address'),
    groups: one('group'),
    domains: one('domain'),
    domainAliases: one('domain-alias'),
    skus: one('sku'),
    licences: one('licence'),
    tokens: one('token'),
    mailboxes: one('mailbox'),
    sites: one('site'),
    held: one('held'),
    sentDrafts: one('sent-draft'),
    messages: (userId) => one(`message.${userId}`),
    drafts: (userId) => one(`draft.${userId}`),
    settings: () => house.get('tenant') ?? PLACEHOLDER,
    setSettings: (settings) => house.put('tenant', settings),
  };
  opened.set(world, tenant);
  return tenant;
}

/** What there is before the first seed, so that a client can sign in at once. */
export const PLACEHOLDER: TenantRecord = {
  customerId: 'C0sandbox',
  administrator: 'admin@old.example',
  isPlaceholder: true,
  isTrial: false,
  unmanaged: [],
  users: 0,
};

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** Finds a user by id, primary address or alias; also one that reads do not show yet. Deleted ones are not found. */
export function findUser(tenant: Tenant, key: string): UserRecord | undefined {
  const byId = tenant.users.get(key);
  if (byId !== undefined) return byId.deletedAt === undefined ? byId : undefined;
  const holder = tenant.addresses.get(key.toLowerCase());
  return holder?.holder === 'user' ? tenant.users.get(holder.id) : undefined;
}

export function findGroup(tenant: Tenant, key: string): GroupRecord | undefined {
  const byId = tenant.groups.get(key);
  if (byId !== undefined) return byId;
  const holder = tenant.addresses.get(key.toLowerCase());
  return holder?.holder === 'group' ? tenant.groups.get(holder.id) : undefined;
}

/** A verified domain on which users can be: a domain alias is none. */
export function takesUsers(tenant: Tenant, domain: string): boolean {
  return tenant.domains.get(domain)?.isVerified === true;
}

/** Everything at which the tenant gets mail. */
export function isInside(tenant: Tenant, address: string): boolean {
  const domain = domainOf(address);
  return takesUsers(tenant, domain) || tenant.domainAliases.get(domain)?.isVerified === true;
}

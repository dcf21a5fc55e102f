// Puts a seed into the world. What is seeded has been there for a year: nothing of it is new, nothing of it trails, no ledger line.

import { z } from 'zod';
import { SeedFault } from '../kernel/provider.ts';
import type { World } from '../kernel/world.ts';
import { licenceKey } from './assign-sku.ts';
import { makeGroupId } from './directory/groups.ts';
import { makeMember } from './directory/members.ts';
import { mailboxOf } from './gmail/mailbox.ts';
import type { TenantRecord, UserRecord } from './records.ts';
import { GOOGLE_SEED, type GoogleSeed, type SeedUser } from './seed-shape.ts';
import { domainOf, findUser, PLACEHOLDER, tenantOf, type Tenant } from './tenant.ts';
import { makeUserId } from './user-id.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

export function seedGoogle(world: World, seed: unknown): void {
  const read = GOOGLE_SEED.safeParse(seed);
  if (!read.success) throw new SeedFault(`google: ${z.prettifyError(read.error)}`);
  const tenant = tenantOf(world);
  const since = world.clock.now() - YEAR_MS;
  if (tenant.settings().isPlaceholder && isOwnTenant(read.data)) removePlaceholder(tenant);
  keepSettings(tenant, read.data);
  keepDomains(tenant, read.data, since);
  for (const sku of read.data.skus) tenant.skus.put(sku.id, sku);
  for (const user of withAdministrator(tenant, read.data)) addUser(world, user, since);
  for (const group of read.data.groups) addGroup(tenant, group, since);
  confirm(tenant, read.data);
}

/** Makes what there is before the first seed, once. */
export function placeholder(world: World): void {
  const tenant = tenantOf(world);
  if (!tenant.settings().isPlaceholder || tenant.users.size > 0) return;
  const since = world.clock.now() - YEAR_MS;
  const name = domainOf(PLACEHOLDER.administrator);
  world.together(() => {
    tenant.setSettings(PLACEHOLDER);
    tenant.domains.put(name, { name, isPrimary: true, isVerified: true, createdAt: since });
    for (const user of withAdministrator(tenant, GOOGLE_SEED.parse({}))) addUser(world, user, since);
  });
}

function isOwnTenant(seed: GoogleSeed): boolean {
  return seed.administrator !== undefined || seed.domains.length > 0 || seed.users.length > 0;
}

function removePlaceholder(tenant: Tenant): void {
  for (const collection of [tenant.users, tenant.addresses, tenant.domains, tenant.mailboxes]) {
    for (const key of [...collection.entries()].map(([key]) => key)) collection.delete(key);
  }
  tenant.setSettings({ ...PLACEHOLDER, isPlaceholder: false });
}

function keepSettings(tenant: Tenant, seed: GoogleSeed): void {
  const { delegatedScopes: before, ...settings } = tenant.settings();
  const scopes = seed.delegatedScopes === undefined ? before : (seed.delegatedScopes ?? undefined);
  const firstAdministrator = seed.users.find((user) => user.isAdmin)?.primaryEmail;
  const kept: TenantRecord = {
    ...settings,
    customerId: seed.customer ?? settings.customerId,
    administrator: seed.administrator ?? firstAdministrator ?? settings.administrator,
    isTrial: seed.isTrial ?? settings.isTrial,
    unmanaged: [...settings.unmanaged, ...(seed.unmanaged ?? [])],
    ...(seed.seats === undefined ? {} : { seats: seed.seats }),
    ...(seed.automaticSku === undefined ? {} : { automaticSku: seed.automaticSku }),
    ...(scopes === undefined
      ? {}
      : { delegatedScopes: scopes.map((scope) => scope.replace('https://www.googleapis.com/auth/', '')) }),
  };
  tenant.setSettings(kept);
}

function keepDomains(tenant: Tenant, seed: GoogleSeed, createdAt: number): void {
  for (const domain of seed.domains) tenant.domains.put(domain.name, { ...domain, createdAt });
  const hasPrimary = [...tenant.domains.values()].some((domain) => domain.isPrimary);
  const [first] = tenant.domains.values();
  if (!hasPrimary && first !== undefined) tenant.domains.put(first.name, { ...first, isPrimary: true });
  for (const alias of seed.domainAliases) tenant.domainAliases.put(alias.name, { ...alias, createdAt });
}

/** The administrator is there even where the list of users does not name him. */
function withAdministrator(tenant: Tenant, seed: GoogleSeed): readonly SeedUser[] {
  const { administrator } = tenant.settings();
  const users = seed.users.map((user) => (user.primaryEmail === administrator ? { ...user, isAdmin: true } : user));
  const isThere = tenant.addresses.has(administrator) || users.some((user) => user.primaryEmail === administrator);
  if (isThere || !tenant.domains.has(domainOf(administrator))) return users;
  const { users: added } = GOOGLE_SEED.parse({
    users: [{ primaryEmail: administrator, givenName: 'Sandbox', familyName: 'Administrator', isAdmin: true }],
  });
  return [...added, ...users];
}

function addUser(world: World, seed: SeedUser, createdAt: number): void {
  const tenant = tenantOf(world);
  const settings = tenant.settings();
  for (const address of [seed.primaryEmail, ...seed.aliases]) {
    if (tenant.addresses.has(address)) throw new SeedFault(`google: ${address} is there already`);
  }
  const user: UserRecord = {
    id: makeUserId(settings.users + 1, world.random),
    primaryEmail: seed.primaryEmail,
    aliases: seed.aliases,
    givenName: seed.givenName,
    familyName: seed.familyName,
    ...(seed.displayName === undefined ? {} : { displayName: seed.displayName }),
    kept: seed.fields,
    isAdmin: seed.isAdmin,
    isDelegatedAdmin: seed.isDelegatedAdmin,
    isSuspended: seed.isSuspended,
    isArchived: false,
    mustChangePassword: false,
    createdAt,
    ...(seed.isMailboxSetup ? { mailboxAt: createdAt } : {}),
  };
  tenant.setSettings({ ...settings, users: settings.users + 1 });
  tenant.users.put(user.id, user);
  for (const address of [user.primaryEmail, ...user.aliases]) {
    tenant.addresses.put(address, { holder: 'user', id: user.id });
  }
  for (const id of seed.licences) {
    const sku = tenant.skus.get(id);
    if (sku === undefined) throw new SeedFault(`google: there is no SKU ${id}`);
    tenant.licences.put(licenceKey(user.id, sku.productId), { userId: user.id, productId: sku.productId, skuId: id });
  }
  addMailbox(tenant, user, seed);
}

function addMailbox(tenant: Tenant, user: UserRecord, seed: SeedUser): void {
  const { signature, vacation, forwardingAddresses, forwards, filters } = seed;
  const isPlain = signature === undefined && vacation === undefined && forwardingAddresses.length + filters.length === 0;
  if (isPlain) return;
  const untouched = mailboxOf(tenant, user.id);
  const [to] = forwardingAddresses;
  tenant.mailboxes.put(user.id, {
    ...untouched,
    ...(signature === undefined ? {} : { sendAs: { [user.primaryEmail]: senderWith(user, signature) } }),
    vacation: vacation ?? untouched.vacation,
    forwarding: Object.fromEntries(forwardingAddresses.map((address) => [address, 'accepted' as const])),
    filters: filters.map((filter, at) => ({ ...filter, id: `ANe1Bmseed${at + 1}` })),
    ...(forwards && to !== undefined
      ? { autoForwarding: { enabled: true, emailAddress: to, disposition: 'leaveInInbox' } }
      : {}),
  });
}

function senderWith(user: UserRecord, signature: string) {
  const displayName = `${user.givenName} ${user.familyName}`;
  return { address: user.primaryEmail, displayName, replyToAddress: '', signature, treatAsAlias: true };
}

function addGroup(tenant: Tenant, seed: GoogleSeed['groups'][number], createdAt: number): void {
  const id = makeGroupId(tenant);
  for (const address of [seed.email, ...seed.aliases]) {
    if (tenant.addresses.has(address)) throw new SeedFault(`google: ${address} is there already`);
    tenant.addresses.put(address, { holder: 'group', id });
  }
  const members = seed.members.map((address) => makeMember(tenant, address, 'MEMBER'));
  tenant.groups.put(id, { ...seed, id, name: seed.name ?? seed.email, members, createdAt });
}

function confirm(tenant: Tenant, seed: GoogleSeed): void {
  for (const { mailbox, address } of seed.confirmedForwarding) {
    const user = knownMailbox(tenant, mailbox);
    const before = mailboxOf(tenant, user.id);
    tenant.mailboxes.put(user.id, { ...before, forwarding: { ...before.forwarding, [address]: 'accepted' } });
  }
  for (const { mailbox, filter } of seed.filters) {
    const user = knownMailbox(tenant, mailbox);
    const before = mailboxOf(tenant, user.id);
    const id = `ANe1Bmlater${before.filters.length + 1}`;
    tenant.mailboxes.put(user.id, { ...before, filters: [...before.filters, { ...filter, id }] });
  }
  for (const { mailbox, address } of seed.confirmedSendAs) {
    const user = knownMailbox(tenant, mailbox);
    const before = mailboxOf(tenant, user.id);
    const entry = before.sendAs[address];
    if (entry === undefined) throw new SeedFault(`google: ${mailbox} has no sender ${address}`);
    tenant.mailboxes.put(user.id, { ...before, sendAs: { ...before.sendAs, [address]: { ...entry, status: 'accepted' } } });
  }
}

function knownMailbox(tenant: Tenant, address: string): UserRecord {
  const user = findUser(tenant, address);
  if (user === undefined) throw new SeedFault(`google: there is no mailbox ${address}`);
  return user;
}

// What a test or a demo puts into the tenant before it starts: domains, licences, users, groups, permissions. No ledger line.

import { z } from 'zod';
import { SeedFault } from '../kernel/provider.ts';
import type { World } from '../kernel/world.ts';
import { GraphRefusal } from './answers.ts';
import { primaryOf, withAlias, withPrimary } from './directory/addresses.ts';
import { addUser } from './directory/create-user.ts';
import { newDomain } from './directory/domain-routes.ts';
import { addGroup } from './directory/group-routes.ts';
import { mailboxOf, NEW_SETTINGS, saveMailbox } from './mailbox/mailbox.ts';
import { nextOrdinal, roomsOf, type HeldLicence, type SkuRecord, type TenantRecord } from './records.ts';
import { ALL_ROLES, changeTenant, tenantOf } from './tenant.ts';

const TENANT = z
  .strictObject({
    displayName: z.string(),
    secret: z.string(),
    certificates: z.array(z.string()),
    /** Real seconds, whatever the profile. */
    tokenLifetimeSeconds: z.number().positive(),
    roles: z.array(z.enum(ALL_ROLES)),
    /** Permissions to take away from all of them. */
    withoutRoles: z.array(z.enum(ALL_ROLES)),
    asksForDeviceCode: z.boolean(),
    isSendFromAliasEnabled: z.boolean(),
    isTrial: z.boolean(),
  })
  .partial();

const DOMAIN = z.strictObject({
  name: z.string(),
  isVerified: z.boolean().default(true),
  isDefault: z.boolean().default(false),
});

const SKU = z.strictObject({
  skuPartNumber: z.string(),
  skuId: z.guid().optional(),
  total: z.int().nonnegative(),
  hasMailbox: z.boolean().default(true),
  excludes: z.array(z.string()).default([]),
  needs: z.array(z.string()).default([]),
});

const USER = z.looseObject({
  userPrincipalName: z.string(),
  displayName: z.string(),
  id: z.guid().optional(),
  mail: z.string().optional(),
  proxyAddresses: z.array(z.string()).default([]),
  /** Part numbers. */
  licences: z.array(z.string()).default([]),
  isSynced: z.boolean().default(false),
  isAdministrator: z.boolean().default(false),
  /** A mailbox without a licence: a shared one. */
  hasMailbox: z.boolean().default(false),
  mailboxSettings: z.record(z.string(), z.unknown()).optional(),
});

const GROUP = z.strictObject({
  displayName: z.string(),
  id: z.guid().optional(),
  mailNickname: z.string().optional(),
  mail: z.string().optional(),
  proxyAddresses: z.array(z.string()).default([]),
  /** UPNs. */
  members: z.array(z.string()).default([]),
  /** Part numbers. */
  licences: z.array(z.string()).default([]),
});

const SEED = z
  .strictObject({
    tenant: TENANT,
    domains: z.array(DOMAIN),
    skus: z.array(SKU),
    users: z.array(USER),
    groups: z.array(GROUP),
    /** Rules of the Inbox of users who are there by now. */
    rules: z.array(z.strictObject({ userPrincipalName: z.string(), rule: z.record(z.string(), z.unknown()) })),
  })
  .partial();

/** Inside a transaction. Takes seeds again and again; what is named a second time must be new, except domains, licences, tenant. */
export function seedTenant(world: World, seed: unknown): void {
  const read = SEED.safeParse(seed);
  if (!read.success) throw new SeedFault(z.prettifyError(read.error));
  const { tenant, domains = [], skus = [], users = [], groups = [], rules = [] } = read.data;
  try {
    tenantOf(world);
    if (tenant !== undefined) seedSettings(world, tenant);
    for (const domain of domains) seedDomain(world, domain);
    for (const sku of skus) seedSku(world, sku);
    for (const user of users) seedUser(world, user);
    for (const group of groups) seedGroup(world, group);
    for (const { userPrincipalName, rule } of rules) seedRule(world, userPrincipalName, rule);
  } catch (fault) {
    if (fault instanceof GraphRefusal) throw new SeedFault(fault.message);
    throw fault;
  }
}

function seedSettings(world: World, { withoutRoles, ...given }: z.infer<typeof TENANT>): void {
  const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<TenantRecord>;
  changeTenant(world, change);
  if (withoutRoles !== undefined) {
    const roles = tenantOf(world).roles.filter((role) => !withoutRoles.includes(role));
    changeTenant(world, { roles });
  }
}

function seedDomain(world: World, { name, isVerified, isDefault }: z.infer<typeof DOMAIN>): void {
  const { domains } = roomsOf(world);
  const id = name.toLowerCase();
  if (isDefault) for (const other of [...domains.values()]) domains.put(other.id, { ...other, isDefault: false });
  const supportedServices = isVerified ? ['Email', 'OfficeCommunicationsOnline'] : [];
  domains.put(id, { ...newDomain(world, id), isVerified, isDefault, supportedServices });
}

function seedSku(world: World, { skuId, ...given }: z.infer<typeof SKU>): void {
  const { skus } = roomsOf(world);
  const known = [...skus.values()].find((sku) => sku.skuPartNumber === given.skuPartNumber);
  const id = skuId?.toLowerCase() ?? known?.skuId ?? world.random.uuid();
  skus.put(id, { ...given, skuId: id, used: known?.used ?? 0 });
}

function skuNamed(world: World, name: string): SkuRecord {
  const sku = [...roomsOf(world).skus.values()].find((one) => one.skuPartNumber === name || one.skuId === name);
  if (sku === undefined) throw new SeedFault(`there is no licence ${name}`);
  return sku;
}

function seedUser(world: World, user: z.infer<typeof USER>): void {
  const { userPrincipalName, id, mail, proxyAddresses, licences, isSynced, isAdministrator, ...more } = user;
  const { hasMailbox, mailboxSettings, ...properties } = more;
  const now = world.clock.now();
  const userId = id?.toLowerCase() ?? world.random.uuid();
  const held: HeldLicence[] = [];
  let isMailUser = hasMailbox;
  for (const name of licences) {
    const sku = skuNamed(world, name);
    roomsOf(world).skus.put(sku.skuId, { ...sku, used: sku.used + 1 });
    held.push({ skuId: sku.skuId, disabledPlans: [], byGroup: null, at: now });
    isMailUser ||= sku.hasMailbox;
  }
  const primary = primaryOf(proxyAddresses) ?? mail ?? (isMailUser ? userPrincipalName : undefined);
  const named = primary === undefined ? proxyAddresses : withPrimary(proxyAddresses, primary);
  addUser(world, {
    id: userId,
    ordinal: nextOrdinal(roomsOf(world)),
    createdAt: now,
    userPrincipalName,
    mail: primary ?? null,
    proxyAddresses: isMailUser ? withAlias(named, userPrincipalName) : named,
    properties: { usageLocation: 'JP', mailNickname: userPrincipalName.split('@')[0], accountEnabled: true, ...properties },
    licences: held,
    isSynced,
    isAdministrator,
    visibleAt: now,
    listedAt: now,
    usageLocationAt: now,
    ...(isMailUser ? { mailboxAt: now } : {}),
  });
  if (mailboxSettings !== undefined) saveMailbox(world, userId, { settings: { ...NEW_SETTINGS, ...mailboxSettings } });
}

function seedRule(world: World, name: string, rule: Readonly<Record<string, unknown>>): void {
  const id = roomsOf(world).names.get(`upn:${name.toLowerCase()}`);
  if (id === undefined) throw new SeedFault(`there is no user ${name}`);
  const { rules } = mailboxOf(world, id);
  const whole = { isEnabled: true, isReadOnly: false, hasError: false, conditions: null, exceptions: null, ...rule };
  saveMailbox(world, id, { rules: [...rules, { id: `AQAAA${world.random.hex(12)}=`, ...whole }] });
}

function seedGroup(world: World, group: z.infer<typeof GROUP>): void {
  const { names } = roomsOf(world);
  const members = group.members.map((name) => {
    const id = names.get(`upn:${name.toLowerCase()}`);
    if (id === undefined) throw new SeedFault(`there is no user ${name}`);
    return id;
  });
  const { mail } = group;
  addGroup(world, {
    id: group.id?.toLowerCase() ?? world.random.uuid(),
    ordinal: nextOrdinal(roomsOf(world)),
    createdAt: world.clock.now(),
    displayName: group.displayName,
    mailNickname: group.mailNickname ?? group.displayName.replaceAll(/[^A-Za-z0-9-]/g, ''),
    mail: mail ?? null,
    proxyAddresses: mail === undefined ? group.proxyAddresses : withPrimary(group.proxyAddresses, mail),
    properties: { mailEnabled: mail !== undefined, securityEnabled: mail === undefined, groupTypes: [] },
    members,
    licences: group.licences.map((name) => ({ skuId: skuNamed(world, name).skuId, disabledPlans: [] })),
  });
}

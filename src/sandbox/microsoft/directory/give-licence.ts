// A licence comes to a user: directly or through a group, checked against the pool, the country and the other licences.

import type { World } from '../../kernel/world.ts';
import { lagOf } from '../lags.ts';
import { roomsOf, without, type HeldLicence, type LicenceError, type SkuRecord, type UserRecord } from '../records.ts';
import { PROVIDER, tenantOf } from '../tenant.ts';
import { domainOf, isVerifiedDomain, primaryOf, withAlias, withPrimary } from './addresses.ts';
import { addressOf } from './update-user.ts';
import { saveUser } from './user-save.ts';

/** Why the licence cannot be given, in the terms of licenseAssignmentStates; undefined where it can. */
export function licenceFault(world: World, user: UserRecord, sku: SkuRecord): LicenceError | undefined {
  const held = heldNames(world, user);
  if (holds(user, sku.skuId)) return undefined;
  if (typeof user.properties['usageLocation'] !== 'string') return 'ProhibitedInUsageLocationViolation';
  if (sku.excludes.some((name) => held.includes(name))) return 'MutuallyExclusiveViolation';
  if (sku.needs.some((name) => !held.includes(name))) return 'DependencyViolation';
  if (sku.used >= sku.total) return 'CountViolation';
  return isNameTaken(world, user, sku) ? 'UniquenessViolation' : undefined;
}

/** True where the user has the licence already, by whatever way. */
export function holds(user: UserRecord, skuId: string): boolean {
  return user.licences.some((licence) => licence.skuId === skuId && licence.error === undefined);
}

/** Inside a transaction: the user holds the licence from now on, with its line in the ledger. Returns the user as kept. */
export function giveLicence(
  world: World,
  user: UserRecord,
  given: { readonly sku: SkuRecord; readonly disabledPlans: readonly string[]; readonly byGroup: string | null },
): UserRecord {
  const { sku, disabledPlans, byGroup } = given;
  const isRepeat = holds(user, sku.skuId);
  const licence: HeldLicence = { skuId: sku.skuId, disabledPlans, byGroup, at: world.clock.now() };
  const others = user.licences.filter((one) => one.skuId !== sku.skuId || one.byGroup !== byGroup);
  const kept = saveUser(world, user, { licences: [...others, licence], ...mailboxOf(world, user, sku) });
  if (!isRepeat) roomsOf(world).skus.put(sku.skuId, { ...sku, used: sku.used + 1 });
  const effect = {
    provider: PROVIDER,
    kind: 'licence.assign',
    key: `${addressOf(kept)} ${sku.skuPartNumber}`,
    idempotent: true,
    skuId: sku.skuId,
    ...(byGroup === null ? {} : { byGroup }),
    ...(isRepeat ? { repeat: true } : {}),
  };
  world.effect(effect, () => undefined);
  return kept;
}

/** Inside a transaction: the user's direct licence goes, and with the last one the mailbox. */
export function takeLicence(world: World, user: UserRecord, skuId: string): UserRecord {
  const { skus } = roomsOf(world);
  const licences = user.licences.filter((licence) => licence.skuId !== skuId || licence.byGroup !== null);
  const hasMailbox = licences.some((licence) => skus.get(licence.skuId)?.hasMailbox === true);
  const kept = saveUser(world, hasMailbox ? user : without(user, 'mailboxAt'), { licences });
  const sku = skus.get(skuId);
  if (sku !== undefined && !holds(kept, skuId)) skus.put(skuId, { ...sku, used: sku.used - 1 });
  const effect = {
    provider: PROVIDER,
    kind: 'licence.remove',
    key: `${addressOf(kept)} ${sku?.skuPartNumber ?? skuId}`,
    idempotent: true,
  };
  world.effect(effect, () => undefined);
  return kept;
}

/** The addresses and the mailbox that come with an Exchange licence; nothing for other licences. */
function mailboxOf(world: World, user: UserRecord, sku: SkuRecord): Partial<UserRecord> {
  if (!sku.hasMailbox || user.mailboxAt !== undefined) return {};
  const proxyAddresses = mailAddresses(world, user);
  return {
    proxyAddresses,
    mail: user.mail ?? primaryOf(proxyAddresses) ?? null,
    mailboxAt: world.clock.now() + lagOf(world, 'mailbox', user.id),
  };
}

/** The UPN and `mailNickname@tenant.onmicrosoft.com`, with four digits where that is taken. */
function mailAddresses(world: World, user: UserRecord): readonly string[] {
  const upn = user.userPrincipalName;
  const hasPrimary = primaryOf(user.proxyAddresses) !== undefined;
  const withName = hasPrimary ? withAlias(user.proxyAddresses, upn) : withPrimary(user.proxyAddresses, upn);
  const given = user.properties['mailNickname'];
  const nickname = typeof given === 'string' ? given : (upn.split('@')[0] ?? '');
  const { initialDomain } = tenantOf(world);
  const plain = `${nickname}@${initialDomain}`.toLowerCase();
  const owner = roomsOf(world).names.get(`smtp:${plain}`);
  const isFree = owner === undefined || owner === user.id;
  return withAlias(withName, isFree ? plain : `${nickname}${1000 + world.random.below(9000)}@${initialDomain}`.toLowerCase());
}

function isNameTaken(world: World, user: UserRecord, sku: SkuRecord): boolean {
  if (!sku.hasMailbox || !isVerifiedDomain(world, domainOf(user.userPrincipalName))) return false;
  const owner = roomsOf(world).names.get(`smtp:${user.userPrincipalName.toLowerCase()}`);
  return owner !== undefined && owner !== user.id;
}

function heldNames(world: World, user: UserRecord): readonly string[] {
  const { skus } = roomsOf(world);
  return user.licences.filter((one) => one.error === undefined).flatMap((one) => skus.get(one.skuId)?.skuPartNumber ?? []);
}

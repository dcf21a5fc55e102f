// Licences: the pools of the tenant, what a user holds, and assigning directly.

import { z } from 'zod';
import type { Answer, Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { badRequest, entity, notFound, type GraphRefusal } from '../answers.ts';
import { DIRECTORY_ANSWERING_MS, directoryReads, directoryWrites } from '../limits.ts';
import { lagOf } from '../lags.ts';
import { pageOf, selected } from '../odata/page.ts';
import type { GraphRoute } from '../permissions.ts';
import { roomsOf, type LicenceError, type SkuRecord, type UserRecord } from '../records.ts';
import { tenantOf } from '../tenant.ts';
import { userOf } from './find-user.ts';
import { giveLicence, holds, licenceFault, takeLicence } from './give-licence.ts';
import { servicePlans } from './plans.ts';
import { uniqueSkus, USER_DEFAULTS, userEntity } from './user-view.ts';

const READ_POOLS = ['LicenseAssignment.Read.All', 'LicenseAssignment.ReadWrite.All', 'Organization.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const READ_USER = ['User.Read.All', 'User.ReadWrite.All', 'LicenseAssignment.Read.All', 'LicenseAssignment.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
export const ASSIGN = ['LicenseAssignment.ReadWrite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'];
const answeringMs = DIRECTORY_ANSWERING_MS;

const ASSIGNMENT = z.object({
  addLicenses: z.array(z.looseObject({ skuId: z.string(), disabledPlans: z.array(z.string()).default([]) })),
  removeLicenses: z.array(z.string()),
});

export type Assignment = z.infer<typeof ASSIGNMENT>;

export function readAssignment(body: unknown): Assignment {
  const read = ASSIGNMENT.safeParse(body);
  if (read.success) return read.data;
  const missing = String(read.error.issues[0]?.path[0] ?? 'addLicenses');
  throw badRequest(`The parameter '${missing}' is missing or invalid.`);
}

/** The SKU of the tenant; refuses with the words that Graph has for an unknown one. */
export function skuOf(world: World, skuId: string): SkuRecord {
  const sku = roomsOf(world).skus.get(skuId.toLowerCase());
  if (sku === undefined) throw badRequest(`License ${skuId} does not correspond to a valid company License.`);
  return sku;
}

function poolEntity(world: World, sku: SkuRecord) {
  const { tenantId, displayName } = tenantOf(world);
  return {
    accountId: tenantId,
    accountName: displayName,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: sku.used,
    id: `${tenantId}_${sku.skuId}`,
    prepaidUnits: { enabled: sku.total, suspended: 0, warning: 0, lockedOut: 0 },
    servicePlans: servicePlans(sku),
    skuId: sku.skuId,
    skuPartNumber: sku.skuPartNumber,
    subscriptionIds: [],
  };
}

function listPools(call: Call, _params: Params, world: World): Answer {
  const pools = [...roomsOf(world).skus.values()].map((sku, ordinal) => ({ ordinal, entity: poolEntity(world, sku) }));
  return pageOf(call, pools, { what: 'subscribedSkus', defaultTop: 999, mostTop: 999 });
}

function readPool(call: Call, params: Params, world: World): Answer {
  const asked = params['id'] ?? '';
  const sku = roomsOf(world).skus.get(asked.split('_').at(-1) ?? '');
  if (sku === undefined) throw notFound(asked);
  return entity(call, 'subscribedSkus', selected(call, poolEntity(world, sku)));
}

function licenceDetails(call: Call, params: Params, world: World): Answer {
  const user = userOf(call, params, world);
  const { skus } = roomsOf(world);
  const held = uniqueSkus(user.licences.filter((licence) => licence.error === undefined));
  const details = held.flatMap(({ skuId }, ordinal) => {
    const sku = skus.get(skuId);
    if (sku === undefined) return [];
    const id = Buffer.from(`${user.id}${skuId}`).toString('base64url').slice(0, 43);
    return [{ ordinal, entity: { id, skuId, skuPartNumber: sku.skuPartNumber, servicePlans: servicePlans(sku) } }];
  });
  return pageOf(call, details, { what: `users('${user.id}')/licenseDetails`, defaultTop: 100, mostTop: 999 });
}

function assignLicence(call: Call, params: Params, world: World): Answer {
  const user = userOf(call, params, world);
  const wanted = readAssignment(call.body);
  const kept = world.together(() => {
    let changed: UserRecord = user;
    for (const skuId of wanted.removeLicenses) {
      if (!holds(changed, skuId)) throw badRequest('User does not have a corresponding license.');
      changed = takeLicence(world, changed, skuId);
    }
    for (const { skuId, disabledPlans } of wanted.addLicenses) {
      const sku = skuOf(world, skuId);
      refuseLocation(world, changed);
      const fault = licenceFault(world, changed, sku);
      if (fault !== undefined) throw refusalOf(fault, sku);
      changed = giveLicence(world, changed, { sku, disabledPlans, byGroup: null });
    }
    return changed;
  });
  return entity(call, 'users', selected(call, userEntity(world, kept), USER_DEFAULTS));
}

/** No country, or one so new that licensing has not heard of it. */
function refuseLocation(world: World, user: UserRecord): void {
  const since = world.clock.now() - user.usageLocationAt;
  const isNew = user.usageLocationAt !== user.createdAt && since < lagOf(world, 'usageLocation', user.id);
  if (isNew || typeof user.properties['usageLocation'] !== 'string') {
    throw badRequest('License assignment cannot be done for user with invalid usage location.');
  }
}

function refusalOf(fault: LicenceError, sku: SkuRecord): GraphRefusal {
  switch (fault) {
    case 'CountViolation':
      return badRequest(`Subscription with SKU ${sku.skuId} does not have any available licenses.`);
    case 'MutuallyExclusiveViolation':
      return badRequest('License assignment failed because service plans are mutually exclusive: MutuallyExclusiveViolation.');
    case 'DependencyViolation':
      return badRequest('License assignment failed because a service plan depends on another one: DependencyViolation.');
    case 'ProhibitedInUsageLocationViolation':
      return badRequest('License assignment cannot be done for user with invalid usage location.');
    case 'UniquenessViolation':
      return badRequest('License assignment failed because an address is in use: UniquenessViolation.');
  }
}

/** Group licences are checked again; ours come by themselves, so this only answers. */
function reprocess(call: Call, params: Params, world: World): Answer {
  return entity(call, 'users', selected(call, userEntity(world, userOf(call, params, world)), USER_DEFAULTS));
}

export const licenceRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: '/v1.0/subscribedSkus', anyOf: READ_POOLS, quotas: directoryReads(3), answeringMs, answer: listPools },
  { method: 'GET', pattern: '/v1.0/subscribedSkus/:id', anyOf: READ_POOLS, quotas: directoryReads(1), answeringMs, answer: readPool },
  {
    method: 'GET',
    pattern: '/v1.0/users/:id/licenseDetails',
    anyOf: READ_USER,
    quotas: directoryReads(2),
    answeringMs,
    answer: licenceDetails,
  },
  {
    method: 'POST',
    pattern: '/v1.0/users/:id/assignLicense',
    anyOf: ASSIGN,
    quotas: directoryWrites,
    answeringMs,
    answer: assignLicence,
  },
  {
    method: 'POST',
    pattern: '/v1.0/users/:id/reprocessLicenseAssignment',
    anyOf: ASSIGN,
    quotas: directoryWrites,
    answeringMs,
    answer: reprocess,
  },
];

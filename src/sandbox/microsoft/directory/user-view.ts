// A user as Graph shows it.

import type { World } from '../../kernel/world.ts';
import type { Entity } from '../odata/filter.ts';
import { roomsOf, type HeldLicence, type SkuRecord, type UserFace, type UserRecord } from '../records.ts';
import { exchangePlanOf, planIdOf } from './plans.ts';

/** Shown without `$select`. */
export const USER_DEFAULTS: readonly string[] = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

const EMPTY: Readonly<Record<string, unknown>> = {
  accountEnabled: true,
  businessPhones: [],
  city: null,
  companyName: null,
  country: null,
  department: null,
  displayName: null,
  employeeId: null,
  employeeType: null,
  givenName: null,
  jobTitle: null,
  mailNickname: null,
  mobilePhone: null,
  officeLocation: null,
  otherMails: [],
  postalCode: null,
  preferredLanguage: null,
  state: null,
  streetAddress: null,
  surname: null,
  usageLocation: null,
  userType: 'Member',
};

const isoOf = (at: number): string => new Date(at).toISOString();

/** All properties, as the user is now or, for listings, as their copies still have it. */
export function userEntity(world: World, user: UserRecord, face: UserFace = user): Entity {
  const held = face.licences.filter((licence) => licence.error === undefined);
  return {
    ...EMPTY,
    ...face.properties,
    id: user.id,
    userPrincipalName: face.userPrincipalName,
    mail: face.mail,
    proxyAddresses: face.proxyAddresses,
    createdDateTime: isoOf(user.createdAt),
    deletedDateTime: user.deletedAt === undefined ? null : isoOf(user.deletedAt),
    onPremisesSyncEnabled: user.isSynced ? true : null,
    onPremisesLastSyncDateTime: user.isSynced ? isoOf(user.createdAt) : null,
    onPremisesExtensionAttributes: attributesOf(face),
    assignedLicenses: uniqueSkus(held).map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans })),
    licenseAssignmentStates: face.licences.map((licence) => ({
      skuId: licence.skuId,
      disabledPlans: licence.disabledPlans,
      assignedByGroup: licence.byGroup,
      state: licence.error === undefined ? 'Active' : 'Error',
      error: licence.error ?? 'None',
      lastUpdatedDateTime: isoOf(licence.at),
    })),
    ...plansOf(world, user, held),
    serviceProvisioningErrors: [],
  };
}

/** What a listing shows now. */
export function listedFace(world: World, user: UserRecord): UserFace {
  return user.stale !== undefined && user.stale.until > world.clock.now() ? user.stale.face : user;
}

export function uniqueSkus(held: readonly HeldLicence[]): readonly HeldLicence[] {
  return held.filter((licence, at) => held.findIndex(({ skuId }) => skuId === licence.skuId) === at);
}

const NO_ATTRIBUTES: Readonly<Record<string, unknown>> = Object.fromEntries(
  Array.from({ length: 15 }, (_, at) => [`extensionAttribute${at + 1}`, null]),
);

function attributesOf(face: UserFace): Readonly<Record<string, unknown>> {
  const given = face.properties['onPremisesExtensionAttributes'];
  return typeof given === 'object' ? { ...NO_ATTRIBUTES, ...given } : NO_ATTRIBUTES;
}

function plansOf(world: World, user: UserRecord, held: readonly HeldLicence[]) {
  const { skus } = roomsOf(world);
  const isReady = user.mailboxAt !== undefined && user.mailboxAt <= world.clock.now();
  const licensed = uniqueSkus(held).flatMap((licence) => {
    const sku = skus.get(licence.skuId);
    return sku === undefined ? [] : [{ sku, licence }];
  });
  const service = (sku: SkuRecord) => (sku.hasMailbox ? 'exchange' : 'SharePoint');
  return {
    assignedPlans: licensed.map(({ sku, licence }) => ({
      assignedDateTime: isoOf(licence.at),
      capabilityStatus: 'Enabled',
      service: service(sku),
      servicePlanId: planIdOf(sku),
    })),
    provisionedPlans: licensed.map(({ sku }) => ({
      capabilityStatus: 'Enabled',
      provisioningStatus: exchangePlanOf(sku) !== undefined && !isReady ? 'PendingActivation' : 'Success',
      service: service(sku),
    })),
  };
}

// The tenant itself: made with its keys when it is first asked for, the same ever after.

import { randomBytes } from 'node:crypto';
import type { World } from '../kernel/world.ts';
import { roomsOf, type TenantRecord } from './records.ts';

export const PROVIDER = 'microsoft-365';

/** All application permissions that the routes ask for; a new tenant has granted every one. */
export const ALL_ROLES: readonly string[] = [
  'User.Read.All',
  'User.ReadWrite.All',
  'User.EnableDisableAccount.All',
  'User-PasswordProfile.ReadWrite.All',
  'User.RevokeSessions.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
  'Group.ReadBasic.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'Domain.Read.All',
  'Domain.ReadWrite.All',
  'Organization.Read.All',
  'LicenseAssignment.Read.All',
  'LicenseAssignment.ReadWrite.All',
  'MailboxSettings.Read',
  'MailboxSettings.ReadWrite',
  'Mail.Read',
  'Mail.ReadWrite',
  'Mail.Send',
  'ExchangeMessageTrace.Read.All',
  'DeviceManagementConfiguration.ReadWrite.All',
];

const TENANT = 'self';
const INITIAL_DOMAIN = 'contoso.onmicrosoft.com';

/** The tenant of this world. Its first call makes it, with its initial domain. */
export function tenantOf(world: World): TenantRecord {
  const { tenant, domains } = roomsOf(world);
  const known = tenant.get(TENANT);
  if (known !== undefined) return known;
  const made: TenantRecord = {
    tenantId: world.random.uuid(),
    clientId: world.random.uuid(),
    secret: randomBytes(24).toString('base64url'),
    certificates: [],
    tokenKey: randomBytes(32).toString('hex'),
    roles: ALL_ROLES,
    asksForDeviceCode: false,
    displayName: 'Contoso',
    initialDomain: INITIAL_DOMAIN,
    isSendFromAliasEnabled: false,
  };
  world.together(() => {
    tenant.put(TENANT, made);
    domains.put(INITIAL_DOMAIN, {
      id: INITIAL_DOMAIN,
      isVerified: true,
      isDefault: true,
      isInitial: true,
      supportedServices: ['Email', 'OfficeCommunicationsOnline'],
      proof: '',
    });
  });
  return made;
}

export function changeTenant(world: World, change: Partial<TenantRecord>): void {
  roomsOf(world).tenant.put(TENANT, { ...tenantOf(world), ...change });
}

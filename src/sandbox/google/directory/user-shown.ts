// A user as the Directory API shows it, and when it shows it: new users are hidden, changes trail.

import type { ScaledClock } from '../../kernel/clock.ts';
import { withEtag } from '../etag.ts';
import { DELAY_MS } from '../limits.ts';
import type { UserRecord } from '../records.ts';
import type { Tenant } from '../tenant.ts';

export interface Moment {
  readonly now: number;
  readonly clock: ScaledClock;
}

/** What a read sees of a user; undefined where it does not see it yet. Lists trail longer than single reads. */
export function seenBy(read: 'get' | 'list', user: UserRecord, { now, clock }: Moment): UserRecord | undefined {
  const hiddenMs = clock.scaled(read === 'get' ? DELAY_MS.userHidden : DELAY_MS.listTrails);
  if (now < user.createdAt + hiddenMs) return undefined;
  const trailMs = clock.scaled(read === 'get' ? DELAY_MS.readTrails : DELAY_MS.listTrails);
  return user.trail !== undefined && now < user.trail.at + trailMs ? user.trail.was : user;
}

/** Puts a changed user away so that reads trail; a change within the trail of another keeps the older picture. */
export function putChanged(tenant: Tenant, change: { was: UserRecord; becomes: UserRecord }, moment: Moment): void {
  const { trail, ...was } = change.was;
  const isTrailing = trail !== undefined && moment.now < trail.at + moment.clock.scaled(DELAY_MS.listTrails);
  const kept = isTrailing ? trail : { at: moment.now, was };
  tenant.users.put(change.becomes.id, { ...change.becomes, trail: kept });
}

/** `User` of the Directory API. */
export function showUser(user: UserRecord, tenant: Tenant, now: number): Record<string, unknown> {
  const { kept } = user;
  const local = user.primaryEmail.slice(0, user.primaryEmail.lastIndexOf('@'));
  const nonEditable = [...tenant.domainAliases.values()].map((alias) => `${local}@${alias.name}`);
  return withEtag({
    kind: 'admin#directory#user',
    id: user.id,
    primaryEmail: user.primaryEmail,
    name: {
      givenName: user.givenName,
      familyName: user.familyName,
      fullName: `${user.givenName} ${user.familyName}`,
      ...(user.displayName === undefined ? {} : { displayName: user.displayName }),
    },
    isAdmin: user.isAdmin,
    isDelegatedAdmin: user.isDelegatedAdmin,
    lastLoginTime: new Date(0).toISOString(),
    creationTime: new Date(user.createdAt).toISOString(),
    ...(user.deletedAt === undefined ? {} : { deletionTime: new Date(user.deletedAt).toISOString() }),
    agreedToTerms: true,
    suspended: user.isSuspended,
    ...(user.isSuspended ? { suspensionReason: 'ADMIN' } : {}),
    archived: user.isArchived,
    changePasswordAtNextLogin: user.mustChangePassword,
    ipWhitelisted: false,
    includeInGlobalAddressList: true,
    orgUnitPath: '/',
    ...kept,
    emails: emailsOf(user),
    ...(user.aliases.length === 0 ? {} : { aliases: user.aliases }),
    ...(nonEditable.length === 0 ? {} : { nonEditableAliases: nonEditable }),
    customerId: tenant.settings().customerId,
    isMailboxSetup: user.mailboxAt !== undefined && user.mailboxAt <= now,
    isEnrolledIn2Sv: false,
    isEnforcedIn2Sv: false,
  });
}

/** Primary address and aliases first, then what somebody wrote there besides. */
function emailsOf(user: UserRecord): readonly unknown[] {
  const own = [{ address: user.primaryEmail, primary: true }, ...user.aliases.map((address) => ({ address }))];
  const given: unknown = user.kept['emails'];
  const others: readonly unknown[] = Array.isArray(given) ? given : [];
  return [...own, ...others.filter((one) => !isOwn(one, user))];
}

function isOwn(one: unknown, user: UserRecord): boolean {
  if (typeof one !== 'object' || one === null || !('address' in one)) return true;
  const address = String(one.address).toLowerCase();
  return address === user.primaryEmail || user.aliases.includes(address);
}

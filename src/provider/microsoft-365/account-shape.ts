// A user of Microsoft Graph as an Account, and the properties that this takes. Pure.

import type { User } from '@microsoft/microsoft-graph-types';
import type { Account } from '../../model/account.ts';
import { objectAt, objectsAt, textAt, textsAt } from './json.ts';
import type { JsonObject } from './json.ts';

/** Where the stamp stands: free in most tenants, writable in the call that creates, cloud-only users. */
export const STAMP_ATTRIBUTE = 'extensionAttribute15';

/** Exactly what an Account needs. */
export const ACCOUNT_PROPERTIES = [
  'id',
  'userPrincipalName',
  'mail',
  'proxyAddresses',
  'displayName',
  'accountEnabled',
  'onPremisesSyncEnabled',
  'onPremisesExtensionAttributes',
  'assignedLicenses',
  'licenseAssignmentStates',
] as const satisfies readonly (keyof User)[];

/** undefined where the object is no user: it has no id or no name to sign in with. */
export function accountFrom(user: JsonObject, administrator: string | undefined): Account | undefined {
  const id = textAt(user, 'id');
  const signInName = textAt(user, 'userPrincipalName')?.toLowerCase();
  if (id === undefined || signInName === undefined) return undefined;
  const { primary, others } = mailAddresses(user);
  const address = primary ?? textAt(user, 'mail')?.toLowerCase() ?? signInName;
  const stamp = textAt(objectAt(user, 'onPremisesExtensionAttributes'), STAMP_ATTRIBUTE);
  const isAdministrator = administrator !== undefined && [address, signInName].includes(administrator.toLowerCase());
  return {
    id,
    address,
    signInName,
    aliases: others.filter((other) => other !== address),
    displayName: textAt(user, 'displayName') ?? address,
    ...(stamp === undefined ? {} : { stamp }),
    isSuspended: user['accountEnabled'] === false,
    isSynced: user['onPremisesSyncEnabled'] === true,
    isAdministrator,
    licences: skuIds(objectsAt(user, 'assignedLicenses')),
    groupLicences: skuIds(
      objectsAt(user, 'licenseAssignmentStates').filter((state) => textAt(state, 'assignedByGroup') !== undefined),
    ),
  };
}

/** All mail addresses of a user or a group, the primary one first. */
export function addressesOf(holder: JsonObject): readonly string[] {
  const { primary, others } = mailAddresses(holder);
  const mail = textAt(holder, 'mail')?.toLowerCase();
  return [...new Set([primary, mail, ...others].filter((address) => address !== undefined))];
}

/** `SMTP:` is the primary address, `smtp:` an alias; SIP, X500 and SPO entries are not mail addresses. */
function mailAddresses(user: JsonObject): { readonly primary: string | undefined; readonly others: readonly string[] } {
  const proxies = textsAt(user, 'proxyAddresses');
  const after = (mark: string): string[] =>
    proxies.filter((proxy) => proxy.startsWith(mark)).map((proxy) => proxy.slice(mark.length).toLowerCase());
  return { primary: after('SMTP:')[0], others: [...new Set(after('smtp:'))] };
}

function skuIds(licences: readonly JsonObject[]): readonly string[] {
  const ids = licences.map((licence) => textAt(licence, 'skuId')).filter((id) => id !== undefined);
  return [...new Set(ids)];
}

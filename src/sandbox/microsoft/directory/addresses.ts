// Addresses of the tenant: their form, whose domain they are in, and that no two objects have the same one.

import type { World } from '../../kernel/world.ts';
import { alreadyThere, badRequest } from '../answers.ts';
import { MOST_PROXY_ADDRESSES } from '../limits.ts';
import { roomsOf } from '../records.ts';

/** Microsoft's page for `userPrincipalName`: `A-Z a-z 0-9 ' . - _ ! # ^ ~`, no accents; at most 64 before the @. */
const LOCAL_PART = /^(?!\.)(?!.*\.\.)[A-Za-z0-9'._!#^~-]{1,64}(?<!\.)$/;

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** `SMTP:` or `smtp:` taken off, lower case; undefined for addresses of other kinds (SIP, X500). */
export function plainAddress(proxy: string): string | undefined {
  return /^smtp:/i.test(proxy) ? proxy.slice('smtp:'.length).toLowerCase() : undefined;
}

export function primaryOf(proxies: readonly string[]): string | undefined {
  const proxy = proxies.find((one) => one.startsWith('SMTP:'));
  return proxy === undefined ? undefined : plainAddress(proxy);
}

export function aliasesOf(proxies: readonly string[]): readonly string[] {
  return proxies.filter((one) => one.startsWith('smtp:')).flatMap((one) => plainAddress(one) ?? []);
}

/** Makes one address the primary one; the one before stays as an alias. Entries of other kinds are kept. */
export function withPrimary(proxies: readonly string[], address: string): readonly string[] {
  const others = proxies
    .filter((one) => plainAddress(one) !== address.toLowerCase())
    .map((one) => (one.startsWith('SMTP:') ? `smtp:${one.slice('SMTP:'.length)}` : one));
  return [`SMTP:${address}`, ...others];
}

export function withAlias(proxies: readonly string[], address: string): readonly string[] {
  const isThere = proxies.some((one) => plainAddress(one) === address.toLowerCase());
  return isThere ? proxies : [...proxies, `smtp:${address}`];
}

export function isVerifiedDomain(world: World, domain: string): boolean {
  return roomsOf(world).domains.get(domain)?.isVerified === true;
}

export function checkPrincipalName(world: World, name: string): void {
  const at = name.lastIndexOf('@');
  if (at < 1 || !LOCAL_PART.test(name.slice(0, at))) {
    throw badRequest("Invalid value specified for property 'userPrincipalName' of resource 'User'.", [
      { code: 'InvalidValue', message: 'Invalid value specified for property', target: 'userPrincipalName' },
    ]);
  }
  if (!isVerifiedDomain(world, domainOf(name))) {
    throw badRequest(
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
      [{ code: 'InvalidValue', message: 'The domain portion is invalid', target: 'userPrincipalName' }],
    );
  }
}

export function checkMail(world: World, mail: string): void {
  const at = mail.lastIndexOf('@');
  const isWellFormed = at > 0 && LOCAL_PART.test(mail.slice(0, at).replaceAll('+', '-'));
  if (!isWellFormed || !isVerifiedDomain(world, domainOf(mail))) {
    throw badRequest("Invalid value specified for property 'mail' of resource 'User'.", [
      { code: 'InvalidValue', message: 'Invalid value specified for property', target: 'mail' },
    ]);
  }
}

export interface Names {
  readonly userPrincipalName?: string;
  readonly proxyAddresses: readonly string[];
}

const keysOf = (names: Names): readonly string[] => [
  ...(names.userPrincipalName === undefined ? [] : [`upn:${names.userPrincipalName.toLowerCase()}`]),
  ...names.proxyAddresses.flatMap((proxy) => {
    const address = plainAddress(proxy);
    return address === undefined ? [] : [`smtp:${address}`];
  }),
];

/** Takes names for an object and gives up those that it had. Refuses where another object has one. */
export function claimNames(world: World, id: string, change: { readonly from?: Names; readonly to?: Names }): void {
  const { names } = roomsOf(world);
  const wanted = change.to === undefined ? [] : keysOf(change.to);
  if (wanted.filter((key) => key.startsWith('smtp:')).length > MOST_PROXY_ADDRESSES) {
    throw badRequest(`The number of values of property proxyAddresses exceeds the limit of ${MOST_PROXY_ADDRESSES}.`);
  }
  for (const key of wanted) {
    const owner = names.get(key);
    if (owner !== undefined && owner !== id) {
      throw alreadyThere(key.startsWith('upn:') ? 'userPrincipalName' : 'proxyAddresses');
    }
  }
  for (const key of change.from === undefined ? [] : keysOf(change.from)) if (!wanted.includes(key)) names.delete(key);
  for (const key of wanted) if (!names.has(key)) names.put(key, id);
}

/** Refuses a sign-in name that somebody else gets mail under. */
export function refuseForeignMail(world: World, id: string, name: string): void {
  const owner = roomsOf(world).names.get(`smtp:${name.toLowerCase()}`);
  if (owner !== undefined && owner !== id) {
    throw badRequest(
      'A conflicting object with one or more of the specified property values is present in the directory.',
      [{ code: 'ConflictingObjects', message: 'A conflicting object is present in the directory.', target: 'userPrincipalName' }],
    );
  }
}

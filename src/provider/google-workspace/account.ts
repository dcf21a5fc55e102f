// A user of the Directory API as an account of ours, and back. Pure.

import type { admin_directory_v1 } from 'googleapis/build/src/apis/admin/index.js';
import type { Account } from '../../model/account.ts';
import type { NewAccount } from '../../model/directory.ts';

type User = admin_directory_v1.Schema$User;

/** Which of a user's external ids holds the mark of the migration that created it. */
const STAMP = { type: 'custom', customType: 'migrate' } as const;

/** Only what is read here is asked for: a full user is ten times as big. */
export const USER_FIELDS =
  'id,primaryEmail,aliases,nonEditableAliases,name(fullName,displayName),suspended,isAdmin,isDelegatedAdmin,externalIds';

/** Undefined where the answer lacks what makes a user. */
export function accountOf(user: User, licences: readonly string[]): Account | undefined {
  const { id, primaryEmail } = user;
  if (typeof id !== 'string' || id === '' || typeof primaryEmail !== 'string') return undefined;
  const address = primaryEmail.toLowerCase();
  const stamp = stampOf(user.externalIds);
  return {
    id,
    address,
    signInName: address,
    aliases: aliasesOf(user),
    displayName: user.name?.displayName ?? user.name?.fullName ?? address,
    ...(stamp === undefined ? {} : { stamp }),
    isSuspended: user.suspended === true,
    // Google says nothing of a local directory: its synchronisation writes through the same API and locks nothing.
    isSynced: false,
    isAdministrator: user.isAdmin === true || user.isDelegatedAdmin === true,
    licences,
  };
}

/** Also those that come from a domain alias, which nobody can change: the addresses are taken all the same. */
export function aliasesOf(user: User): readonly string[] {
  const all = [...(user.aliases ?? []), ...(user.nonEditableAliases ?? [])].map((alias) => alias.toLowerCase());
  return [...new Set(all)];
}

function stampOf(externalIds: unknown): string | undefined {
  const ids: readonly unknown[] = Array.isArray(externalIds) ? externalIds : [];
  for (const id of ids) {
    if (typeof id !== 'object' || id === null) continue;
    const { type, customType, value }: Readonly<Record<string, unknown>> = { ...id };
    if (type === STAMP.type && customType === STAMP.customType && typeof value === 'string') return value;
  }
  return undefined;
}

/**
 * The body of users.insert. The password goes as it is, under TLS: Google then holds it against the tenant's rules, and a home-made
 * crypt hash would protect nothing that TLS does not. Google has no use for the country.
 */
export function newUser(wanted: NewAccount): User {
  const { department, title, phone } = wanted;
  return {
    primaryEmail: wanted.address,
    name: { givenName: wanted.givenName, familyName: wanted.familyName, displayName: wanted.displayName },
    password: wanted.password,
    changePasswordAtNextLogin: true,
    externalIds: [{ ...STAMP, value: wanted.stamp }],
    languages: [{ languageCode: wanted.language, preference: 'preferred' }],
    ...(department === undefined && title === undefined
      ? {}
      : { organizations: [{ primary: true, ...defined({ department, title }) }] }),
    ...(phone === undefined ? {} : { phones: [{ type: 'work', value: phone }] }),
  } satisfies User;
}

function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

// The body of POST /users for a new account. Pure; the password is in it, so it is never logged.

import type { User } from '@microsoft/microsoft-graph-types';
import type { NewAccount } from '../../model/directory.ts';
import { STAMP_ATTRIBUTE } from './account-shape.ts';

/** https://learn.microsoft.com/graph/api/resources/user: mailNickname. */
const MOST_NICKNAME = 64;
/** preferredLanguage takes a culture, not only a language. */
const CULTURES: Readonly<Record<string, string>> = { ja: 'ja-JP', en: 'en-US' };

export function newUser(wanted: NewAccount) {
  const { department, title, phone } = wanted;
  return {
    accountEnabled: true,
    displayName: wanted.displayName,
    surname: wanted.familyName,
    givenName: wanted.givenName,
    mailNickname: mailNickname(wanted.address),
    userPrincipalName: wanted.address,
    usageLocation: wanted.country,
    preferredLanguage: CULTURES[wanted.language] ?? wanted.language,
    ...(department === undefined ? {} : { department }),
    ...(title === undefined ? {} : { jobTitle: title }),
    ...(phone === undefined ? {} : { businessPhones: [phone] }),
    onPremisesExtensionAttributes: { [STAMP_ATTRIBUTE]: wanted.stamp },
    passwordProfile: { forceChangePasswordNextSignIn: true, password: wanted.password },
  } satisfies User;
}

/** The local part, without what Exchange does not take in an alias, cut to 64 characters. */
export function mailNickname(address: string): string {
  const local = address.slice(0, address.lastIndexOf('@'));
  const kept = local
    .replaceAll(/[^a-z0-9!#$%&'*+/=?^_`{|}~.-]/gi, '')
    .slice(0, MOST_NICKNAME)
    .replaceAll(/^\.+|\.+$/g, '');
  return kept === '' ? 'user' : kept;
}

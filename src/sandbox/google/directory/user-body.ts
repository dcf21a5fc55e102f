// The body of a user's insert, update and patch: what it may hold, and what becomes of it. The password is looked at and never kept.

import { invalid } from '../answers.ts';
import { MOST } from '../limits.ts';
import type { UserRecord } from '../records.ts';
import { flagOf, readObject, textOf, type Body } from '../route.ts';

const READ_ONLY = [
  'agreedToTerms aliases creationTime customerId deletionTime etag guestAccountInfo id isAdmin isDelegatedAdmin isEnforcedIn2Sv',
  'isEnrolledIn2Sv isGuestUser isMailboxSetup kind lastLoginTime nonEditableAliases suspensionReason thumbnailPhotoEtag thumbnailPhotoUrl',
].flatMap((names) => names.split(' '));

const KEPT = [
  'addresses customSchemas emails externalIds gender ims includeInGlobalAddressList ipWhitelisted keywords languages locations notes',
  'orgUnitPath organizations phones posixAccounts recoveryEmail recoveryPhone relations sshPublicKeys websites',
].flatMap((names) => names.split(' '));

const OWN = 'primaryEmail name password hashFunction suspended archived changePasswordAtNextLogin'.split(' ');

/** The part of a user that a body may set. Absent: left as it is. */
export interface UserChange {
  readonly primaryEmail?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly displayName?: string;
  readonly isSuspended?: boolean;
  readonly isArchived?: boolean;
  readonly mustChangePassword?: boolean;
  readonly kept: UserRecord['kept'];
  /** The fields that it names, for the ledger. */
  readonly fields: readonly string[];
}

/** Absent fields are kept, null clears, arrays are replaced whole. */
export function readUserBody(body: Body, before: UserRecord['kept']): UserChange {
  const fields = Object.keys(body);
  const unknown = fields.find((name) => !READ_ONLY.includes(name) && !KEPT.includes(name) && !OWN.includes(name));
  if (unknown !== undefined) {
    throw invalid(`Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`);
  }
  if (body['password'] !== undefined) checkPassword(body);
  const name = body['name'] === undefined || body['name'] === null ? {} : readObject(body['name']);
  const [givenName, familyName] = [nameOf(name, 'givenName'), nameOf(name, 'familyName')];
  const [displayName, primaryEmail] = [textOf(name, 'displayName'), textOf(body, 'primaryEmail')];
  const [isSuspended, isArchived] = [flagOf(body, 'suspended'), flagOf(body, 'archived')];
  const mustChangePassword = flagOf(body, 'changePasswordAtNextLogin');
  return {
    kept: keepFields(body, before),
    fields: fields.filter((field) => !READ_ONLY.includes(field)),
    ...(primaryEmail === undefined ? {} : { primaryEmail: primaryEmail.toLowerCase() }),
    ...(givenName === undefined ? {} : { givenName }),
    ...(familyName === undefined ? {} : { familyName }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(isSuspended === undefined ? {} : { isSuspended }),
    ...(isArchived === undefined ? {} : { isArchived }),
    ...(mustChangePassword === undefined ? {} : { mustChangePassword }),
  };
}

function keepFields(body: Body, before: UserRecord['kept']): UserRecord['kept'] {
  const given = Object.fromEntries(KEPT.flatMap((name) => (name in body ? [[name, body[name]]] : [])));
  return Object.fromEntries(
    Object.entries({ ...before, ...given }).filter(([, value]) => value !== null && value !== undefined),
  );
}

function nameOf(name: Body, field: 'givenName' | 'familyName'): string | undefined {
  const value = textOf(name, field);
  if (value === undefined) return undefined;
  if (value.trim() === '' || Array.from(value).length > MOST.nameLetters) {
    throw invalid(`Invalid Given/Family Name: ${field === 'givenName' ? 'GivenName' : 'FamilyName'}`);
  }
  return value;
}

const HASHES: Readonly<Record<string, RegExp>> = {
  'MD5': /^[0-9a-f]{32}$/i,
  'SHA-1': /^[0-9a-f]{40}$/i,
  'crypt': /^\$(1|5|6)\$(rounds=\d{1,5}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]+$/,
};

function checkPassword(body: Body): void {
  const password = textOf(body, 'password') ?? '';
  const named = textOf(body, 'hashFunction');
  const form = named === undefined ? /^[\x20-\x7e]{8,100}$/ : HASHES[named];
  if (form === undefined) throw invalid('Invalid Input: hashFunction');
  if (!form.test(password)) throw invalid('Invalid Password');
}

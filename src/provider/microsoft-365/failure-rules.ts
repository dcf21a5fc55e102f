// What each refusal of Microsoft 365 proves; the first rule that fits decides. Sources: Microsoft Graph error responses,
// user-post-users, user-assignlicense, known-issues and throttling pages; the texts are as tenants report them.

import type { FailureRule } from './failure-rule.ts';
import { MAIL_RULES } from './mail-failure-rules.ts';

const MAILBOX = /\/(?:mailboxSettings|mailFolders)\b/;
const LICENCE = /\/assignLicense$|\/members\/\$ref$/;

/** The permission that a refused call was missing, by what it was about. */
function permissionFor(operation: string): string {
  const isRead = operation.startsWith('GET');
  if (MAILBOX.test(operation)) return isRead ? 'MailboxSettings.Read' : 'MailboxSettings.ReadWrite';
  if (/assignLicense$/.test(operation)) return 'LicenseAssignment.ReadWrite.All';
  if (/subscribedSkus/.test(operation)) return 'LicenseAssignment.Read.All';
  if (/\/domains/.test(operation)) return isRead ? 'Domain.Read.All' : 'Domain.ReadWrite.All';
  if (/\/deviceManagement/.test(operation)) return 'DeviceManagementConfiguration.ReadWrite.All';
  if (/\/groups/.test(operation)) return isRead ? 'Group.ReadBasic.All' : 'GroupMember.ReadWrite.All';
  return isRead ? 'User.Read.All' : 'User.ReadWrite.All';
}

const ACCOUNT_CHANGE = /^PATCH \/users\/\{id\}$/;

export const RULES: readonly FailureRule[] = [
  ...MAIL_RULES,

  { status: [429], kind: 'throttled' },

  {
    status: [401],
    kind: 'refused',
    todo: 'Sign in again: the client secret or certificate may have expired, or the app was removed from the tenant.',
  },

  // Objects that exist already. Microsoft Graph says 400 where one would expect 409.
  { status: [400, 409], message: /another object with the same value for property/i, kind: 'taken' },
  { status: [400, 409], message: /conflicting object with one or more of the specified property/i, kind: 'taken' },
  { status: [400, 409], code: /ObjectConflict|MultipleObjectsWithSameKeyValue/, kind: 'taken' },
  { status: [400, 409], message: /added object references already exist/i, kind: 'taken' },
  { status: [400, 409], operation: /^POST \/domains$/, message: /already (?:exists|added|in use)/i, kind: 'taken' },

  // Two writers met; neither was applied.
  { status: [400, 409, 412], code: /ConcurrencyViolation/i, kind: 'not-yet' },

  // Licences.
  {
    operation: LICENCE,
    message: /does not have any available licen[cs]es|CountViolation|not enough licen[cs]es/i,
    kind: 'exhausted',
    todo: 'Buy more licences, or free some, then run: migrate retry --failed',
  },
  {
    operation: LICENCE,
    message: /MutuallyExclusive|conflicting service plans/i,
    kind: 'refused',
    todo: 'The account holds a licence that excludes this one. Remove that one first.',
  },
  {
    operation: LICENCE,
    message: /Dependency(?:Violation)?/i,
    kind: 'refused',
    todo: 'The licence needs a plan that the account lacks. Assign that licence first.',
  },
  {
    operation: LICENCE,
    message: /ProhibitedInUsageLocation/i,
    kind: 'refused',
    todo: 'The licence is not sold in the country of the account. Correct `country` in migrate.yaml.',
  },
  {
    operation: LICENCE,
    message: /UniquenessViolation/i,
    kind: 'refused',
    todo: 'An address of the account belongs to something else too. Find it in the Exchange admin centre and free it.',
  },
  { status: [400], message: /invalid usage location/i, kind: 'not-yet' },

  // Copies of the directory that have not heard of our object yet.
  { status: [400], message: /not a valid reference update/i, kind: 'not-yet' },
  {
    operation: MAILBOX,
    code: /^(?:MailboxNotEnabledForRESTAPI|ResourceNotFound|ErrorNonExistentMailbox|ErrorMailboxStoreUnavailable)$/,
    kind: 'not-yet',
    todo: 'The mailbox is not ready. Exchange takes minutes, at times up to 24 hours; without a licence it never comes.',
  },
  { status: [404], code: /^Request_ResourceNotFound$/, kind: 'not-yet' },
  {
    operation: MAILBOX,
    status: [403],
    kind: 'not-yet',
    todo: 'The mailbox may not be ready or have no licence; if it lasts, grant MailboxSettings.ReadWrite to the app.',
  },

  // The body of a failed check of DNS is not documented, so every refusal that is not about permissions counts as one.
  {
    operation: /^POST \/domains\/\{id\}\/verify$/,
    status: [400, 404, 409, 412, 422],
    kind: 'not-yet',
    todo: 'Publish the TXT record that proves the domain; DNS may take up to an hour until everybody sees it.',
  },

  {
    message: /on-premises mastered|synchronized from your on-premises|out of the current user's write scope/i,
    kind: 'refused',
    todo: 'The account is mastered in the local directory. Change it there: see the list for its administrator.',
  },
  {
    message: /domain portion of the userPrincipalName property is invalid|not (?:a )?verified domain/i,
    kind: 'refused',
    todo: 'Verify the domain in Microsoft 365 first.',
  },
  {
    status: [403],
    operation: ACCOUNT_CHANGE,
    kind: 'refused',
    todo: 'Grant User.ReadWrite.All to the app. If it has that, the account holds an administrator role: change it by hand.',
  },
  {
    status: [403],
    kind: 'refused',
    todo: (operation) => `Grant ${permissionFor(operation)} to the app, with admin consent.`,
  },

  { status: [408], kind: 'no-usable-answer' },
  {
    status: [300, 301, 302, 303, 307, 308],
    kind: 'refused',
    todo: 'Something between here and Microsoft redirects the call, a proxy with a sign-in page perhaps.',
  },
];

// users.list: pages of the users that a list shows by now, with query, order and deleted ones.

import type { Answer } from '../../kernel/call.ts';
import { invalid, ok, Refused } from '../answers.ts';
import { withEtag } from '../etag.ts';
import { pageOf } from '../paging.ts';
import type { UserRecord } from '../records.ts';
import { textOf, type Ask, type GuardedRoute } from '../route.ts';
import { domainOf } from '../tenant.ts';
import { readDirectoryQuery, type FieldReader } from './directory-query.ts';
import { checkCustomer, momentOf } from './find.ts';
import { READ_USERS } from './guards.ts';
import { directoryRoute } from './route.ts';
import { seenBy, showUser } from './user-shown.ts';

export const userListRoute: GuardedRoute = directoryRoute('GET /users', READ_USERS, listUsers);

const PAGE = { usual: 100, most: 500 };

function listUsers(ask: Ask): Answer {
  const { query } = ask.call;
  const [customer, domain] = [query.get('customer'), query.get('domain')?.toLowerCase()];
  if (customer === null && domain === undefined) {
    throw new Refused({ status: 400, reason: 'badRequest', message: 'Bad Request' });
  }
  if (customer !== null) checkCustomer(ask, customer);
  if (domain !== undefined && !ask.tenant.domains.has(domain)) {
    throw new Refused({ status: 404, reason: 'notFound', message: 'Domain not found.' });
  }
  const seen = seenUsers(ask).filter((user) => domain === undefined || domainOf(user.primaryEmail) === domain);
  const page = pageOf(ask, ordered(filtered(seen, ask), ask), PAGE);
  const users = page.items.map((user) => showUser(user, ask.tenant, ask.now));
  return ok(
    withEtag({
      kind: 'admin#directory#users',
      ...(users.length === 0 ? {} : { users }),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    }),
  );
}

/** By id, which is the order in which they were made; a token for a place in the list stays good while users are added. */
function seenUsers(ask: Ask): UserRecord[] {
  const wantsDeleted = ask.call.query.get('showDeleted') === 'true';
  const moment = momentOf(ask);
  const seen: UserRecord[] = [];
  for (const user of ask.tenant.users.values()) {
    if ((user.deletedAt !== undefined) !== wantsDeleted) continue;
    const shown = seenBy('list', user, moment);
    if (shown !== undefined) seen.push(shown);
  }
  return seen;
}

function filtered(users: UserRecord[], ask: Ask): UserRecord[] {
  const query = ask.call.query.get('query');
  if (query === null || query.trim() === '') return users;
  const matches = readDirectoryQuery(query);
  if (matches === undefined) throw invalid('Invalid Input: query');
  return users.filter((user) => {
    const isMatch = matches(fieldsOf(user));
    if (isMatch === undefined) throw invalid('Invalid Input: query');
    return isMatch;
  });
}

function fieldsOf(user: UserRecord): FieldReader {
  return (field) => {
    switch (field) {
      case '':
        return [user.primaryEmail, ...user.aliases, user.givenName, user.familyName];
      case 'email':
        return [user.primaryEmail, ...user.aliases];
      case 'name':
        return [`${user.givenName} ${user.familyName}`];
      case 'givenName':
      case 'familyName':
        return [user[field]];
      case 'isAdmin':
      case 'isDelegatedAdmin':
      case 'isSuspended':
      case 'isArchived':
        return [String(user[field])];
      case 'orgUnitPath':
      case 'orgUnit':
        return [textOf(user.kept, 'orgUnitPath') ?? '/'];
      case 'externalId':
        return valuesOf(user.kept['externalIds']);
      case 'phone':
        return valuesOf(user.kept['phones']);
      default:
        return undefined;
    }
  };
}

function valuesOf(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'value' in one ? [String(one.value)] : [],
  );
}

const ORDERS: Readonly<Record<string, 'primaryEmail' | 'givenName' | 'familyName'>> = {
  email: 'primaryEmail',
  givenName: 'givenName',
  familyName: 'familyName',
};

function ordered(users: UserRecord[], ask: Ask): UserRecord[] {
  const asked = ask.call.query.get('orderBy');
  if (asked === null) return users;
  const field = ORDERS[asked];
  if (field === undefined) throw invalid('Invalid Input: orderBy');
  const way = ask.call.query.get('sortOrder') === 'DESCENDING' ? -1 : 1;
  const compare = (one: string, other: string) => (one < other ? -way : one > other ? way : 0);
  return users.sort((one, other) => compare(one[field].toLowerCase(), other[field].toLowerCase()));
}

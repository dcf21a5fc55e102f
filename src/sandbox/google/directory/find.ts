// Finds the user or the group that a call names, as far as the API shows it yet, and says whether it can be changed.

import { conditionNotMet, invalid, notAuthorized, notFound, Refused } from '../answers.ts';
import { DELAY_MS } from '../limits.ts';
import type { GroupRecord, UserRecord } from '../records.ts';
import { param, type Ask } from '../route.ts';
import { findGroup, findUser } from '../tenant.ts';
import { seenBy, type Moment } from './user-shown.ts';

export const momentOf = (ask: Ask): Moment => ({ now: ask.now, clock: ask.world.clock });

/** Share of the reads of a fresh user that are answered 403. */
const FORBIDDEN_SHARE = 0.2;

/** The user as a read shows it. Refuses with 404, and at times with 403, while it is new. */
export function seenUser(ask: Ask, key: string): UserRecord {
  const user = findUser(ask.tenant, key);
  const seen = user === undefined ? undefined : seenBy('get', user, momentOf(ask));
  if (user === undefined || seen === undefined) throw notFound('userKey');
  const isFresh = ask.now < user.createdAt + ask.world.clock.scaled(DELAY_MS.userIncomplete);
  if (isFresh && ask.world.random.next() < FORBIDDEN_SHARE) throw notAuthorized();
  return seen;
}

/** The user as it is, to be changed. Refuses while it is not complete, and for a while after a rename. */
export function changeableUser(ask: Ask): UserRecord {
  const user = findUser(ask.tenant, param(ask, 'userKey'));
  if (user === undefined) throw notFound('userKey');
  const { clock } = ask.world;
  if (ask.now < user.createdAt + clock.scaled(DELAY_MS.userIncomplete)) {
    throw conditionNotMet('User creation is not complete.');
  }
  if (user.renamedAt !== undefined && ask.now < user.renamedAt + clock.scaled(DELAY_MS.renameBusy)) {
    throw new Refused({ status: 409, reason: 'conflict', message: 'Conflicting requests.' });
  }
  return user;
}

export function seenGroup(ask: Ask): GroupRecord {
  const group = findGroup(ask.tenant, param(ask, 'groupKey'));
  if (group === undefined || ask.now < group.createdAt + ask.world.clock.scaled(DELAY_MS.groupHidden)) {
    throw notFound('groupKey');
  }
  return group;
}

/** `my_customer`, the customer's id, or its primary domain. */
export function checkCustomer(ask: Ask, given: string): void {
  const { customerId } = ask.tenant.settings();
  const isPrimary = ask.tenant.domains.get(given.toLowerCase())?.isPrimary === true;
  if (given !== 'my_customer' && given !== customerId && !isPrimary) throw invalid('Invalid Input: customer');
}

// users.insert: takes the address at once, shows the user late, and refuses what Google refuses.

import type { Answer } from '../../kernel/call.ts';
import { invalid, ok, Refused } from '../answers.ts';
import { assignSku } from '../assign-sku.ts';
import { DELAY_MS } from '../limits.ts';
import type { UserRecord } from '../records.ts';
import { bodyOf, type Ask, type GuardedRoute } from '../route.ts';
import { PROVIDER } from '../tenant.ts';
import { makeUserId } from '../user-id.ts';
import { checkFree, checkPrimary } from './addresses.ts';
import { WRITE_USERS } from './guards.ts';
import { directoryRoute } from './route.ts';
import { readUserBody } from './user-body.ts';
import { showUser } from './user-shown.ts';

export const insertUserRoute: GuardedRoute = directoryRoute('POST /users', WRITE_USERS, insertUser);

function insertUser(ask: Ask): Answer {
  const { tenant, world, now } = ask;
  const body = bodyOf(ask);
  const { primaryEmail, givenName, familyName, fields, kept, ...change } = readUserBody(body, {});
  if (givenName === undefined || familyName === undefined) {
    throw invalid(`Invalid Given/Family Name: ${givenName === undefined ? 'GivenName' : 'FamilyName'}`);
  }
  if (body['password'] === undefined) throw invalid('Invalid Password');
  if (primaryEmail === undefined) throw invalid('Invalid Input: primary_user_email');
  checkPrimary(tenant, primaryEmail, 'primary_user_email');
  checkFree(tenant, primaryEmail, now);
  const made: UserRecord = {
    isSuspended: false,
    isArchived: false,
    mustChangePassword: false,
    ...change,
    id: makeUserId(tenant.settings().users + 1, world.random),
    primaryEmail,
    aliases: [],
    givenName,
    familyName,
    kept,
    isAdmin: false,
    isDelegatedAdmin: false,
    createdAt: now,
    ...(tenant.skus.size === 0 ? { mailboxAt: now + world.clock.scaled(DELAY_MS.mailboxSetup) } : {}),
  };
  // A delegated administrator's request is answered and ignored.
  if (ask.caller.user?.isAdmin !== true) return ok(showUser(made, tenant, now));
  if (ask.call.query.get('resolveConflictAccount') === 'true' && tenant.settings().unmanaged.includes(primaryEmail)) {
    return invite(ask, primaryEmail);
  }
  checkSeats(ask);
  const settings = tenant.settings();
  world.effect(
    { provider: PROVIDER, kind: 'user.create', key: primaryEmail, idempotent: false, id: made.id, fields },
    () => {
      tenant.users.put(made.id, made);
      tenant.addresses.put(primaryEmail, { holder: 'user', id: made.id });
      tenant.setSettings({ ...settings, users: settings.users + 1 });
    },
  );
  const sku = settings.automaticSku === undefined ? undefined : tenant.skus.get(settings.automaticSku);
  if (sku !== undefined) assignSku(ask, { user: made, sku });
  return ok(showUser(made, tenant, now));
}

/** 202: an unmanaged account has the address; its holder is asked, and there is no user. */
function invite(ask: Ask, address: string): Answer {
  ask.world.effect({ provider: PROVIDER, kind: 'user.invite', key: address, idempotent: true }, () => undefined);
  return { status: 202, body: { kind: 'admin#directory#user', primaryEmail: address } };
}

/** Deleted users hold their seat for 20 days. */
function checkSeats(ask: Ask): void {
  const { seats } = ask.tenant.settings();
  if (seats === undefined || ask.tenant.users.size < seats) return;
  const heldSince = ask.now - ask.world.clock.scaled(DELAY_MS.seatHeld);
  let taken = 0;
  for (const user of ask.tenant.users.values()) {
    if (user.deletedAt === undefined || user.deletedAt > heldSince) taken += 1;
  }
  if (taken >= seats) {
    throw new Refused({
      status: 412,
      reason: 'limitExceeded',
      message: 'Domain user limit reached. Contact Support.',
    });
  }
}

// users.delete, undelete, makeAdmin, signOut: what happens to a user as a whole.

import type { Answer } from '../../kernel/call.ts';
import { duplicate, NO_CONTENT, notFound } from '../answers.ts';
import { DELAY_MS } from '../limits.ts';
import type { UserRecord } from '../records.ts';
import { bodyOf, flagOf, param, textOf, type Ask, type GuardedRoute } from '../route.ts';
import { PROVIDER } from '../tenant.ts';
import { changeableUser, momentOf, seenUser } from './find.ts';
import { SECURITY, WRITE_USERS } from './guards.ts';
import { directoryRoute } from './route.ts';
import { putChanged } from './user-shown.ts';

export const userLifeRoutes: readonly GuardedRoute[] = [
  directoryRoute('DELETE /users/:userKey', WRITE_USERS, deleteUser),
  directoryRoute('POST /users/:userKey/undelete', WRITE_USERS, undeleteUser),
  directoryRoute('POST /users/:userKey/makeAdmin', WRITE_USERS, makeAdmin),
  directoryRoute('POST /users/:userKey/signOut', SECURITY, signOut),
];

const addressesOf = (user: UserRecord) => [user.primaryEmail, ...user.aliases];

function deleteUser(ask: Ask): Answer {
  const { tenant, world, now } = ask;
  const user = changeableUser(ask);
  world.effect(
    { provider: PROVIDER, kind: 'user.delete', key: user.primaryEmail, idempotent: false, userId: user.id },
    () => {
      for (const address of addressesOf(user)) tenant.addresses.delete(address);
      tenant.users.put(user.id, { ...user, deletedAt: now });
    },
  );
  return NO_CONTENT;
}

/** By immutable id only, within 20 days, and only while nobody else has the addresses. */
function undeleteUser(ask: Ask): Answer {
  const { tenant, world, now } = ask;
  const user = tenant.users.get(param(ask, 'userKey'));
  if (user?.deletedAt === undefined) throw notFound('userKey');
  // In a sandbox without delays 20 days never pass.
  const isTooLate = world.profile.hasDelays && now > user.deletedAt + world.clock.scaled(DELAY_MS.seatHeld);
  if (isTooLate) throw notFound('userKey');
  if (ask.caller.user?.isAdmin !== true) return NO_CONTENT;
  if (addressesOf(user).some((address) => tenant.addresses.has(address))) throw duplicate();
  const { deletedAt, ...alive } = user;
  const orgUnitPath = textOf(bodyOf(ask), 'orgUnitPath');
  world.effect(
    { provider: PROVIDER, kind: 'user.undelete', key: user.primaryEmail, idempotent: false, userId: user.id, deletedAt },
    () => {
      for (const address of addressesOf(user)) tenant.addresses.put(address, { holder: 'user', id: user.id });
      const kept = orgUnitPath === undefined ? alive.kept : { ...alive.kept, orgUnitPath };
      tenant.users.put(user.id, { ...alive, kept });
    },
  );
  return NO_CONTENT;
}

function makeAdmin(ask: Ask): Answer {
  const user = changeableUser(ask);
  const isAdmin = flagOf(bodyOf(ask), 'status') ?? false;
  if (ask.caller.user?.isAdmin !== true) return NO_CONTENT;
  const repeat = user.isAdmin === isAdmin ? { repeat: true } : {};
  const kind = isAdmin ? 'admin.make' : 'admin.revoke';
  ask.world.effect({ provider: PROVIDER, kind, key: user.primaryEmail, idempotent: true, ...repeat }, () =>
    putChanged(ask.tenant, { was: user, becomes: { ...user, isAdmin } }, momentOf(ask)),
  );
  return NO_CONTENT;
}

function signOut(ask: Ask): Answer {
  const user = seenUser(ask, param(ask, 'userKey'));
  ask.world.effect({ provider: PROVIDER, kind: 'user.sign-out', key: user.primaryEmail, idempotent: true }, () => undefined);
  return NO_CONTENT;
}

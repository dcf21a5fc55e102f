// /users: list, read, create, update, delete, and what hangs on one user in the directory.

import type { Answer, Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { contextOf, denied, entity, noContent } from '../answers.ts';
import { DIRECTORY_ANSWERING_MS, directoryReads, directoryWrites } from '../limits.ts';
import { pageOf, selected, type Placed } from '../odata/page.ts';
import type { GraphRoute } from '../permissions.ts';
import { roomsOf, type UserRecord } from '../records.ts';
import { PROVIDER } from '../tenant.ts';
import { claimNames } from './addresses.ts';
import { createUser } from './create-user.ts';
import { userOf } from './find-user.ts';
import { usersToSearch } from './search-users.ts';
import { addressOf, updateUser } from './update-user.ts';
import { listedFace, USER_DEFAULTS, userEntity } from './user-view.ts';

const READ = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const WRITE = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];
const CHANGE = [...WRITE, 'User.EnableDisableAccount.All', 'User-PasswordProfile.ReadWrite.All'];
const REVOKE = [...WRITE, 'User.RevokeSessions.All'];
const answeringMs = DIRECTORY_ANSWERING_MS;

function* listedUsers(world: World, users: Iterable<UserRecord>): Iterable<Placed> {
  const now = world.clock.now();
  for (const user of users) {
    if (user.listedAt > now) continue;
    yield {
      ordinal: user.ordinal,
      get entity() {
        return userEntity(world, user, listedFace(world, user));
      },
    };
  }
}

function listUsers(call: Call, _params: Params, world: World): Answer {
  return pageOf(call, listedUsers(world, usersToSearch(call, world)), {
    what: 'users',
    defaultTop: 100,
    mostTop: 999,
    defaults: USER_DEFAULTS,
    isDirectory: true,
  });
}

function readUser(call: Call, params: Params, world: World): Answer {
  const user = userOf(call, params, world);
  return entity(call, 'users', selected(call, userEntity(world, user), USER_DEFAULTS));
}

function deleteUser(call: Call, params: Params, world: World): Answer {
  const user = userOf(call, params, world);
  if (user.isAdministrator) throw denied();
  const { users, deletedUsers } = roomsOf(world);
  const effect = { provider: PROVIDER, kind: 'user.delete', key: addressOf(user), idempotent: true };
  world.effect(effect, () => {
    claimNames(world, user.id, { from: user });
    users.delete(user.id);
    deletedUsers.put(user.id, { ...user, deletedAt: world.clock.now() });
  });
  return noContent;
}

function revokeSessions(call: Call, params: Params, world: World): Answer {
  const user = userOf(call, params, world);
  world.effect({ provider: PROVIDER, kind: 'sessions.revoke', key: addressOf(user), idempotent: true }, () => undefined);
  return { status: 200, body: { '@odata.context': contextOf(call, 'Edm.Boolean'), value: true } };
}

export const userRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: '/v1.0/users', anyOf: READ, quotas: directoryReads(2), answeringMs, answer: listUsers },
  { method: 'POST', pattern: '/v1.0/users', anyOf: WRITE, quotas: directoryWrites, answeringMs, answer: createUser },
  { method: 'GET', pattern: '/v1.0/users/:id', anyOf: READ, quotas: directoryReads(1), answeringMs, answer: readUser },
  { method: 'PATCH', pattern: '/v1.0/users/:id', anyOf: CHANGE, quotas: directoryWrites, answeringMs, answer: updateUser },
  { method: 'DELETE', pattern: '/v1.0/users/:id', anyOf: WRITE, quotas: directoryWrites, answeringMs, answer: deleteUser },
  {
    method: 'POST',
    pattern: '/v1.0/users/:id/revokeSignInSessions',
    anyOf: REVOKE,
    quotas: directoryWrites,
    answeringMs,
    answer: revokeSessions,
  },
];

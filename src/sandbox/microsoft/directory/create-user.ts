// POST /users: a new user, unique by its sign-in name, seen by id after a while and by listings later still.

import type { Call } from '../../kernel/call.ts';
import type { World } from '../../kernel/world.ts';
import { badRequest, created, entity } from '../answers.ts';
import { lagOf } from '../lags.ts';
import { selected } from '../odata/page.ts';
import { nextOrdinal, roomsOf, type UserRecord } from '../records.ts';
import { PROVIDER } from '../tenant.ts';
import { checkMail, checkPrincipalName, claimNames, refuseForeignMail } from './addresses.ts';
import { plainProperties, readUserInput, type UserInput } from './user-properties.ts';
import { USER_DEFAULTS, userEntity } from './user-view.ts';

const REQUIRED = ['accountEnabled', 'displayName', 'mailNickname', 'passwordProfile', 'userPrincipalName'] as const;

export function createUser(call: Call, _params: unknown, world: World) {
  const input = readUserInput(call.body);
  for (const name of REQUIRED) if (input[name] === undefined) throw missing(name);
  const { userPrincipalName = '', mail } = input;
  if (input.passwordProfile?.password === undefined) throw missing('passwordProfile');
  checkPrincipalName(world, userPrincipalName);
  if (typeof mail === 'string') checkMail(world, mail);
  const effect = {
    provider: PROVIDER,
    kind: 'user.create',
    key: userPrincipalName.toLowerCase(),
    idempotent: false,
    fields: Object.keys(input).filter((name) => name !== 'passwordProfile'),
    stamp: stampOf(input),
  };
  const user = world.effect(effect, () => addUser(world, newUser(world, input)));
  return created(entity(call, 'users', selected(call, userEntity(world, user), USER_DEFAULTS)));
}

/** Inside a transaction: claims the names and keeps the user. */
export function addUser(world: World, user: UserRecord): UserRecord {
  refuseForeignMail(world, user.id, user.userPrincipalName);
  claimNames(world, user.id, { to: user });
  roomsOf(world).users.put(user.id, user);
  return user;
}

function newUser(world: World, input: UserInput): UserRecord {
  const id = world.random.uuid();
  const now = world.clock.now();
  const visibleAt = now + lagOf(world, 'byId', id);
  const mail = input.mail ?? null;
  return {
    id,
    ordinal: nextOrdinal(roomsOf(world)),
    createdAt: now,
    userPrincipalName: input.userPrincipalName ?? '',
    mail,
    proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
    properties: plainProperties(input),
    licences: [],
    isSynced: false,
    isAdministrator: false,
    visibleAt,
    listedAt: now + lagOf(world, 'list', id),
    usageLocationAt: now,
  };
}

/** What a client may have marked its own users with. */
function stampOf(input: UserInput): unknown {
  return input.employeeId ?? input.onPremisesExtensionAttributes ?? null;
}

function missing(property: string) {
  return badRequest(`A required property '${property}' is missing or empty.`, [
    { code: 'InvalidValue', message: 'A value is required.', target: property },
  ]);
}

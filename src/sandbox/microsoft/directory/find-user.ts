// Finds a user by id or UPN, as the path of a call names it.

import type { Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { GraphRefusal, notFound } from '../answers.ts';
import { roomsOf, type UserRecord } from '../records.ts';

/** Also while the user is too new to be seen. */
export function findUserId(world: World, idOrName: string): string | undefined {
  const rooms = roomsOf(world);
  const lower = idOrName.toLowerCase();
  return rooms.users.has(lower) ? lower : rooms.names.get(`upn:${lower}`);
}

/** The user that the call names in `:id`. Refuses with 404 where there is none, or where the copies have not heard of it yet. */
export function userOf(_call: Call, params: Params, world: World): UserRecord {
  const asked = params['id'] ?? '';
  if (asked === 'me') {
    throw new GraphRefusal(400, 'BadRequest', {
      message: '/me request is only valid with delegated authentication flow.',
    });
  }
  const user = roomsOf(world).users.get(findUserId(world, asked) ?? '');
  if (user === undefined || user.visibleAt > world.clock.now()) throw notFound(asked);
  return user;
}

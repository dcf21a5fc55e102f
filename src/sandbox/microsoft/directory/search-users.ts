// Which users a listing has to look at: all, or the few that can have the name that the filter asks for.

import type { Call } from '../../kernel/call.ts';
import type { World } from '../../kernel/world.ts';
import { parseFilter, type Equal } from '../odata/filter.ts';
import { roomsOf, type UserRecord } from '../records.ts';
import { plainAddress } from './addresses.ts';

/** In the order of the collection. */
export function usersToSearch(call: Call, world: World): Iterable<UserRecord> {
  const { users, names } = roomsOf(world);
  const text = call.query.get('$filter');
  const keys = text === null ? undefined : keysOf(parseFilter(text).lookUp);
  // Where copies lag, a listing still shows names that the index has forgotten.
  if (keys === undefined || world.profile.hasDelays) return users.values();
  const ids = new Set(keys.flatMap((key) => names.get(key) ?? []));
  return [...ids].flatMap((id) => users.get(id) ?? []).sort((one, other) => one.ordinal - other.ordinal);
}

/** Keys of the index of names; undefined where something else is asked for. */
function keysOf(lookUp: readonly Equal[] | undefined): readonly string[] | undefined {
  const keys: string[] = [];
  for (const { path, value } of lookUp ?? []) {
    const address = path === 'mail' ? value : path === 'proxyAddresses' ? plainAddress(value) : undefined;
    if (path === 'userPrincipalName') keys.push(`upn:${value}`);
    else if (address !== undefined) keys.push(`smtp:${address}`);
    else return undefined;
  }
  return lookUp === undefined ? undefined : keys;
}

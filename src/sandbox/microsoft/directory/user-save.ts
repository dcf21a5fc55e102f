// Keeps a changed user: claims its names, and leaves listings as they were until their copies have caught up.

import type { World } from '../../kernel/world.ts';
import { lagOf } from '../lags.ts';
import { roomsOf, without, type UserFace, type UserRecord } from '../records.ts';
import { claimNames } from './addresses.ts';
import { listedFace } from './user-view.ts';

/** Inside a transaction. Refuses where another object has one of the names. */
export function saveUser(world: World, before: UserRecord, change: Partial<UserRecord>): UserRecord {
  const now = world.clock.now();
  const after: UserRecord = { ...before, ...change };
  claimNames(world, before.id, { from: before, to: after });
  const lagMs = lagOf(world, 'list', `${before.id} ${now}`);
  const fresh = without(after, 'stale');
  const kept: UserRecord =
    lagMs > 0 ? { ...fresh, stale: { face: faceOf(listedFace(world, before)), until: now + lagMs } } : fresh;
  roomsOf(world).users.put(before.id, kept);
  return kept;
}

function faceOf({ userPrincipalName, mail, proxyAddresses, properties, licences }: UserFace): UserFace {
  return { userPrincipalName, mail, proxyAddresses, properties, licences };
}

// Who calls: the bearer token, and the user that it acts as.

import type { Call } from '../../kernel/call.ts';
import type { World } from '../../kernel/world.ts';
import { tenantOf } from '../tenant.ts';
import type { TokenRecord, UserRecord } from '../records.ts';

export interface Caller {
  readonly token: TokenRecord;
  /** Absent: the service account itself. */
  readonly user?: UserRecord;
  /** Whose quota it is. */
  readonly key: string;
}

/** Undefined without a token, with one that nobody gave out, with one that ran out. */
export function callerOf(call: Call, world: World): Caller | undefined {
  const tenant = tenantOf(world);
  const token = tenant.tokens.get(bearerOf(call));
  if (token === undefined || token.expiresAt <= world.clock.now()) return undefined;
  if (token.userId === undefined) return { token, key: 'service-account' };
  const user = tenant.users.get(token.userId);
  if (user === undefined || user.deletedAt !== undefined || user.isSuspended) return undefined;
  return { token, user, key: user.id };
}

export function bearerOf(call: Call): string {
  const header = /^Bearer\s+(\S+)$/i.exec(call.headers['authorization'] ?? '');
  return header?.[1] ?? call.query.get('access_token') ?? '';
}

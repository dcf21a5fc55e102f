// Access tokens: JSON Web Tokens that the tenant signs with its own key, so that they outlive a restart of the sandbox.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { World } from '../../kernel/world.ts';
import { tenantOf } from '../tenant.ts';

export const GRAPH = 'https://graph.microsoft.com';

/** Documented: 60 to 90 minutes. */
const LIFETIME_SECONDS = 3599;
/** Scaled tokens live no shorter: clients renew five minutes ahead, and would ask before every call. */
const SHORTEST_SECONDS = 420;

const CLAIMS = z.object({
  aud: z.string(),
  tid: z.string(),
  appid: z.string(),
  exp: z.number(),
  roles: z.array(z.string()),
  oid: z.string().optional(),
});

export type Claims = z.infer<typeof CLAIMS>;

export interface IssuedToken {
  readonly token: string;
  readonly expiresInSeconds: number;
  /** Seconds since 1970. */
  readonly expiresOn: number;
}

/** A token with the permissions that the tenant grants now. `oid`: the user that it acts for. */
export function issueToken(world: World, oid?: string): IssuedToken {
  const { tenantId, clientId, tokenKey, roles, tokenLifetimeSeconds } = tenantOf(world);
  const scaled = Math.max(SHORTEST_SECONDS, Math.floor(LIFETIME_SECONDS / world.profile.timeScale));
  const expiresInSeconds = tokenLifetimeSeconds ?? scaled;
  const issuedAt = Math.floor(world.clock.now() / 1000);
  const expiresOn = issuedAt + expiresInSeconds;
  const claims = {
    aud: GRAPH,
    iss: `https://sts.windows.net/${tenantId}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: expiresOn,
    appid: clientId,
    tid: tenantId,
    ...(oid === undefined ? { idtyp: 'app' } : { oid, scp: roles.join(' ') }),
    roles,
    uti: world.random.hex(22),
  };
  return { token: signed(claims, tokenKey), expiresInSeconds, expiresOn };
}

const verified = new WeakMap<World, Map<string, Claims>>();
const MOST_KEPT = 200;

/** What a token says, or why it says nothing. */
export function readToken(world: World, token: string): Claims | 'malformed' | 'expired' | 'other-audience' {
  const kept = verified.get(world) ?? new Map<string, Claims>();
  verified.set(world, kept);
  const claims = kept.get(token) ?? verifiedClaims(world, token);
  if (typeof claims === 'string') return claims;
  if (kept.size < MOST_KEPT) kept.set(token, claims);
  return claims.exp * 1000 <= world.clock.now() ? 'expired' : claims;
}

function verifiedClaims(world: World, token: string): Claims | 'malformed' | 'other-audience' {
  const { tokenKey, tenantId } = tenantOf(world);
  const [head = '', body = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const wanted = signatureOf(`${head}.${body}`, tokenKey);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'malformed';
  const claims = CLAIMS.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return claims.tid === tenantId && claims.aud === GRAPH ? claims : 'other-audience';
}

/** A signed token of any claims: id tokens have the same form. */
export function signed(claims: Readonly<Record<string, unknown>>, keyHex: string): string {
  const text = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(claims)}`;
  return `${text}.${signatureOf(text, keyHex).toString('base64url')}`;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signatureOf = (text: string, keyHex: string): Buffer =>
  createHmac('sha256', Buffer.from(keyHex, 'hex')).update(text).digest();

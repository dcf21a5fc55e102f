// Who may call a route: a token that this tenant gave, and one of the application permissions that the route names.

import type { Answer, Call } from '../kernel/call.ts';
import type { Route } from '../kernel/route.ts';
import type { World } from '../kernel/world.ts';
import { GraphRefusal, denied, graphError } from './answers.ts';
import { readToken, type Claims } from './sign-in/access-token.ts';

/** A route of Graph: it wants a token, and one of these permissions where any are named. */
export interface GraphRoute extends Route {
  readonly anyOf: readonly string[];
}

const claimsByCall = new WeakMap<Readonly<Record<string, string>>, Claims>();

/** The permissions in the token of an admitted call. */
export function claimsOf(call: Call): readonly string[] {
  return claimsByCall.get(call.headers)?.roles ?? [];
}

export const isGraphRoute = (route: Route): route is GraphRoute => 'anyOf' in route;

/** Undefined where the call may go on. */
export function refusedCall(call: Call, route: Route, world: World): Answer | undefined {
  if (!isGraphRoute(route)) return undefined;
  const claims = bearerOf(call, world);
  if (typeof claims === 'string') return unauthenticated(call, claims);
  claimsByCall.set(call.headers, claims);
  if (route.anyOf.length === 0 || route.anyOf.some((role) => claims.roles.includes(role))) return undefined;
  return graphError(call, isMailboxPath(call) ? accessDenied() : denied());
}

export const accessDenied = (): GraphRefusal =>
  new GraphRefusal(403, 'ErrorAccessDenied', { message: 'Access is denied. Check credentials and try again.' });

function bearerOf(call: Call, world: World): Claims | string {
  const token = /^Bearer (.+)$/i.exec(call.headers['authorization'] ?? '')?.[1];
  if (token === undefined) return 'Access token is empty.';
  const claims = readToken(world, token);
  switch (claims) {
    case 'malformed':
      return 'IDX14100: JWT is not well formed, there are no dots (.).';
    case 'other-audience':
      return 'Access token validation failure. Invalid audience.';
    case 'expired':
      return 'Lifetime validation failed, the token is expired.';
    default:
      return claims;
  }
}

function unauthenticated(call: Call, message: string): Answer {
  return {
    ...graphError(call, new GraphRefusal(401, 'InvalidAuthenticationToken', { message })),
    headers: {
      'www-authenticate':
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
    },
  };
}

const isMailboxPath = (call: Call): boolean => /\/(messages|mailFolders|mailboxSettings|sendMail)\b/i.test(call.path);

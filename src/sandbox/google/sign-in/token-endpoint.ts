// POST /token: gives access tokens for a signed assertion of the service account, or for the refresh token of the installed application.
// One scope that is not delegated refuses the whole token.

import { randomBytes } from 'node:crypto';
import type { Answer, Call } from '../../kernel/call.ts';
import type { Route } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { DELAY_MS } from '../limits.ts';
import type { TokenRecord } from '../records.ts';
import { tenantOf, type Tenant } from '../tenant.ts';
import { readAssertion } from './assertion.ts';
import { serviceAccountOf } from './key-file.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const SCOPE_PREFIX = 'https://www.googleapis.com/auth/';
const KNOWN_SCOPES = ['https://mail.google.com/', 'openid', 'email', 'profile'];
const SWEEP_EVERY = 256;

export const tokenRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/token', answeringMs: 100, answer: (call, _params, world) => giveToken(call, world) },
  { method: 'GET', pattern: '/tokeninfo', answer: (call, _params, world) => tellToken(call, world) },
];

function giveToken(call: Call, world: World): Answer {
  const form = call.form ?? formOf(call.body);
  const grantType = form.get('grant_type') ?? '';
  if (grantType === JWT_BEARER) return byAssertion(form.get('assertion') ?? '', call, world);
  if (grantType === 'refresh_token') return byRefreshToken(form, world);
  return refuse(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType}`);
}

function byAssertion(assertion: string, call: Call, world: World): Answer {
  const [tenant, account, now] = [tenantOf(world), serviceAccountOf(world), world.clock.now()];
  const claims = readAssertion(assertion, { account, host: call.headers['host'] ?? '', now });
  if (typeof claims === 'string') return refuse(400, 'invalid_grant', claims);
  const scopes = (claims.scope ?? '').split(/\s+/).filter((scope) => scope !== '');
  if (scopes.length === 0 || !scopes.every(isScope)) {
    return refuse(400, 'invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  }
  if (claims.sub === undefined) return give({ scopes, isDelegated: false }, world);
  const holder = tenant.addresses.get(claims.sub.toLowerCase());
  const user = holder?.holder === 'user' ? tenant.users.get(holder.id) : undefined;
  const isVisible = user !== undefined && now >= user.createdAt + world.clock.scaled(DELAY_MS.userHidden);
  if (!isVisible || user.primaryEmail !== claims.sub.toLowerCase() || user.isSuspended) {
    return refuse(400, 'invalid_grant', 'Invalid email or User ID');
  }
  if (!areDelegated(tenant, scopes)) {
    return refuse(
      401,
      'unauthorized_client',
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
    );
  }
  return give({ scopes, userId: user.id, isDelegated: true }, world);
}

/** The installed application acts as the administrator, without delegation. */
function byRefreshToken(form: URLSearchParams, world: World): Answer {
  const { installed } = serviceAccountOf(world);
  if (form.get('client_id') !== installed.clientId || form.get('client_secret') !== installed.clientSecret) {
    return refuse(401, 'invalid_client', 'The OAuth client was not found.');
  }
  const tenant = tenantOf(world);
  const holder = tenant.addresses.get(tenant.settings().administrator);
  if (form.get('refresh_token') !== installed.refreshToken || holder?.holder !== 'user') {
    return refuse(400, 'invalid_grant', 'Token has been expired or revoked.');
  }
  const asked = (form.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
  return give({ scopes: asked.length > 0 ? asked : ['*'], userId: holder.id, isDelegated: false }, world);
}

function give(token: Omit<TokenRecord, 'expiresAt'>, world: World): Answer {
  const { tokens } = tenantOf(world);
  const { profile, clock } = world;
  const lifeMs = profile.hasDelays ? clock.scaled(DELAY_MS.accessToken) : DELAY_MS.accessToken;
  const value = `ya29.${randomBytes(48).toString('base64url')}`;
  world.together(() => {
    if (tokens.size % SWEEP_EVERY === SWEEP_EVERY - 1) sweep(world);
    tokens.put(value, { ...token, expiresAt: clock.now() + lifeMs });
  });
  return {
    status: 200,
    body: {
      access_token: value,
      expires_in: Math.max(1, Math.floor(lifeMs / 1000) - 1),
      scope: token.scopes.join(' '),
      token_type: 'Bearer',
    },
  };
}

function sweep(world: World): void {
  const { tokens } = tenantOf(world);
  const now = world.clock.now();
  for (const [value, token] of [...tokens.entries()]) if (token.expiresAt <= now) tokens.delete(value);
}

function tellToken(call: Call, world: World): Answer {
  const token = tenantOf(world).tokens.get(call.query.get('access_token') ?? '');
  const leftMs = (token?.expiresAt ?? 0) - world.clock.now();
  if (token === undefined || leftMs <= 0) return refuse(400, 'invalid_token', 'Invalid Value');
  const account = serviceAccountOf(world);
  return {
    status: 200,
    body: {
      azp: account.clientId,
      aud: account.clientId,
      scope: token.scopes.join(' '),
      expires_in: String(Math.floor(leftMs / 1000)),
      access_type: 'online',
    },
  };
}

const isScope = (scope: string) => scope.startsWith(SCOPE_PREFIX) || KNOWN_SCOPES.includes(scope);

function areDelegated(tenant: Tenant, scopes: readonly string[]): boolean {
  const delegated = tenant.settings().delegatedScopes;
  return delegated === undefined || scopes.every((scope) => delegated.includes(scope.replace(SCOPE_PREFIX, '')));
}

/** Some clients send JSON where the RFC asks for a form; Google takes both. */
function formOf(body: unknown): URLSearchParams {
  const form = new URLSearchParams();
  if (typeof body !== 'object' || body === null) return form;
  for (const [name, value] of Object.entries(body)) if (typeof value === 'string') form.set(name, value);
  return form;
}

function refuse(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}

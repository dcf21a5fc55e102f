// Entra's token endpoint: client credentials with a secret or an assertion, and the end of the device code flow.

import { timingSafeEqual } from 'node:crypto';
import type { Answer, Call } from '../../kernel/call.ts';
import type { Params, Route } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { tenantOf } from '../tenant.ts';
import { issueToken } from './access-token.ts';
import { assertionFault } from './assertion.ts';
import { deviceToken } from './device-code.ts';
import { entraError } from './entra-error.ts';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** The names under which the tenant answers, beside its id. */
export function isTenant(world: World, name: string): boolean {
  const { tenantId, initialDomain } = tenantOf(world);
  return [tenantId, initialDomain, 'common', 'organizations'].includes(name.toLowerCase());
}

export const tokenRoute: Route = {
  method: 'POST',
  pattern: '/:tenant/oauth2/v2.0/token',
  answer(call, params, world) {
    return refusedTenant(call, params, world) ?? grant(call, world);
  },
};

export function refusedTenant(call: Call, params: Params, world: World): Answer | undefined {
  const tenant = params['tenant'] ?? '';
  if (isTenant(world, tenant)) return undefined;
  const said = `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
  return entraError(call, { status: 400, error: 'invalid_request', code: 90002, said });
}

function grant(call: Call, world: World): Answer {
  const form = call.form ?? new URLSearchParams();
  const { clientId } = tenantOf(world);
  const client = form.get('client_id') ?? '';
  if (client !== clientId) {
    const said = `Application with identifier '${client}' was not found in the directory.`;
    return entraError(call, { status: 400, error: 'unauthorized_client', code: 700016, said });
  }
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return clientCredentials(call, form, world);
    case 'device_code':
    case DEVICE_GRANT:
      return deviceToken(call, form.get('device_code') ?? '', world);
    case 'refresh_token':
      return deviceToken(call, form.get('refresh_token') ?? '', world);
    case null:
    default: {
      const said = "The request body must contain the following parameter: 'grant_type'.";
      return entraError(call, { status: 400, error: 'unsupported_grant_type', code: 70003, said });
    }
  }
}

function clientCredentials(call: Call, form: URLSearchParams, world: World): Answer {
  if (!(form.get('scope') ?? '').split(' ').some((scope) => scope.endsWith('/.default'))) {
    const said = 'The provided request must include a scope with the /.default suffix.';
    return entraError(call, { status: 400, error: 'invalid_scope', code: 1002012, said });
  }
  const refused = refusedClient(call, form, world);
  if (refused !== undefined) return refused;
  const { token, expiresInSeconds } = issueToken(world);
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: expiresInSeconds, ext_expires_in: expiresInSeconds, access_token: token },
  };
}

function refusedClient(call: Call, form: URLSearchParams, world: World): Answer | undefined {
  const { secret, clientId } = tenantOf(world);
  const assertion = form.get('client_assertion');
  if (assertion !== null && form.get('client_assertion_type') === ASSERTION_TYPE) {
    const fault = assertionFault(world, assertion);
    if (fault === undefined) return undefined;
    const said = `Client assertion failed signature validation. ${fault}`;
    return entraError(call, { status: 401, error: 'invalid_client', code: 700027, said });
  }
  const given = form.get('client_secret');
  if (given === null) {
    const said = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    return entraError(call, { status: 401, error: 'invalid_client', code: 7000218, said });
  }
  if (isSame(given, secret)) return undefined;
  const said =
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, ' +
    `not the client secret ID, for a secret added to app '${clientId}'.`;
  return entraError(call, { status: 401, error: 'invalid_client', code: 7000215, said });
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

// What clients of Entra ask before they sign in: where the endpoints are, and which clouds there are.

import type { Call } from '../../kernel/call.ts';
import type { Route } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { tenantOf } from '../tenant.ts';

const LOGIN = 'https://login.microsoftonline.com';

/** Clients that lead https://login.microsoftonline.com here get links to that name; others get links to where they are. */
function originFor(call: Call): string {
  const host = call.headers['x-forwarded-host'] ?? call.headers['host'];
  return host === undefined || call.headers['x-client-sku'] !== undefined ? LOGIN : `http://${host}`;
}

const configuration = (call: Call, tenant: string, world: World) => {
  const origin = originFor(call);
  return {
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    device_authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/devicecode`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    issuer: `${origin}/${tenantOf(world).tenantId}/v2.0`,
    end_session_endpoint: `${origin}/${tenant}/oauth2/v2.0/logout`,
    response_types_supported: ['code', 'id_token', 'token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    cloud_instance_name: 'microsoftonline.com',
    msgraph_host: 'graph.microsoft.com',
  };
};

export const configurationRoute: Route = {
  method: 'GET',
  pattern: '/:tenant/v2.0/.well-known/openid-configuration',
  answer: (call, params, world) => ({ status: 200, body: configuration(call, params['tenant'] ?? '', world) }),
};

export const cloudsRoute: Route = {
  method: 'GET',
  pattern: '/:tenant/discovery/instance',
  answer: (_call, _params, world) => ({
    status: 200,
    body: {
      tenant_discovery_endpoint: `${LOGIN}/${tenantOf(world).tenantId}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [
        {
          preferred_network: 'login.microsoftonline.com',
          preferred_cache: 'login.windows.net',
          aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
        },
      ],
    },
  }),
};

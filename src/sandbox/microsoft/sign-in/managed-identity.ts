// The instance metadata endpoint of a machine in Azure, which gives tokens to whatever runs there.
// Clients find it through AZURE_POD_IDENTITY_AUTHORITY_HOST.

import type { Answer } from '../../kernel/call.ts';
import type { Route } from '../../kernel/route.ts';
import { tenantOf } from '../tenant.ts';
import { GRAPH, issueToken } from './access-token.ts';

const refused = (error: string, said: string): Answer => ({ status: 400, body: { error, error_description: said } });

export const managedIdentityRoute: Route = {
  method: 'GET',
  pattern: '/metadata/identity/oauth2/token',
  answer(call, _params, world) {
    if (call.headers['metadata']?.toLowerCase() !== 'true') {
      return refused('invalid_request', 'Required metadata header not specified');
    }
    if (!call.query.has('api-version')) return refused('invalid_request', 'Required query variable api-version is missing');
    const resource = call.query.get('resource') ?? '';
    if (resource.replace(/\/$/, '') !== GRAPH) {
      return refused('invalid_resource', `AADSTS500011: The resource principal named ${resource} was not found.`);
    }
    const client = call.query.get('client_id');
    const { clientId } = tenantOf(world);
    if (client !== null && client !== clientId) return refused('invalid_request', 'Identity not found');
    const { token, expiresInSeconds, expiresOn } = issueToken(world);
    const body = {
      access_token: token,
      client_id: clientId,
      expires_in: String(expiresInSeconds),
      expires_on: String(expiresOn),
      ext_expires_in: String(expiresInSeconds),
      not_before: String(expiresOn - expiresInSeconds),
      resource,
      token_type: 'Bearer',
    };
    return { status: 200, body };
  },
};

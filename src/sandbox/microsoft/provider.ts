// Microsoft 365 as the sandbox plays it: Entra's endpoints, the metadata endpoint of Azure, and Microsoft Graph v1.0.

import type { Answer, Call } from '../kernel/call.ts';
import type { SandboxProvider } from '../kernel/provider.ts';
import type { Match, Params, Route } from '../kernel/route.ts';
import type { World } from '../kernel/world.ts';
import { GraphRefusal, graphError, notThere } from './answers.ts';
import { batchRoutes } from './batch.ts';
import { domainRoutes } from './directory/domain-routes.ts';
import { runErrands } from './directory/group-licences.ts';
import { groupRoutes } from './directory/group-routes.ts';
import { licenceRoutes } from './directory/licence-routes.ts';
import { organizationRoutes } from './directory/organization-routes.ts';
import { userRoutes } from './directory/user-routes.ts';
import { MOST_JSON_CHARACTERS } from './limits.ts';
import { scriptRoutes } from './intune/script-routes.ts';
import { folderRoutes } from './mailbox/folders.ts';
import { messageRoutes } from './mailbox/message-routes.ts';
import { microsoftMailboxes } from './mailbox/post-box.ts';
import { ruleRoutes } from './mailbox/rule-routes.ts';
import { settingsRoutes } from './mailbox/settings-routes.ts';
import { traceRoutes } from './mailbox/trace-routes.ts';
import { isGraphRoute, refusedCall } from './permissions.ts';
import { seedTenant } from './seed.ts';
import { approveRoute, deviceCodeRoute } from './sign-in/device-code.ts';
import { cloudsRoute, configurationRoute } from './sign-in/discovery.ts';
import { managedIdentityRoute } from './sign-in/managed-identity.ts';
import { tokenRoute } from './sign-in/token-endpoint.ts';
import { PROVIDER, tenantOf } from './tenant.ts';
import { microsoftTrouble, THROTTLE_ORDER } from './trouble.ts';

const GRAPH_PATH = /^\/(?:v1\.0|beta)\//;
const SIGN_IN_PATH =
  /^\/(metadata\/identity\/oauth2\/token|[^/]+\/(oauth2\/v2\.0\/\w+|v2\.0\/\.well-known\/openid-configuration|discovery\/instance|sandbox\/devicecode\/approve))\/?$/;

/** A refusal from any depth becomes an answer here. */
function answering(route: Route): Route {
  return {
    ...route,
    async answer(call: Call, params: Params, world: World): Promise<Answer> {
      try {
        return await route.answer(call, params, world);
      } catch (fault) {
        if (fault instanceof GraphRefusal) return graphError(call, fault);
        throw fault;
      }
    },
  };
}

const routes: readonly Route[] = [
  tokenRoute,
  deviceCodeRoute,
  approveRoute,
  configurationRoute,
  cloudsRoute,
  managedIdentityRoute,
  ...userRoutes,
  ...licenceRoutes,
  ...groupRoutes,
  ...domainRoutes,
  ...organizationRoutes,
  ...settingsRoutes,
  ...folderRoutes,
  ...messageRoutes,
  ...ruleRoutes,
  ...scriptRoutes,
  ...traceRoutes,
  ...batchRoutes,
].map(answering);

/** `users/delta`, `users/$count`: functions of Graph, which a pattern would take for an id. */
function isFunction({ path }: Call, { pattern }: Route): boolean {
  return /\/:\w+$/u.test(pattern) && /\/(?:delta(?:\(.*\))?|\$\w+)$/u.test(path);
}

function admit(call: Call, { route }: Match, world: World): Answer | undefined {
  if (!isGraphRoute(route)) return undefined;
  if (isFunction(call, route)) return graphError(call, notThere(`${call.method} ${call.path}`));
  if (call.query.has('$expand') && !route.pattern.includes('/messages')) {
    return graphError(call, notThere(`$expand of ${call.path}`));
  }
  runErrands(world);
  const refused = refusedCall(call, route, world);
  if (refused !== undefined) return refused;
  if (call.text.length > MOST_JSON_CHARACTERS) {
    return graphError(call, new GraphRefusal(413, 'RequestEntityTooLarge', { message: 'The request body is too large.' }));
  }
  const isJson = call.headers['content-type']?.includes('json') === true;
  if (isJson && call.text !== '' && call.body === undefined) {
    return graphError(call, new GraphRefusal(400, 'BadRequest', { message: 'Unable to read JSON request payload.' }));
  }
  return undefined;
}

/** `users('a')` and `users/a`, `microsoft.graph.sendMail` and `sendMail` are the same to Graph. */
function graphPath(path: string): string {
  return path
    .replaceAll(/\((?:'|%27)(.*?)(?:'|%27)\)/g, '/$1')
    .replace(/\/$/, '')
    .replaceAll(/\/microsoft\.graph\.(?=(?:sendMail|send|assignLicense|restore|verify|revokeSignInSessions)\b)/g, '/')
    .replace(/^\/v1\.0\/me(?=\/|$)/, '/v1.0/users/me');
}

export const microsoftProvider: SandboxProvider = {
  name: PROVIDER,
  owns: (path) => GRAPH_PATH.test(path) || SIGN_IN_PATH.test(path),
  routes,
  rewrite: (path) => (GRAPH_PATH.test(path) ? graphPath(path) : path.replace(/\/$/, '')),
  admit,
  unknown: (call) => graphError(call, notThere(`${call.method} ${call.path}`)),
  mailboxes: microsoftMailboxes,
  throttleForms: THROTTLE_ORDER,
  trouble: microsoftTrouble,
  refusal: ({ status, code, message }, call) => graphError(call, new GraphRefusal(status, code, { message })),
  headers: (call) => ({
    'request-id': call.id,
    'client-request-id': call.headers['client-request-id'] ?? call.id,
    'x-ms-ags-diagnostic': '{"ServerInfo":{"DataCenter":"Japan East","Slice":"E","Ring":"1","ScaleUnit":"000"}}',
  }),
  seed: seedTenant,
  facts(world, url) {
    const { tenantId, clientId, secret, initialDomain } = tenantOf(world);
    return { tenant: tenantId, client: clientId, secret, url, login: url, initialDomain };
  },
};

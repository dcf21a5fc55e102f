// Google Workspace as the sandbox stands in for it: token endpoint, Directory, Licensing, Site Verification, Gmail.
// What it shows of Google's ways is listed in limits.ts; what nobody knows is decided on the strict side and says so.

import type { SandboxProvider } from '../kernel/provider.ts';
import { faultAnswer, notThere } from './answers.ts';
import { customerRoutes } from './directory/customers.ts';
import { domainRoutes } from './directory/domains.ts';
import { groupRoutes } from './directory/groups.ts';
import { insertUserRoute } from './directory/insert-user.ts';
import { memberRoutes } from './directory/members.ts';
import { securityRoutes } from './directory/security.ts';
import { userAliasRoutes } from './directory/user-aliases.ts';
import { userLifeRoutes } from './directory/user-life.ts';
import { userListRoute } from './directory/user-list.ts';
import { userRoutes } from './directory/users.ts';
import { draftRoutes } from './gmail/drafts.ts';
import { filterRoutes } from './gmail/filters.ts';
import { forwardingRoutes } from './gmail/forwarding.ts';
import { messageRoutes } from './gmail/messages.ts';
import { gmailMailboxes } from './gmail/post-box.ts';
import { profileRoutes } from './gmail/profile.ts';
import { sendAsRoutes } from './gmail/send-as.ts';
import { smallSettingRoutes } from './gmail/small-settings.ts';
import { vacationRoutes } from './gmail/vacation.ts';
import { licensingRoutes } from './licensing.ts';
import { placeholder, seedGoogle } from './seed.ts';
import { admit } from './sign-in/admit.ts';
import { serviceAccountOf, writeKeyFile } from './sign-in/key-file.ts';
import { tokenRoutes } from './sign-in/token-endpoint.ts';
import { siteVerificationRoutes } from './site-verification.ts';
import { PROVIDER, tenantOf } from './tenant.ts';
import { trouble } from './trouble.ts';

const TOKEN_PATH = /^\/(token|tokeninfo|(oauth2\/v\d|o\/oauth2)\/(token|tokeninfo))$/;
const API_PATH = /^\/(admin\/directory\/v1|gmail\/v1|upload\/gmail\/v1|apps\/licensing\/v1|siteVerification\/v1)\//;

export const googleWorkspace: SandboxProvider = {
  name: PROVIDER,
  owns: (path) => TOKEN_PATH.test(path) || API_PATH.test(path),
  routes: [
    ...tokenRoutes,
    insertUserRoute,
    userListRoute,
    ...userRoutes,
    ...userLifeRoutes,
    ...userAliasRoutes,
    ...securityRoutes,
    ...groupRoutes,
    ...memberRoutes,
    ...domainRoutes,
    ...customerRoutes,
    ...licensingRoutes,
    ...siteVerificationRoutes,
    ...profileRoutes,
    ...messageRoutes,
    ...draftRoutes,
    ...sendAsRoutes,
    ...vacationRoutes,
    ...forwardingRoutes,
    ...filterRoutes,
    ...smallSettingRoutes,
  ],
  /** The older names of the token endpoint, and uploads, are the same routes. */
  rewrite: (path) => path.replace(/^\/(oauth2\/v\d|o\/oauth2)\//, '/').replace(/^\/upload\//, '/'),
  admit,
  unknown: ({ method, path }) => notThere(`${method} ${path}`).answer,
  mailboxes: gmailMailboxes,
  throttleForms: ['none', 'text'],
  trouble,
  refusal: ({ status, code, message }) => faultAnswer({ status, reason: code, message }),
  seed: seedGoogle,
  facts(world, url) {
    placeholder(world);
    const account = serviceAccountOf(world);
    const { customerId, administrator } = tenantOf(world).settings();
    return {
      rootUrl: `${url}/`,
      tokenUrl: `${url}/token`,
      keyFile: writeKeyFile(world, url),
      clientEmail: account.clientEmail,
      clientId: account.clientId,
      customer: customerId,
      administrator,
      installed: account.installed,
    };
  },
};

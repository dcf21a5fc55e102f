// What contains an account: two-step verification, backup codes, application passwords, tokens. The sandbox's users have none of the last two.

import { entityNotFound, NO_CONTENT, ok, Refused } from '../answers.ts';
import { withEtag } from '../etag.ts';
import type { UserRecord } from '../records.ts';
import { param, type Ask, type GuardedRoute } from '../route.ts';
import { PROVIDER } from '../tenant.ts';
import { seenUser } from './find.ts';
import { SECURITY } from './guards.ts';
import { directoryRoute } from './route.ts';

export const securityRoutes: readonly GuardedRoute[] = [
  directoryRoute('POST /users/:userKey/twoStepVerification/turnOff', SECURITY, (ask) => {
    const user = activeUser(ask);
    // Nobody in the sandbox is enrolled.
    throw new Refused({
      status: 403,
      reason: 'forbidden',
      message: `${user.primaryEmail} is not enrolled in 2-step verification`,
    });
  }),
  directoryRoute('GET /users/:userKey/verificationCodes', SECURITY, (ask) => {
    activeUser(ask);
    return ok(withEtag({ kind: 'admin#directory#verificationCodesList' }));
  }),
  directoryRoute('POST /users/:userKey/verificationCodes/generate', SECURITY, (ask) => change(ask, 'codes.generate')),
  directoryRoute('POST /users/:userKey/verificationCodes/invalidate', SECURITY, (ask) => change(ask, 'codes.invalidate')),
  directoryRoute('GET /users/:userKey/asps', SECURITY, (ask) => list(ask, 'admin#directory#aspList')),
  directoryRoute('GET /users/:userKey/tokens', SECURITY, (ask) => list(ask, 'admin#directory#tokenList')),
  directoryRoute('DELETE /users/:userKey/asps/:codeId', SECURITY, nothing),
  directoryRoute('DELETE /users/:userKey/tokens/:clientId', SECURITY, nothing),
];

/** These calls fail for a suspended user. */
function activeUser(ask: Ask): UserRecord {
  const user = seenUser(ask, param(ask, 'userKey'));
  if (user.isSuspended) throw new Refused({ status: 400, reason: 'invalid', message: 'Invalid Input: userId' });
  return user;
}

function change(ask: Ask, kind: string) {
  const user = activeUser(ask);
  ask.world.effect({ provider: PROVIDER, kind, key: user.primaryEmail, idempotent: true }, () => undefined);
  return NO_CONTENT;
}

function list(ask: Ask, kind: string) {
  seenUser(ask, param(ask, 'userKey'));
  return ok(withEtag({ kind }));
}

function nothing(ask: Ask): never {
  seenUser(ask, param(ask, 'userKey'));
  throw entityNotFound();
}

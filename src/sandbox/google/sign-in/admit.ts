// The door before every route: a token, a scope, and a user who may.

import type { Answer, Call } from '../../kernel/call.ts';
import type { Match } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { faultAnswer } from '../answers.ts';
import { isGuarded, type Guard } from '../route.ts';
import { bearerOf, callerOf, type Caller } from './access.ts';

const SCOPE_PREFIX = 'https://www.googleapis.com/auth/';

export function admit(call: Call, match: Match, world: World): Answer | undefined {
  if (!isGuarded(match.route)) return undefined;
  const { guard } = match.route;
  const caller = callerOf(call, world);
  if (caller === undefined) return unknownCaller(call);
  if (!hasScope(caller, guard)) {
    return faultAnswer({
      status: 403,
      reason: 'insufficientPermissions',
      message: 'Request had insufficient authentication scopes.',
    });
  }
  if (guard.isDelegatedOnly === true && !caller.token.isDelegated) {
    return faultAnswer({
      status: 403,
      reason: 'forbidden',
      message: 'Access restricted to service accounts that have been delegated domain-wide authority',
    });
  }
  return refuseUser(caller, { guard, match, world });
}

function unknownCaller(call: Call): Answer {
  const isAbsent = bearerOf(call) === '';
  const said = isAbsent ? 'Request is missing required authentication credential.' : 'Request had invalid authentication credentials.';
  return faultAnswer({
    status: 401,
    reason: isAbsent ? 'required' : 'authError',
    message: `${said} Expected OAuth 2 access token, login cookie or other valid authentication credential.`,
  });
}

function hasScope({ token }: Caller, guard: Guard): boolean {
  if (token.scopes.includes('*')) return true;
  return guard.scopes.some(
    (scope) => token.scopes.includes(scope) || token.scopes.includes(`${SCOPE_PREFIX}${scope}`),
  );
}

function refuseUser(
  { user }: Caller,
  at: { readonly guard: Guard; readonly match: Match; readonly world: World },
): Answer | undefined {
  switch (at.guard.door) {
    case 'site-verification':
      return undefined;
    case 'directory':
    case 'licensing':
      if (user !== undefined && (user.isAdmin || user.isDelegatedAdmin)) return undefined;
      return faultAnswer({
        status: 403,
        reason: 'forbidden',
        message: 'Not Authorized to access this resource/api',
      });
    case 'gmail': {
      if (user === undefined) return faultAnswer({ status: 400, reason: 'failedPrecondition', message: 'Precondition check failed.' });
      const asked = (at.match.params['userId'] ?? 'me').toLowerCase();
      if (asked !== 'me' && asked !== user.primaryEmail) {
        return faultAnswer({ status: 403, reason: 'forbidden', message: `Delegation denied for ${user.primaryEmail}` });
      }
      if (user.mailboxAt !== undefined && user.mailboxAt <= at.world.clock.now()) return undefined;
      return faultAnswer({ status: 400, reason: 'failedPrecondition', message: 'Mail service not enabled' });
    }
  }
}

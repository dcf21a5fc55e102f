// What a failed sign-in proves. One rule: no token, no call, so nothing has happened, whatever the sign-in died of.

import type { FailureFacts } from '../../model/failure.ts';
import { classify } from './failures.ts';
import type { Scope } from './scopes.ts';
import type { Trouble } from './trouble.ts';

export interface TokenFacts {
  readonly scope: Scope;
  readonly subject: string;
  /** The administrator exists for sure; a mailbox's owner may be too new to be seen. */
  readonly isAdministrator: boolean;
  /** The client id of the service account, as the Admin console asks for it. */
  readonly client: string;
}

const OPERATION = 'oauth2.token';

export function classifyToken(facts: TokenFacts, trouble: Trouble, now: number): FailureFacts {
  const call = { operation: OPERATION, lane: 'directory', isRepeatable: true } as const;
  const judged = classify(call, trouble, now);
  const said = `${trouble.said === '' ? judged.said : trouble.said} (as ${facts.subject}, for ${facts.scope})`;
  if (trouble.reason === 'invalid_grant') return { ...judged, said, ...invalidGrant(facts, trouble) };
  if (trouble.reason !== 'unauthorized_client' && trouble.reason !== 'access_denied') return { ...judged, said };
  const todo = `In the Admin console, under Security > API controls > Domain-wide delegation, add ${facts.scope} to client ${facts.client}. It takes minutes to work.`;
  return { ...judged, said, kind: 'refused', todo };
}

function invalidGrant(
  { isAdministrator }: TokenFacts,
  { said }: Trouble,
): { readonly kind: 'refused' | 'not-yet'; readonly todo?: string } {
  if (/short-lived|timeframe/iu.test(said)) {
    return { kind: 'refused', todo: 'The clock of this computer is wrong: set it and try again.' };
  }
  if (/signature|account not found|invalid key/iu.test(said)) {
    return { kind: 'refused', todo: 'The key is not valid any more: make a new one for the service account.' };
  }
  if (!isAdministrator) return { kind: 'not-yet' };
  return { kind: 'refused', todo: 'Check that the administrator named in migrate.yaml exists and is not suspended.' };
}

/** Google knows no such account, or not yet: nobody can be signed in for. */
export function isNoAccount({ operation, code, kind }: FailureFacts): boolean {
  return operation === OPERATION && code === 'invalid_grant' && kind === 'not-yet';
}

/** The library could not sign, or could not use what came: no request of ours is in it. */
export function unsigned(facts: TokenFacts, error: unknown): FailureFacts {
  const isKey = typeof error === 'object' && error !== null && 'code' in error && /^ERR_/u.test(String(error.code));
  if (isKey) {
    const todo = 'The private key in the key file cannot be read: download the key file again.';
    return { kind: 'refused', operation: OPERATION, said: 'the private key cannot sign', todo };
  }
  return {
    kind: 'unavailable',
    operation: OPERATION,
    said: `the token endpoint gave no token (as ${facts.subject}, for ${facts.scope})`,
  };
}

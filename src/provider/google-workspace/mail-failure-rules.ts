// What each refusal of a draft or of its sending proves, and what it stops. Sources: developers.google.com/gmail/api/guides/handle-errors,
// support.google.com/a/answer/166852; the texts are as tenants report them.

import { is, says } from './failure-rule.ts';
import type { CallFacts, FailureRule } from './failure-rule.ts';
import type { Trouble } from './trouble.ts';

const of =
  (fits: (trouble: Trouble) => boolean): FailureRule['when'] =>
  (trouble: Trouble, { lane }: CallFacts) =>
    lane === 'send' && fits(trouble);

/** The wait stands in Google's text, hours away at times. */
const SENDING_LIMIT = /mail sending|limit for sending|sending (?:limit|quota)|5\.4\.5|dailylimit/iu;

export const MAIL_RULES: readonly FailureRule[] = [
  {
    when: of((trouble) => (trouble.status === 429 || trouble.status === 403) && says(trouble, SENDING_LIMIT)),
    kind: 'throttled',
    stops: 'mailbox',
    todo: 'The mailbox has reached its daily limit. Its other messages wait, up to 24 hours.',
  },
  {
    when: of((trouble) => is(trouble, 'domainPolicy') || says(trouble, /account (?:is )?(?:suspended|disabled)/iu)),
    kind: 'refused',
    stops: 'mailbox',
    todo: 'Gmail is switched off for this account. Look at the account in the Admin console.',
  },
  {
    when: of((trouble) => says(trouble, /delegation denied/iu)),
    kind: 'refused',
    stops: 'mailbox',
    todo: 'The address is no longer the primary one of its mailbox: plan again.',
  },
  {
    when: of((trouble) => is(trouble, 'insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT')),
    kind: 'refused',
    stops: 'campaign',
    todo: 'Delegate gmail.compose and gmail.readonly to the service account in the Admin console, under Security > API controls.',
  },
  {
    when: of((trouble) => trouble.status === 400 && is(trouble, 'failedPrecondition', 'FAILED_PRECONDITION')),
    kind: 'not-yet',
  },
];

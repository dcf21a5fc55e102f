// The one place that says what a failed call to Google proves: by status, reason, text, and whether the call may be repeated.
// Google says 403 both for "slow down" and for "never", and hides the time to wait in its text, so the order of the rules counts.

import type { FailureFacts, FailureKind } from '../../model/failure.ts';
import { is, says } from './failure-rule.ts';
import type { CallFacts, FailureRule } from './failure-rule.ts';
import { MAIL_RULES } from './mail-failure-rules.ts';
import { retryTimeMs } from './retry-time.ts';
import type { Trouble } from './trouble.ts';

/** For what Google answered with 4xx, and for 503 of licensing: nothing happened. The first rule that fits counts. */
const RULES: readonly FailureRule[] = [
  ...MAIL_RULES,
  {
    when: ({ status }) => status === 429,
    kind: 'throttled',
  },
  {
    // An overrun of licensing's 1 call a second is a 503 (developers.google.com/admin-sdk/licensing/v1/limits). It may as well
    // have come after the effect, but an assignment is kept apart by product, SKU and user: repeating it cannot make two.
    when: ({ status }, { lane }) => status === 503 && lane === 'licence',
    kind: 'throttled',
  },
  {
    // One account at its own limit (aliases) says `limitExceeded` too, and stops nobody else.
    when: (trouble, { isOnAccount }) =>
      (is(trouble, 'limitExceeded') && isOnAccount !== true) ||
      says(
        trouble,
        /user limit reached|(?:not|n't) enough (?:available )?(?:licen[cs]es|seats)|insufficient licen[cs]es/iu,
      ),
    kind: 'exhausted',
    todo: 'Buy more seats or licences, or free some. A deleted user holds its seat for 20 days.',
  },
  {
    when: (trouble) =>
      trouble.status === 403 &&
      (is(trouble, 'userRateLimitExceeded', 'rateLimitExceeded', 'quotaExceeded', 'dailyLimitExceeded') ||
        is(trouble, 'RESOURCE_EXHAUSTED') ||
        says(trouble, /request rate higher than configured|quota exceeded|rate limit exceeded|too many/iu)),
    kind: 'throttled',
  },
  {
    when: (trouble) => trouble.status === 401,
    kind: 'unavailable',
    todo: 'The access token was refused; a new one is fetched for the next try.',
  },
  {
    when: (trouble) => trouble.status === 412 && says(trouble, /not complete/iu),
    kind: 'not-yet',
  },
  {
    // Gmail of an account whose mailbox is not there yet: "Mail service not enabled", "Precondition check failed".
    when: (trouble, { lane }) =>
      trouble.status === 400 &&
      (says(trouble, /mail service not enabled/iu) ||
        (lane === 'mailbox' && is(trouble, 'failedPrecondition', 'FAILED_PRECONDITION'))),
    kind: 'not-yet',
  },
  {
    // A verification whose record is not in DNS yet.
    when: (trouble) => trouble.status === 400 && says(trouble, /verification token could not be found/iu),
    kind: 'not-yet',
    todo: 'Publish the TXT record and wait until DNS shows it.',
  },
  {
    when: ({ status }, { conflict }) => status === 409 && conflict === 'not-yet',
    kind: 'not-yet',
  },
  {
    when: ({ status }) => status === 409,
    kind: 'taken',
  },
  {
    when: (trouble, { isOnAccount }) =>
      isOnAccount === true &&
      (trouble.status === 404 || (trouble.status === 403 && says(trouble, /not authorized to access this resource/iu))),
    kind: 'not-yet',
  },
  {
    when: (trouble) => says(trouble, /already has a licen[cs]e/iu),
    kind: 'refused',
    todo: 'The user holds another licence of the same product, perhaps given automatically: change that in the Admin console.',
  },
  {
    when: (trouble) => says(trouble, /delegation denied/iu),
    kind: 'refused',
    todo: 'The address is no longer the primary one of its mailbox: plan again.',
  },
  {
    when: (trouble) => says(trouble, /primary_user_email/iu),
    kind: 'refused',
    todo: 'Google does not take the address: its domain is not verified in this tenant, or it has a character that is not allowed.',
  },
  {
    when: (trouble) => is(trouble, 'accessNotConfigured', 'SERVICE_DISABLED'),
    kind: 'refused',
    todo: 'Enable the API in the Google Cloud project of the service account.',
  },
  {
    when: (trouble) => is(trouble, 'insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'),
    kind: 'refused',
    todo: 'Delegate the scope to the service account in the Admin console, under Security > API controls.',
  },
  {
    when: (trouble) => says(trouble, /not authorized to access this resource|domain not found/iu),
    kind: 'refused',
    todo: 'Act as a super administrator of this tenant: a delegated one may not do this.',
  },
];

/** The answers that leave it open whether something happened: errors of the server's side, and what is no error at all. */
const isOpen = (status: number): boolean => status < 400 || status === 408 || status >= 500;

const NOTHING_SENT_CODES = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const NOTHING_SENT_CALLS = new Set(['connect', 'getaddrinfo']);
const UNTRUSTED = /^(?:CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_)/u;

/** Judges a call that failed, with an answer or without one. */
export function classify(call: CallFacts, trouble: Trouble, now: number): FailureFacts {
  const { status } = trouble;
  if (status === undefined) return unanswered(call, trouble);
  const rule = RULES.find(({ when }) => when(trouble, call));
  const open = isOpen(status);
  const kind = rule?.kind ?? (open ? whereOpen(call) : 'refused');
  const retryAfterMs = retryTimeMs(trouble, now);
  return {
    kind,
    operation: call.operation,
    said: trouble.said === '' ? `HTTP ${status} without words` : trouble.said,
    status,
    ...(trouble.reason === undefined ? {} : { code: trouble.reason }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(rule?.todo === undefined ? {} : { todo: rule.todo }),
    ...(rule?.stops === undefined ? {} : { stops: rule.stops }),
  };
}

/** A 2xx whose body is not what the method answers with: a proxy's page, a cut answer. */
export function unusable(call: CallFacts, answer: { readonly status: number; readonly said: string }): FailureFacts {
  return { kind: whereOpen(call), operation: call.operation, said: answer.said, status: answer.status };
}

/** No answer came. What is known to have failed before the first byte went out proves that nothing happened. */
function unanswered({ operation, isRepeatable }: CallFacts, { code, systemCall, said }: Trouble): FailureFacts {
  const facts = { operation, said: `no answer: ${said}`, ...(code === undefined ? {} : { code }) };
  if (code !== undefined && UNTRUSTED.test(code)) {
    const todo = 'A proxy that opens TLS stands between: name its certificate in NODE_EXTRA_CA_CERTS.';
    return { ...facts, kind: 'refused', todo };
  }
  const isUnsent =
    (code !== undefined && NOTHING_SENT_CODES.has(code)) ||
    (systemCall !== undefined && NOTHING_SENT_CALLS.has(systemCall)) ||
    said.includes('before secure TLS connection was established');
  if (isUnsent) return { ...facts, kind: 'unavailable', said: `nothing was sent: ${said}` };
  return { ...facts, kind: isRepeatable ? 'unavailable' : 'in-doubt' };
}

function whereOpen({ isRepeatable }: CallFacts): FailureKind {
  return isRepeatable ? 'unavailable' : 'in-doubt';
}

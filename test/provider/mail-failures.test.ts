// What refusals of a message stop beside the message, row by row: a mailbox, what goes to one operator, the campaign.

import { describe, expect, it } from '@jest/globals';
import type { FailureFacts } from '../../src/model/failure.ts';
import { classify } from '../../src/provider/google-workspace/failures.ts';
import { refusal } from '../../src/provider/microsoft-365/failures.ts';

type Verdict = Pick<FailureFacts, 'kind' | 'stops'>;

const CREATE = 'POST /users/{id}/messages';
const SEND = 'POST /users/{id}/messages/{message-id}/send';

describe('a refusal of Microsoft 365', () => {
  it.each<[string, string, number, string, Verdict]>([
    [SEND, 'ErrorSendAsDenied', 403, 'no right to send on behalf', { kind: 'refused', stops: 'mailbox' }],
    [SEND, 'ErrorExceededMessageLimit', 429, 'limit', { kind: 'throttled', stops: 'mailbox' }],
    [SEND, 'ErrorExceededMessageLimit', 403, 'limit', { kind: 'throttled', stops: 'mailbox' }],
    [SEND, 'ErrorAccountSuspend', 403, 'suspended', { kind: 'refused', stops: 'mailbox' }],
    [CREATE, 'ErrorQuotaExceeded', 507, 'full', { kind: 'refused', stops: 'mailbox' }],
    [CREATE, 'ErrorAccessDenied', 403, 'Access is denied.', { kind: 'refused', stops: 'mailbox' }],
    [
      SEND,
      'ErrorMessageSubmissionBlocked',
      403,
      '5.7.705 Tenant has exceeded threshold',
      { kind: 'refused', stops: 'campaign' },
    ],
    [SEND, 'x', 400, '550 5.7.233 tenant external recipient rate limit', { kind: 'refused', stops: 'campaign' }],
    [SEND, 'x', 400, '550 5.1.8 Access denied, bad outbound sender', { kind: 'refused', stops: 'campaign' }],
    [SEND, 'MailboxInfoStale', 503, 'Mailbox info is stale', { kind: 'not-yet' }],
    [CREATE, 'MailboxNotEnabledForRESTAPI', 404, 'not yet', { kind: 'not-yet' }],
    [SEND, 'ErrorInvalidRecipients', 400, 'no valid recipients', { kind: 'refused' }],
    [SEND, 'ApplicationThrottled', 429, 'over its MailboxConcurrency limit', { kind: 'throttled' }],
    [SEND, 'ServiceUnavailable', 503, 'later', { kind: 'in-doubt' }],
    [SEND, 'UnknownError', 504, '', { kind: 'in-doubt' }],
  ])('%s: %s with %i', (...[operation, code, status, message, verdict]) => {
    const text = JSON.stringify({ error: { code, message } });
    const { kind, stops } = refusal({ operation, isRepeatable: false, secrets: [] }, { status, text }).facts;
    expect({ kind, ...(stops === undefined ? {} : { stops }) }).toEqual(verdict);
  });
});

describe('a refusal of Gmail', () => {
  const send = { operation: 'gmail.users.drafts.send', lane: 'send', isRepeatable: false } as const;
  const now = Date.parse('2026-02-11T10:00:00Z');

  it.each<[number, string | undefined, string, Verdict]>([
    [
      429,
      'rateLimitExceeded',
      'User-rate limit exceeded.  Retry after 2026-02-11T10:15:42.247Z (Mail sending)',
      { kind: 'throttled', stops: 'mailbox' },
    ],
    [403, 'dailyLimitExceeded', 'You have reached a limit for sending mail.', { kind: 'throttled', stops: 'mailbox' }],
    [429, 'rateLimitExceeded', 'Too many concurrent requests for user', { kind: 'throttled' }],
    [403, 'domainPolicy', 'The domain administrators have disabled Gmail apps.', { kind: 'refused', stops: 'mailbox' }],
    [403, 'forbidden', 'Delegation denied for sato@new.example', { kind: 'refused', stops: 'mailbox' }],
    [403, 'insufficientPermissions', 'Insufficient Permission', { kind: 'refused', stops: 'campaign' }],
    [400, 'failedPrecondition', 'Mail service not enabled', { kind: 'not-yet' }],
    [400, 'invalidArgument', 'Invalid To header', { kind: 'refused' }],
    [503, 'backendError', 'Backend Error', { kind: 'in-doubt' }],
  ])('%i %s: %s', (...[status, reason, said, verdict]) => {
    const trouble = { status, said, ...(reason === undefined ? {} : { reason }) };
    const { kind, stops, retryAfterMs } = classify(send, trouble, now);
    expect({ kind, ...(stops === undefined ? {} : { stops }) }).toEqual(verdict);
    if (said.includes('Retry after')) expect(retryAfterMs).toBe(15 * 60_000 + 42_247);
  });
});

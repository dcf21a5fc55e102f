// What each answer of Google's proves. The table is section 12 of what is known about Google, plus what stands between: proxies, cuts.

import { describe, expect, it } from '@jest/globals';
import type { FailureKind } from '../../../src/model/failure.ts';
import { classify } from '../../../src/provider/google-workspace/failures.ts';
import type { CallFacts } from '../../../src/provider/google-workspace/failure-rule.ts';
import type { Trouble } from '../../../src/provider/google-workspace/trouble.ts';

const NOW = Date.parse('2026-02-11T10:00:00Z');

const INSERT: CallFacts = { operation: 'directory.users.insert', lane: 'directory', isRepeatable: false };
const READ: CallFacts = { operation: 'directory.users.list', lane: 'directory', isRepeatable: true };
const ON_ACCOUNT: CallFacts = {
  operation: 'directory.users.aliases.insert',
  lane: 'directory',
  isRepeatable: true,
  isOnAccount: true,
};
const SUSPEND: CallFacts = { ...ON_ACCOUNT, operation: 'directory.users.update', conflict: 'not-yet' };
const LICENCE: CallFacts = { ...ON_ACCOUNT, operation: 'licensing.licenseAssignments.insert', lane: 'licence' };
const GMAIL: CallFacts = { operation: 'gmail.users.settings.updateVacation', lane: 'mailbox', isRepeatable: true };

type Row = readonly [told: string, call: CallFacts, trouble: Trouble, kind: FailureKind];

const named = (rows: readonly Row[]) => rows.map(([told, call, trouble, kind]) => ({ told, call, trouble, kind }));

const ANSWERS: readonly Row[] = [
  [
    '429 in JSON',
    INSERT,
    { status: 429, reason: 'rateLimitExceeded', said: 'Resource has been exhausted' },
    'throttled',
  ],
  ['429 without a body', INSERT, { status: 429, said: '' }, 'throttled'],
  ['429 as a page', INSERT, { status: 429, said: 'We are sorry' }, 'throttled'],
  ['403 userRateLimitExceeded', INSERT, { status: 403, reason: 'userRateLimitExceeded', said: 'x' }, 'throttled'],
  ['403 rateLimitExceeded', GMAIL, { status: 403, reason: 'rateLimitExceeded', said: 'x' }, 'throttled'],
  ['403 quotaExceeded', INSERT, { status: 403, reason: 'quotaExceeded', said: 'x' }, 'throttled'],
  ['403 as plain text', INSERT, { status: 403, said: 'Request rate higher than configured.' }, 'throttled'],
  ['403 for a scope', READ, { status: 403, reason: 'insufficientPermissions', said: 'x' }, 'refused'],
  ['403 for a disabled API', READ, { status: 403, reason: 'accessNotConfigured', said: 'x' }, 'refused'],
  [
    '403 on the tenant',
    READ,
    { status: 403, reason: 'forbidden', said: 'Not Authorized to access this resource/api' },
    'refused',
  ],
  [
    '403 on an account that is known',
    ON_ACCOUNT,
    { status: 403, reason: 'forbidden', said: 'Not Authorized to access this resource/api' },
    'not-yet',
  ],
  [
    '403 for an alias as mailbox',
    GMAIL,
    { status: 403, reason: 'forbidden', said: 'Delegation denied for a@new.example' },
    'refused',
  ],
  ['403 as a page', READ, { status: 403, said: 'Forbidden by the proxy' }, 'refused'],
  ['401', INSERT, { status: 401, reason: 'authError', said: 'x' }, 'unavailable'],
  ['404 on the tenant', READ, { status: 404, reason: 'notFound', said: 'x' }, 'refused'],
  ['404 on an account that is known', ON_ACCOUNT, { status: 404, reason: 'notFound', said: 'x' }, 'not-yet'],
  ['409 duplicate', INSERT, { status: 409, reason: 'duplicate', said: 'Entity already exists.' }, 'taken'],
  ['409 where nothing can be double', SUSPEND, { status: 409, reason: 'conflict', said: 'x' }, 'not-yet'],
  [
    '412 of a fresh account',
    ON_ACCOUNT,
    { status: 412, reason: 'conditionNotMet', said: 'User creation is not complete.' },
    'not-yet',
  ],
  ['412 of another kind', ON_ACCOUNT, { status: 412, reason: 'conditionNotMet', said: 'Vault hold' }, 'refused'],
  [
    '400 of an address',
    INSERT,
    { status: 400, reason: 'invalid', said: 'Invalid Input: primary_user_email' },
    'refused',
  ],
  [
    '400 of Gmail without a mailbox',
    GMAIL,
    { status: 400, reason: 'failedPrecondition', said: 'Mail service not enabled' },
    'not-yet',
  ],
  [
    '400 of a record that is not in DNS',
    { ...READ, lane: 'domain' },
    { status: 400, said: 'The necessary verification token could not be found on your site.' },
    'not-yet',
  ],
  ['the user limit', INSERT, { status: 412, reason: 'limitExceeded', said: 'Domain user limit reached' }, 'exhausted'],
  [
    'no licences left',
    LICENCE,
    { status: 412, reason: 'conditionNotMet', said: "There aren't enough available licenses." },
    'exhausted',
  ],
  [
    'an account with all its aliases',
    ON_ACCOUNT,
    { status: 412, reason: 'limitExceeded', said: 'Exceeded the maximum number of aliases.' },
    'refused',
  ],
  [
    'another licence of the same product',
    LICENCE,
    { status: 412, reason: 'conditionNotMet', said: 'User already has a license for the specified product and SKU' },
    'refused',
  ],
  ['503 of licensing', LICENCE, { status: 503, reason: 'backendError', said: 'x' }, 'throttled'],
  ['504 of licensing', LICENCE, { status: 504, said: '' }, 'unavailable'],
  ['503 to a read', READ, { status: 503, said: '' }, 'unavailable'],
  ['503 to the insert of a user', INSERT, { status: 503, reason: 'backendError', said: 'x' }, 'in-doubt'],
  ['504 to the insert of a user', INSERT, { status: 504, said: 'Gateway Timeout' }, 'in-doubt'],
  ['507 to the insert of a user', INSERT, { status: 507, said: '' }, 'in-doubt'],
  ['408 to the insert of a user', INSERT, { status: 408, said: '' }, 'in-doubt'],
  ['a redirect instead of an answer', INSERT, { status: 302, said: '' }, 'in-doubt'],
];

const SILENCE: readonly Row[] = [
  ['a reset', INSERT, { code: 'ECONNRESET', said: 'socket hang up' }, 'in-doubt'],
  ['a reset of a read', READ, { code: 'ECONNRESET', said: 'socket hang up' }, 'unavailable'],
  ['a time-out', INSERT, { code: 'TimeoutError', said: 'timeout' }, 'in-doubt'],
  ['a time-out of a write that sets a value', GMAIL, { code: 'TimeoutError', said: 'timeout' }, 'unavailable'],
  ['an answer cut in the middle', INSERT, { code: 'ERR_STREAM_PREMATURE_CLOSE', said: 'Premature close' }, 'in-doubt'],
  ['nobody listening', INSERT, { code: 'ECONNREFUSED', systemCall: 'connect', said: 'x' }, 'unavailable'],
  ['a name that is not known', INSERT, { code: 'ENOTFOUND', said: 'x' }, 'unavailable'],
  ['a connection that never stood', INSERT, { code: 'ETIMEDOUT', systemCall: 'connect', said: 'x' }, 'unavailable'],
  ['silence on one that did', INSERT, { code: 'ETIMEDOUT', systemCall: 'read', said: 'x' }, 'in-doubt'],
  [
    'a handshake that broke',
    INSERT,
    {
      code: 'ECONNRESET',
      said: 'Client network socket disconnected before secure TLS connection was established',
    },
    'unavailable',
  ],
  ['a certificate of a stranger', INSERT, { code: 'SELF_SIGNED_CERT_IN_CHAIN', said: 'x' }, 'refused'],
];

describe('a failed call to Google proves', () => {
  it.each(named(ANSWERS))('by its answer: $told', ({ call, trouble, kind }) => {
    const facts = classify(call, trouble, NOW);
    expect(facts).toMatchObject({ kind, operation: call.operation, status: trouble.status });
    expect(facts.said).not.toBe('');
  });

  it.each(named(SILENCE))('by its silence: $told', ({ call, trouble, kind }) => {
    expect(classify(call, trouble, NOW)).toMatchObject({ kind, operation: call.operation, code: trouble.code });
  });

  it('only for the insert of a user that its outcome is unknown: whatever sets a value may be sent again', () => {
    for (const [, call, trouble] of [...ANSWERS, ...SILENCE]) {
      const { kind } = classify({ ...call, isRepeatable: true }, trouble, NOW);
      expect(kind).not.toBe('in-doubt');
    }
  });

  it('nothing through a throttle that it would not also prove to a read', () => {
    for (const [, call, trouble, kind] of ANSWERS) {
      if (kind !== 'throttled') continue;
      expect(classify({ ...call, isRepeatable: false }, trouble, NOW).kind).toBe('throttled');
    }
  });

  it('and names the time to wait, also where only the text has it', () => {
    const said = 'User-rate limit exceeded.  Retry after 2026-02-11T10:15:42.247Z (Forwarding rules)';
    const facts = classify(GMAIL, { status: 429, reason: 'rateLimitExceeded', said }, NOW);
    expect(facts).toMatchObject({ kind: 'throttled', retryAfterMs: (15 * 60 + 42) * 1000 + 247 });
  });
});

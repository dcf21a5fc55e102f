// What an answer of Microsoft 365 proves, row by row, as the facts list them.

import { describe, expect, it } from '@jest/globals';
import type { FailureKind } from '../../../src/model/failure.ts';
import { groupLicenceFailure, refusal, unusable } from '../../../src/provider/microsoft-365/failures.ts';

interface Row {
  readonly operation: string;
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  /** In place of a Graph error body. */
  readonly text?: string;
  readonly kind: FailureKind;
}

const CREATE = 'POST /users';
const CHANGE = 'PATCH /users/{id}';
const READ = 'GET /users/{id}';
const ASSIGN = 'POST /users/{id}/assignLicense';
const SETTINGS = 'GET /users/{id}/mailboxSettings';
const VERIFY = 'POST /domains/{id}/verify';
const MEMBER = 'POST /groups/{id}/members/$ref';

function judge({ operation, status, code, message, text }: Omit<Row, 'kind'>, secrets: readonly string[] = []) {
  const body = text ?? JSON.stringify({ error: { code: code ?? '', message: message ?? '' } });
  return refusal({ operation, isRepeatable: !operation.startsWith('POST'), secrets }, { status, text: body }).facts;
}

describe('an answer of Microsoft 365 proves', () => {
  const rows: readonly Row[] = [
    { operation: CREATE, status: 429, code: 'TooManyRequests', message: 'Too many requests', kind: 'throttled' },
    { operation: CREATE, status: 429, text: '', kind: 'throttled' },
    { operation: SETTINGS, status: 429, text: '<html>slow down</html>', kind: 'throttled' },
    {
      operation: CREATE,
      status: 400,
      code: 'Request_BadRequest',
      message: 'Another object with the same value for property userPrincipalName already exists.',
      kind: 'taken',
    },
    {
      operation: CREATE,
      status: 400,
      code: 'Request_BadRequest',
      message: 'A conflicting object with one or more of the specified property values is present in the directory.',
      kind: 'taken',
    },
    {
      operation: CHANGE,
      status: 400,
      code: 'Request_BadRequest',
      message: 'Another object with the same value for property proxyAddresses already exists.',
      kind: 'taken',
    },
    {
      operation: MEMBER,
      status: 400,
      code: 'Request_BadRequest',
      message: "One or more added object references already exist for the following modified properties: 'members'.",
      kind: 'taken',
    },
    {
      operation: ASSIGN,
      status: 400,
      code: 'Request_BadRequest',
      message: 'License assignment cannot be done for user with invalid usage location.',
      kind: 'not-yet',
    },
    {
      operation: ASSIGN,
      status: 400,
      code: 'Request_BadRequest',
      message: 'Subscription with SKU 05e9a617-0261-4cee-bb44-138d3ef5d965 does not have any available licenses.',
      kind: 'exhausted',
    },
    {
      operation: MEMBER,
      status: 400,
      message: 'Not a valid reference update',
      code: 'Request_BadRequest',
      kind: 'not-yet',
    },
    { operation: CHANGE, status: 404, code: 'Request_ResourceNotFound', message: 'does not exist', kind: 'not-yet' },
    { operation: SETTINGS, status: 404, code: 'MailboxNotEnabledForRESTAPI', message: 'not yet', kind: 'not-yet' },
    { operation: SETTINGS, status: 404, code: 'ResourceNotFound', message: 'no mailbox', kind: 'not-yet' },
    { operation: SETTINGS, status: 403, code: 'ErrorAccessDenied', message: 'Access is denied.', kind: 'not-yet' },
    {
      operation: CHANGE,
      status: 403,
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
      kind: 'refused',
    },
    { operation: READ, status: 401, code: 'InvalidAuthenticationToken', message: 'expired', kind: 'refused' },
    { operation: VERIFY, status: 400, code: 'Request_BadRequest', message: 'any text at all', kind: 'not-yet' },
    {
      operation: CHANGE,
      status: 400,
      code: 'Request_BadRequest',
      message:
        'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
      kind: 'refused',
    },
    { operation: CREATE, status: 413, text: '', kind: 'refused' },
    { operation: CREATE, status: 400, code: 'Request_BadRequest', message: 'Invalid value.', kind: 'refused' },
    // The same trouble, by whether the call may be repeated.
    { operation: CREATE, status: 503, code: 'ServiceUnavailable', message: 'unavailable', kind: 'in-doubt' },
    { operation: CREATE, status: 504, code: 'UnknownError', message: '', kind: 'in-doubt' },
    { operation: CREATE, status: 507, code: 'ErrorQuotaExceeded', message: 'full', kind: 'in-doubt' },
    { operation: CREATE, status: 500, text: '<html>', kind: 'in-doubt' },
    { operation: CREATE, status: 408, text: '', kind: 'in-doubt' },
    { operation: ASSIGN, status: 503, text: '', kind: 'in-doubt' },
    { operation: CHANGE, status: 503, code: 'ServiceUnavailable', message: 'unavailable', kind: 'unavailable' },
    { operation: READ, status: 504, text: '<html>gateway</html>', kind: 'unavailable' },
    // A 4xx proves nothing unless it says so: something on the way may have made it up after the effect.
    { operation: CREATE, status: 400, text: '<html>bad</html>', kind: 'in-doubt' },
    { operation: READ, status: 404, text: '', kind: 'unavailable' },
  ];

  it.each(rows)('$operation, $status $code $message$text: $kind', ({ kind, ...row }) => {
    expect(judge(row).kind).toBe(kind);
  });

  it('names the permission that a refused call was missing', () => {
    const denied = { status: 403, code: 'Authorization_RequestDenied', message: 'Insufficient privileges' };
    expect(judge({ operation: 'POST /domains', ...denied }).todo).toContain('Domain.ReadWrite.All');
    expect(judge({ operation: ASSIGN, ...denied }).todo).toContain('LicenseAssignment.ReadWrite.All');
    expect(judge({ operation: CHANGE, ...denied }).todo).toContain('administrator role');
  });

  it('keeps status, code, words and the asked wait, on one line', () => {
    const text = JSON.stringify({ error: { code: 'TooManyRequests', message: 'Too\nmany\u0007 requests' } });
    const { facts } = refusal(
      { operation: CREATE, isRepeatable: false, secrets: [] },
      { status: 429, text, retryAfterMs: 2128 },
    );
    expect(facts).toEqual({
      kind: 'throttled',
      operation: CREATE,
      said: 'Too many requests',
      status: 429,
      code: 'TooManyRequests',
      retryAfterMs: 2128,
    });
  });

  it('never repeats a secret that the other end echoes', () => {
    const said = judge(
      {
        operation: CREATE,
        status: 400,
        code: 'Request_BadRequest',
        message: 'The password "Kq7!xx" of Kq7!xx is weak',
      },
      ['Kq7!xx'],
    ).said;
    expect(said).toBe('The password "***" of *** is weak');
  });

  it('takes a 2xx that says nothing for an unknown outcome', () => {
    const create = { operation: CREATE, isRepeatable: false, secrets: [] };
    const read = { operation: READ, isRepeatable: true, secrets: [] };
    expect(unusable(create, { status: 201, text: '' }, 'it is empty').facts.kind).toBe('in-doubt');
    expect(unusable(read, { status: 200, text: '' }, 'it is empty').facts.kind).toBe('unavailable');
  });

  it.each([
    ['CountViolation', 'exhausted'],
    ['MutuallyExclusiveViolation', 'refused'],
    ['DependencyViolation', 'refused'],
    ['ProhibitedInUsageLocationViolation', 'refused'],
    ['UniquenessViolation', 'refused'],
    ['Others', 'refused'],
  ])('a group licence with %s is %s', (error, kind) => {
    const { facts } = groupLicenceFailure(MEMBER, error);
    expect(facts).toMatchObject({ kind, code: error });
    expect(facts.todo === undefined).toBe(error === 'Others');
  });
});

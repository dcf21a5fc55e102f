// Tokens: one scope each, fetched apart from the calls, so a sign-in that fails proves that nothing was sent.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isServiceAccountKey } from '../../../src/provider/google-workspace/sign-in.ts';
import { failureOf } from './failure-of.ts';
import { ADMINISTRATOR, KEY, fault, json, openScriptedGoogle, reset, text } from './scripted-google.ts';
import type { Script, ScriptedGoogle } from './scripted-google.ts';

const PREFIX = 'https://www.googleapis.com/auth/';
const MAILBOX = { id: '1', address: 'sato@new.example' };

let google: ScriptedGoogle;
beforeEach(async () => {
  google = await openScriptedGoogle();
});
afterEach(() => google.close());

const refusal = (status: number, error: string, error_description: string): Script =>
  json(status, { error, error_description });

describe('a token', () => {
  it('is asked for once, however many calls start together, and has the scope of the call only', async () => {
    const { domains, mailboxes } = google.connect();
    await Promise.all([domains.list(), domains.list(), domains.list()]);
    await mailboxes.reply(MAILBOX);
    await mailboxes.reply(MAILBOX);
    expect(google.grants).toEqual([
      { scope: `${PREFIX}admin.directory.domain`, subject: ADMINISTRATOR },
      { scope: `${PREFIX}gmail.settings.basic`, subject: MAILBOX.address },
    ]);
    expect(google.calls).toHaveLength(5);
  });

  it('that the API refuses is dropped; the call is not sent again by itself', async () => {
    google.next.push(fault(401, 'authError', 'Invalid Credentials'));
    const { domains } = google.connect();
    expect((await failureOf(domains.list())).facts.kind).toBe('unavailable');
    expect(google.calls).toHaveLength(1);
    await domains.list();
    expect(google.calls.map(({ token }) => token)).toEqual(['token-1', 'token-2']);
  });

  it('that is about to expire is replaced', async () => {
    google.nextGrant.push(json(200, { access_token: 'short', expires_in: 3, token_type: 'Bearer' }));
    const { domains } = google.connect();
    await domains.list();
    await domains.list();
    expect(google.calls.map(({ token }) => token)).toEqual(['short', 'token-2']);
  });
});

describe('a sign-in that fails sends nothing, and asks once', () => {
  const unavailable: readonly [told: string, script: Script][] = [
    ['503', text(503, '')],
    ['a page with 200', text(200, '<html>Welcome to the hotel</html>', { 'content-type': 'text/html' })],
    ['an answer without a token', json(200, { token_type: 'Bearer' })],
    ['a reset', reset],
  ];

  it.each(unavailable)('by %s: it may be tried again', async (_told, script) => {
    google.nextGrant.push(script);
    const { accounts } = google.connect();
    const { facts } = await failureOf(accounts.setSuspended('1', true));
    expect(facts).toMatchObject({ kind: 'unavailable', operation: 'oauth2.token' });
    expect(google.grants).toHaveLength(1);
    expect(google.calls).toHaveLength(0);
    await accounts.setSuspended('1', true);
    expect(google.calls).toHaveLength(1);
  });

  it('by a scope that is not delegated: it says which scope, and to which client it must be given', async () => {
    google.nextGrant.push(refusal(401, 'unauthorized_client', 'Client is unauthorized.'));
    const { facts } = await failureOf(google.connect().mailboxes.reply(MAILBOX));
    expect(facts.kind).toBe('refused');
    expect(facts.todo).toContain(`${PREFIX}gmail.settings.basic`);
    expect(facts.todo).toContain(KEY.client_id);
  });

  it('by a mailbox whose owner is too new to be seen: not yet', async () => {
    google.nextGrant.push(refusal(400, 'invalid_grant', 'Invalid email or User ID'));
    const { facts } = await failureOf(google.connect().mailboxes.reply(MAILBOX));
    expect(facts.kind).toBe('not-yet');
  });

  it.each([
    ['an administrator who is not there', 'Invalid email or User ID', 'migrate.yaml'],
    ['a key that was taken back', 'Invalid JWT Signature.', 'key'],
    ['a clock that is wrong', 'Invalid JWT: Token must be a short-lived token (60 minutes).', 'clock'],
  ])('by %s: refused, with what to do', async (_told, description, todo) => {
    google.nextGrant.push(refusal(400, 'invalid_grant', description));
    const { facts } = await failureOf(google.connect().domains.list());
    expect(facts.kind).toBe('refused');
    expect(facts.todo).toContain(todo);
  });

  it('by a private key that cannot be read: refused, and not shown', async () => {
    const key = { ...KEY, private_key: '-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n' };
    const failure = await failureOf(google.connect({ key }).domains.list());
    expect(failure.facts.kind).toBe('refused');
    expect(failure.message).not.toContain('nonsense');
    expect(google.grants).toHaveLength(0);
  });
});

describe('a stand-in on this computer', () => {
  it("is reached although the company's proxy is set", async () => {
    const before = process.env['HTTPS_PROXY'];
    process.env['HTTPS_PROXY'] = 'http://127.0.0.1:9';
    try {
      await google.connect().domains.list();
    } finally {
      if (before === undefined) delete process.env['HTTPS_PROXY'];
      else process.env['HTTPS_PROXY'] = before;
    }
    expect(google.calls).toHaveLength(1);
  });
});

describe('a key file', () => {
  it('is one of a service account', () => {
    expect(isServiceAccountKey({ type: 'service_account', ...KEY })).toBe(true);
    expect(isServiceAccountKey({ client_email: KEY.client_email, private_key: KEY.private_key })).toBe(true);
  });

  it.each([undefined, null, 'text', [], {}, { installed: { client_id: 'x' } }, { ...KEY, private_key: 1 }])(
    'is not %p',
    (value) => {
      expect(isServiceAccountKey(value)).toBe(false);
    },
  );
});

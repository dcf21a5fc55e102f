// How calls travel: once each, never repeated by the library, and what is left of them when the way is bad.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import type { NewAccount } from '../../../src/model/directory.ts';
import { failureOf } from './failure-of.ts';
import { cut, fault, json, openScriptedGoogle, reset, silence, text } from './scripted-google.ts';
import type { Script, ScriptedGoogle } from './scripted-google.ts';

const PASSWORD = 'correct-horse-battery';
const WANTED: NewAccount = {
  address: 'sato@new.example',
  displayName: '佐藤 一郎',
  familyName: '佐藤',
  givenName: '一郎',
  language: 'ja',
  country: 'JP',
  stamp: 'job/1',
  password: PASSWORD,
};
const PAGE = '<!doctype html><html><style>p{}</style><body><h1>502</h1><p>Please try again</p></body></html>';

let google: ScriptedGoogle;
beforeEach(async () => {
  google = await openScriptedGoogle();
});
afterEach(() => google.close());

describe('a call that fails is sent once, and what it was stays unknown only for the insert of a user', () => {
  const cases: readonly [told: string, script: Script, insert: string, read: string][] = [
    ['429', fault(429, 'rateLimitExceeded', 'Resource has been exhausted'), 'throttled', 'throttled'],
    ['429 without a body', text(429, ''), 'throttled', 'throttled'],
    ['429 as a page', text(429, PAGE, { 'content-type': 'text/html' }), 'throttled', 'throttled'],
    ['403 userRateLimitExceeded', fault(403, 'userRateLimitExceeded', 'Slow down'), 'throttled', 'throttled'],
    ['403 in plain text', text(403, 'Request rate higher than configured.'), 'throttled', 'throttled'],
    ['403 that means never', fault(403, 'insufficientPermissions', 'No'), 'refused', 'refused'],
    ['401', fault(401, 'authError', 'Invalid Credentials'), 'unavailable', 'unavailable'],
    ['503', fault(503, 'backendError', 'Backend Error'), 'in-doubt', 'unavailable'],
    ['502 as a page', text(502, PAGE, { 'content-type': 'text/html' }), 'in-doubt', 'unavailable'],
    ['a page instead of an answer', text(200, PAGE, { 'content-type': 'text/html' }), 'in-doubt', 'unavailable'],
    ['an empty answer', text(200, ''), 'in-doubt', 'unavailable'],
    ['broken JSON', text(200, '{"id":', { 'content-type': 'application/json' }), 'in-doubt', 'unavailable'],
    ['an answer cut in the middle', cut, 'in-doubt', 'unavailable'],
    ['a reset', reset, 'in-doubt', 'unavailable'],
    ['silence', silence, 'in-doubt', 'unavailable'],
  ];

  it.each(cases.map(([told, script, insert, read]) => ({ told, script, insert, read })))(
    '$told',
    async ({ script, insert, read }) => {
      // Only who says nothing is waited for: a busy computer must not turn an answer into silence.
      const { accounts, domains } = google.connect(script === silence ? { timeoutMs: 250 } : {});
      google.next.push(script, script);
      expect((await failureOf(accounts.create(WANTED))).facts.kind).toBe(insert);
      expect((await failureOf(domains.list())).facts.kind).toBe(read);
      expect(google.calls.map(({ method }) => method)).toEqual(['POST', 'GET']);
    },
  );

  it('nobody listening: nothing was sent, so also the insert may be sent again', async () => {
    const { accounts } = google.connect();
    // No connection is kept: on one that has just died it would not be known whether something was sent.
    google.next.push(json(200, { id: '1', primaryEmail: 'x@new.example' }, { connection: 'close' }));
    await accounts.byId('1');
    await google.close();
    const { facts } = await failureOf(accounts.create(WANTED));
    expect(facts).toMatchObject({ kind: 'unavailable', code: 'ECONNREFUSED' });
    google = await openScriptedGoogle();
  });

  it('a 202 is only an invitation: no user was made', async () => {
    google.next.push(json(202, { primaryEmail: WANTED.address }));
    const { facts } = await failureOf(google.connect().accounts.create(WANTED));
    expect(facts).toMatchObject({ kind: 'refused', status: 202 });
  });

  it('a new user without an id is in doubt: what was made has to be looked at', async () => {
    google.next.push(json(200, { primaryEmail: WANTED.address }));
    const { facts } = await failureOf(google.connect().accounts.create(WANTED));
    expect(facts.kind).toBe('in-doubt');
  });
});

describe('what a failure tells', () => {
  it('are the words of a page, not its markup, and never all of it', async () => {
    google.next.push(text(500, PAGE), text(500, 'x'.repeat(5000)));
    const { domains } = google.connect();
    expect((await failureOf(domains.list())).facts.said).toBe('502 Please try again');
    expect((await failureOf(domains.list())).facts.said.length).toBeLessThan(310);
  });

  it('is neither the password nor the token, wherever one looks', async () => {
    const { accounts } = google.connect({ timeoutMs: 250 });
    for (const script of [fault(400, 'invalid', 'No'), reset, silence, cut, text(200, PAGE)]) {
      google.next.push(script);
      const failure = await failureOf(accounts.create(WANTED));
      const shown = inspect(failure, { depth: Infinity, showHidden: true });
      expect(shown).not.toContain(PASSWORD);
      expect(shown).not.toContain('token-');
      expect(shown).not.toContain('PRIVATE KEY');
    }
  });

  it('is the time to wait, from the header', async () => {
    google.next.push(json(429, { error: { code: 429, message: 'x' } }, { 'retry-after': '1.5' }));
    expect((await failureOf(google.connect().domains.list())).facts.retryAfterMs).toBe(1500);
  });
});

describe('who counts calls', () => {
  it('is asked before each one is sent, and may hold it back', async () => {
    const seen: string[] = [];
    const { accounts } = google.connect({
      async onCall({ lane, operation }) {
        await Promise.resolve();
        seen.push(`${lane} ${operation} ${google.calls.length}`);
      },
    });
    await failureOf(accounts.byId('1'));
    await failureOf(accounts.create(WANTED));
    expect(seen).toEqual(['directory directory.users.get 0', 'directory directory.users.insert 1']);
  });
});

describe('a listing', () => {
  const page = (ids: readonly string[], nextPageToken?: string) =>
    json(200, {
      users: ids.map((id) => ({ id, primaryEmail: `${id}@old.example` })),
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    });

  it('that broke off goes on at the same page: nobody is skipped, nobody comes twice', async () => {
    google.next.push(page(['a', 'b'], 'second'), reset, page([], 'third'), page(['c']));
    const users = google.connect().accounts.list()[Symbol.asyncIterator]();
    const ids: string[] = [];
    for (let broken = 0; broken < 2;) {
      try {
        const item = await users.next();
        if (item.done === true) break;
        ids.push(item.value.id);
      } catch {
        broken += 1;
      }
    }
    expect(ids).toEqual(['a', 'b', 'c']);
    const tokens = google.calls.map(({ url }) => new URL(url, google.url).searchParams.get('pageToken'));
    expect(tokens).toEqual([null, 'second', 'second', 'third']);
  });

  it('with a user that has no id is not taken for the whole truth', async () => {
    google.next.push(json(200, { users: [{ primaryEmail: 'x@old.example' }] }));
    const users = google.connect().accounts.list()[Symbol.asyncIterator]();
    expect((await failureOf(users.next())).facts.kind).toBe('unavailable');
  });
});

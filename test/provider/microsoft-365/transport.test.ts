// How calls travel: signed, to the address that is wanted, never repeated, and with nothing of the answer lost.

import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { RemoteFailure } from '../../../src/model/failure.ts';
import { SECRET, connectTo, json, serve } from './scripted-server.ts';
import type { Script, Stage } from './scripted-server.ts';

let stage: Stage | undefined;

async function play(script: Script, signIn?: Script): Promise<Stage> {
  stage = await serve(script, signIn);
  return stage;
}

afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

const user = (id: string) => ({ id, userPrincipalName: `${id}@new.example`, mail: `${id}@new.example` });
const SATO = {
  address: 'sato@new.example',
  displayName: 'Sato Hanako',
  familyName: 'Sato',
  givenName: 'Hanako',
  language: 'ja',
  country: 'JP',
  stamp: 'migrate/abc/1',
  password: 'Kq7!xx&y',
};

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function failureOf(promise: Promise<unknown>): Promise<RemoteFailure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof RemoteFailure) return error;
    throw error;
  }
  throw new Error('the call was expected to fail');
}

describe('a call to Microsoft 365', () => {
  it('signs in once for many calls at the same time', async () => {
    const { url, calls, signIns } = await play((_call, response) => json(response, 200, user('a')));
    const { accounts } = connectTo(url);
    await Promise.all(['a', 'b', 'c'].map((id) => accounts.byId(id)));
    expect(signIns).toHaveLength(1);
    expect(calls.map(({ authorization }) => authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer token-1',
    ]);
  });

  it('gets a new token once where the old one is refused, and is sent again with it', async () => {
    const { url, calls } = await play((call, response) => {
      if (call.authorization === 'Bearer token-2') json(response, 201, user('sato'));
      else json(response, 401, { error: { code: 'InvalidAuthenticationToken', message: 'expired' } });
    });
    await expect(connectTo(url).accounts.create(SATO)).resolves.toMatchObject({ id: 'sato' });
    expect(calls.map(({ authorization }) => authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('is given up where the new token is refused too', async () => {
    const { url, calls } = await play((_call, response) =>
      json(response, 401, { error: { code: 'InvalidAuthenticationToken', message: 'expired' } }),
    );
    const { facts } = await failureOf(connectTo(url).accounts.byId('sato'));
    expect(facts).toMatchObject({ kind: 'refused', status: 401 });
    expect(calls).toHaveLength(2);
  });

  it('follows pages at the address of Microsoft and at the one that stands in for it', async () => {
    const place = await play((call, response) => {
      if (call.url.includes('skiptoken=second%2Bpage'))
        json(response, 200, { value: [user('b')], '@odata.nextLink': `${place.url}/v1.0/users?$skiptoken=third` });
      else if (call.url.includes('skiptoken=third')) json(response, 200, { value: [user('c')] });
      else
        json(response, 200, {
          value: [user('a')],
          '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users?$top=999&$skiptoken=second%2Bpage',
        });
    });
    const ids = (await all(connectTo(place.url).accounts.list())).map(({ id }) => id);
    expect(ids).toEqual(['a', 'b', 'c']);
  });

  it('takes no token to another address, whatever a page links to', async () => {
    const { url, calls } = await play((_call, response) =>
      json(response, 200, {
        value: [user('a')],
        '@odata.nextLink': 'https://graph.microsoft.com.evil.example/v1.0/users',
      }),
    );
    const { facts } = await failureOf(all(connectTo(url).accounts.list()));
    expect(facts.kind).toBe('refused');
    expect(calls).toHaveLength(1);
  });

  it('follows no redirection', async () => {
    const { url, calls } = await play((_call, response) => {
      response.writeHead(302, { location: '/v1.0/elsewhere' });
      response.end();
    });
    const { facts } = await failureOf(connectTo(url).accounts.create(SATO));
    expect(facts).toMatchObject({ kind: 'refused', status: 302 });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['a page of HTML', '<html>welcome</html>'],
    ['nothing', ''],
    ['half of a JSON text', '{"id":"sato","userPrinc'],
    ['a list', '[]'],
  ])('is in doubt where a creation is answered 201 with %s', async (_name, text) => {
    const { url, calls } = await play((_call, response) => {
      response.writeHead(201);
      response.end(text);
    });
    const { facts } = await failureOf(connectTo(url).accounts.create(SATO));
    expect(facts).toMatchObject({ kind: 'in-doubt', status: 201 });
    expect(calls).toHaveLength(1);
  });

  it('is in doubt where the connection breaks in the middle of the answer', async () => {
    const { url } = await play((_call, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"id":');
      setImmediate(() => response.destroy());
    });
    expect((await failureOf(connectTo(url).accounts.create(SATO))).facts.kind).toBe('in-doubt');
  });

  it('is given up when its time is over', async () => {
    const { url } = await play(() => undefined);
    const { accounts } = connectTo(url, { timeoutMs: 100 });
    expect((await failureOf(accounts.create(SATO))).facts).toMatchObject({
      kind: 'in-doubt',
      said: 'no answer within 100 ms',
    });
    expect((await failureOf(accounts.byId('sato'))).facts.kind).toBe('unavailable');
  });

  it('believes a 404 only where Graph itself says it', async () => {
    const { url } = await play((_call, response) => {
      response.writeHead(404, { 'content-type': 'text/html' });
      response.end('<html>no such page</html>');
    });
    const { facts } = await failureOf(connectTo(url).accounts.byAddress('sato@new.example'));
    expect(facts).toMatchObject({ kind: 'unavailable', status: 404 });
  });

  it('says how long it was asked to wait, also with an empty body', async () => {
    const { url } = await play((_call, response) => {
      response.writeHead(429, { 'retry-after': '2.128' });
      response.end();
    });
    const { facts } = await failureOf(connectTo(url).accounts.create(SATO));
    expect(facts).toMatchObject({ kind: 'throttled', retryAfterMs: 2128 });
  });

  it('is announced before it is sent, with the lane whose quota it takes', async () => {
    const { url, calls } = await play((_call, response) => json(response, 200, { value: [] }));
    const announced: string[] = [];
    const directory = connectTo(url, {
      onCall: ({ lane, operation }) => {
        announced.push(`${lane}: ${operation} (${calls.length} before)`);
      },
    });
    await directory.domains.list();
    await directory.licences.list();
    expect(announced).toEqual(['domain: GET /domains (0 before)', 'directory: GET /subscribedSkus (1 before)']);
  });

  it('refuses plain http to anywhere but this machine', () => {
    expect(() => connectTo('http://graph.example')).toThrow('plain http');
  });
});

describe('a sign-in that fails', () => {
  const refused: Script = (_call, response) =>
    json(response, 401, {
      error: 'invalid_client',
      error_description: `AADSTS7000215: Invalid client secret provided: ${SECRET}.\r\nTrace ID: 1`,
    });

  it('refuses the call, says why, and never shows the secret', async () => {
    const { url, calls } = await play(() => undefined, refused);
    const failure = await failureOf(connectTo(url).accounts.create(SATO));
    expect(failure.facts).toMatchObject({ kind: 'refused', status: 401, operation: 'POST /oauth2/v2.0/token' });
    expect(failure.facts.said).toContain('AADSTS7000215');
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(SECRET);
    expect(calls).toEqual([]);
  });

  it.each([
    [503, 'unavailable'],
    [429, 'throttled'],
  ])('answered %s, has sent nothing: even a creation may be repeated (%s)', async (status, kind) => {
    const { url, calls } = await play(
      () => undefined,
      (_call, response) => {
        response.writeHead(status, { 'retry-after': '7' });
        response.end('{}');
      },
    );
    const failure = await failureOf(connectTo(url).accounts.create(SATO));
    expect(failure.facts).toMatchObject({ kind, status, retryAfterMs: 7000 });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(encodeURIComponent(SECRET));
    expect(calls).toEqual([]);
  });

  it('is not remembered: the next call signs in anew', async () => {
    let isDown = true;
    const { url, signIns } = await play(
      (_call, response) => json(response, 200, user('a')),
      (_call, response) => {
        if (isDown) response.destroy();
        else json(response, 200, { token_type: 'Bearer', expires_in: 3599, access_token: 'token' });
      },
    );
    const { accounts } = connectTo(url);
    const failure = await failureOf(accounts.create(SATO));
    expect(failure.facts.kind).toBe('unavailable');
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(encodeURIComponent(SECRET));
    isDown = false;
    await expect(accounts.byId('a')).resolves.toMatchObject({ id: 'a' });
    expect(signIns).toHaveLength(2);
  });

  it('names a certificate that cannot be read', async () => {
    const { url } = await play(() => undefined);
    const { accounts } = connectTo(url, {
      connection: {
        provider: 'microsoft-365',
        tenant: 'contoso.example',
        client: '11111111-1111-4111-8111-111111111111',
        sign: { with: 'certificate', file: 'there/is/no/such.pem' },
      },
    });
    const { facts } = await failureOf(accounts.byId('a'));
    expect(facts.kind).toBe('refused');
    expect(facts.said).toContain('such.pem');
  });
});

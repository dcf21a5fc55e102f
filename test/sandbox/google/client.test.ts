// The sandbox as other programs use it, over real HTTP: googleapis with a key file, and plain fetch; answers get lost, the process starts anew.

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { admin } from 'googleapis/build/src/apis/admin/index.js';
import { auth as google, gmail } from 'googleapis/build/src/apis/gmail/index.js';
import { licensing } from 'googleapis/build/src/apis/licensing/index.js';
import { siteVerification } from 'googleapis/build/src/apis/siteVerification/index.js';
import { googleWorkspace } from '../../../src/sandbox/google/google-workspace.ts';
import { createSandboxServer, type SandboxServer } from '../../../src/sandbox/kernel/server.ts';
import { newFolder } from '../kernel/folder.ts';
import { holdAgainstContract } from './contract.ts';
import { DOMAINS, newUser, rawMessage } from './tenant.ts';

const SCOPE = 'https://www.googleapis.com/auth/';
const ONCE = { retry: false, timeout: 10_000 };
const me = 'sato@new.example';
const seed = {
  google: {
    administrator: 'admin@old.example',
    domains: DOMAINS,
    skus: [{ id: '1010020028', name: 'Business Standard', total: 5 }],
    users: [{ primaryEmail: me, licences: ['1010020028'] }, { primaryEmail: 'kim@old.example' }],
  },
};

let server: SandboxServer;
let folder: string;
let keyFile: string;

const start = () =>
  createSandboxServer({
    folder,
    profile: 'free',
    seed: 3,
    providers: [googleWorkspace],
    onExchange: (exchange) => holdAgainstContract(exchange, true),
  });
const control = async (method: string, path: string, body: unknown) => {
  const answer = await fetch(`${server.url}/_sandbox/${path}`, { method, body: JSON.stringify(body) });
  expect(answer.status).toBeLessThan(300);
};

beforeEach(async () => {
  folder = newFolder();
  server = await start();
  await control('POST', 'seed', seed);
  keyFile = String(googleWorkspace.facts(server.world, server.url)['keyFile']);
});
afterEach(async () => {
  await server.close();
});

/** google-auth-library sends to one fixed address: this takes it to the sandbox instead. */
const toSandbox: typeof fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  return fetch(url.hostname.endsWith('googleapis.com') ? `${server.url}${url.pathname}${url.search}` : url, init);
};

function clientFor(subject: string, scopes: readonly string[]) {
  const key = JSON.parse(readFileSync(keyFile, 'utf8')) as { client_email: string; private_key: string };
  const auth = new google.JWT({
    email: key.client_email,
    key: key.private_key,
    subject,
    scopes: [...scopes],
    transporterOptions: { fetchImplementation: toSandbox },
  });
  // The SDK takes the version out of the object that it is given.
  const options = { version: 'v1', auth, rootUrl: `${server.url}/` } as const;
  return {
    directory: admin({ ...options, version: 'directory_v1' }),
    gmail: gmail({ ...options }),
    licensing: licensing({ ...options }),
    sites: siteVerification({ ...options }),
  };
}

const administrator = () =>
  clientFor('admin@old.example', [
    `${SCOPE}admin.directory.user`,
    `${SCOPE}admin.directory.domain`,
    `${SCOPE}apps.licensing`,
    `${SCOPE}siteverification`,
  ]);
const mailbox = () => clientFor(me, [`${SCOPE}gmail.compose`, `${SCOPE}gmail.readonly`, `${SCOPE}gmail.settings.basic`]).gmail;
const accepted = () => [...server.world.ledger()].filter((line) => line.kind === 'message.accept').map((line) => line.key);
const letter = { raw: rawMessage({ To: 'p@partner.example', Subject: 'News', 'X-Migrate-Notice': 'n1' }) };

describe('a program that uses googleapis', () => {
  it('creates, licenses, renames and lists users', async () => {
    const { directory, licensing: licences } = administrator();
    const { data: made } = await directory.users.insert({ requestBody: newUser('lee@new.example') }, ONCE);
    const userKey = String(made.id);
    const sku = { productId: 'Google-Apps', skuId: '1010020028' };
    await licences.licenseAssignments.insert({ ...sku, requestBody: { userId: 'lee@new.example' } }, ONCE);
    await directory.users.aliases.insert({ userKey, requestBody: { alias: 'l@new.example' } }, ONCE);
    await directory.users.update({ userKey: 'kim@old.example', requestBody: { primaryEmail: 'kim@new.example' } }, ONCE);
    const { data } = await directory.users.list({ customer: 'my_customer', orderBy: 'email' }, ONCE);
    expect(data.users?.map((user) => user.primaryEmail)).toEqual([
      'admin@old.example',
      'kim@new.example',
      'lee@new.example',
      me,
    ]);
    const again = directory.users.insert({ requestBody: newUser('lee@new.example') }, ONCE);
    await expect(again).rejects.toMatchObject({ status: 409, message: 'Entity already exists.' });
    expect([...server.world.ledger()].map((line) => `${line.kind} ${line.key}`)).toEqual([
      'user.create lee@new.example',
      'licence.assign lee@new.example 1010020028',
      'alias.add lee@new.example l@new.example',
      'user.rename kim@old.example -> kim@new.example',
    ]);
  });

  it('proves a domain', async () => {
    const { directory, sites } = administrator();
    const site = { type: 'INET_DOMAIN', identifier: 'fresh.example' };
    await directory.domains.insert({ customer: 'my_customer', requestBody: { domainName: 'fresh.example' } }, ONCE);
    const { data } = await sites.webResource.getToken({ requestBody: { site, verificationMethod: 'DNS_TXT' } }, ONCE);
    const verify = () => sites.webResource.insert({ verificationMethod: 'DNS_TXT', requestBody: { site } }, ONCE);
    await expect(verify()).rejects.toMatchObject({ status: 400 });
    await control('POST', 'dns', [{ name: 'fresh.example', type: 'TXT', value: data.token }]);
    expect((await verify()).status).toBe(200);
  });

  it('is refused as a whole for one scope that is not delegated', async () => {
    await control('POST', 'seed', { google: { delegatedScopes: ['admin.directory.user'] } });
    const list = administrator().directory.users.list({ customer: 'my_customer' }, ONCE);
    await expect(list).rejects.toMatchObject({ status: 401, message: expect.stringContaining('unauthorized_client') });
  });

  it('sends a draft once, although it asks twice', async () => {
    const { users } = mailbox();
    const { data: draft } = await users.drafts.create({ userId: 'me', requestBody: { message: letter } }, ONCE);
    const send = () => users.drafts.send({ userId: 'me', requestBody: { id: String(draft.id) } }, ONCE);
    expect((await send()).data.labelIds).toEqual(['SENT']);
    await expect(send()).rejects.toThrow();
    expect(accepted()).toEqual(['p@partner.example n1']);
  });

  it('loses the answer to a send, and finds out what became of it', async () => {
    const { users } = mailbox();
    const { data: draft } = await users.drafts.create({ userId: 'me', requestBody: { message: letter } }, ONCE);
    const send = () => users.drafts.send({ userId: 'me', requestBody: { id: String(draft.id) } }, ONCE);
    const faults = (kind: string) => control('PUT', 'faults', [{ match: { path: 'drafts/send' }, kind, count: 1 }]);
    await faults('reset-before');
    await expect(send()).rejects.toThrow();
    expect(accepted()).toEqual([]);
    expect((await users.drafts.get({ userId: 'me', id: String(draft.id) }, ONCE)).status).toBe(200);
    await faults('reset-after');
    await expect(send()).rejects.toThrow();
    await expect(users.drafts.get({ userId: 'me', id: String(draft.id) }, ONCE)).rejects.toMatchObject({ status: 404 });
    const { data: sent } = await users.messages.get({ userId: 'me', id: String(draft.message?.id) }, ONCE);
    expect(sent.labelIds).toEqual(['SENT']);
    expect(accepted()).toEqual(['p@partner.example n1']);
  });

  it('sends the same message twice when it asks twice: there is no idempotency', async () => {
    await control('PUT', 'faults', [{ match: { path: 'messages/send' }, kind: '503-after', count: 1 }]);
    const send = () => mailbox().users.messages.send({ userId: 'me', requestBody: letter }, ONCE);
    await expect(send()).rejects.toMatchObject({ status: 503 });
    await send();
    expect(accepted()).toEqual(['p@partner.example n1', 'p@partner.example n1']);
  });

  it('uploads a message as bytes, alone and beside its JSON', async () => {
    const { users } = mailbox();
    const body = Buffer.from(letter.raw, 'base64url').toString();
    const media = { mimeType: 'message/rfc822', body };
    const sent = await users.messages.send({ userId: 'me', media }, ONCE);
    const threadId = String(sent.data.threadId);
    const made = await users.drafts.create({ userId: 'me', requestBody: { message: { threadId } }, media }, ONCE);
    expect(made.data.message?.threadId).toBe(threadId);
    const got = await users.messages.get({ userId: 'me', id: String(made.data.message?.id), format: 'raw' }, ONCE);
    expect(Buffer.from(String(got.data.raw), 'base64url').toString()).toContain('Our new address.');
    expect(accepted()).toHaveLength(1);
  });

  it('finds everything as it was after the process starts anew', async () => {
    const { data: draft } = await mailbox().users.drafts.create({ userId: 'me', requestBody: { message: letter } }, ONCE);
    await server.close();
    server = await start();
    keyFile = String(googleWorkspace.facts(server.world, server.url)['keyFile']);
    await mailbox().users.drafts.send({ userId: 'me', requestBody: { id: String(draft.id) } }, ONCE);
    expect(accepted()).toEqual(['p@partner.example n1']);
  });
});

describe('a program that uses plain HTTP', () => {
  it('signs in with a refresh token and lists users', async () => {
    const { installed, tokenUrl } = googleWorkspace.facts(server.world, server.url) as {
      installed: { clientId: string; clientSecret: string; refreshToken: string };
      tokenUrl: string;
    };
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: installed.clientId,
      client_secret: installed.clientSecret,
      refresh_token: installed.refreshToken,
    });
    const given = (await (await fetch(tokenUrl, { method: 'POST', body: form })).json()) as { access_token: string };
    const answer = await fetch(`${server.url}/admin/directory/v1/users?customer=my_customer&maxResults=500`, {
      headers: { authorization: `Bearer ${given.access_token}` },
    });
    const { users } = (await answer.json()) as { users: unknown[] };
    expect(users).toHaveLength(3);

    const headers = { authorization: `Bearer ${given.access_token}` };
    const upload = `upload/gmail/v1/users/me/messages/send?uploadType=resumable`;
    const asked: readonly (readonly [string, string])[] = [
      ['GET', 'gmail/v1/users/me/threads'],
      ['GET', 'admin/directory/v1/customer/my_customer/orgunits'],
      ['POST', 'batch/gmail/v1'],
      ['POST', upload],
    ];
    for (const [method, path] of asked) {
      const none = await fetch(`${server.url}/${path}`, { method, headers });
      expect([path, none.status, await none.text()]).toEqual([path, 501, expect.stringContaining('sandbox')]);
    }
  });

  it('can sign in before anything was seeded', async () => {
    const bare = await createSandboxServer({ folder: newFolder(), profile: 'free', providers: [googleWorkspace] });
    const facts = googleWorkspace.facts(bare.world, bare.url);
    expect(facts).toMatchObject({ administrator: 'admin@old.example', customer: 'C0sandbox' });
    expect(JSON.parse(readFileSync(String(facts['keyFile']), 'utf8'))).toMatchObject({
      type: 'service_account',
      token_uri: `${bare.url}/token`,
    });
    const seeded = await fetch(`${bare.url}/_sandbox/seed`, { method: 'POST', body: JSON.stringify(seed) });
    expect(seeded.status).toBe(204);
    expect(googleWorkspace.facts(bare.world, bare.url)['administrator']).toBe('admin@old.example');
    const wrong = await fetch(`${bare.url}/_sandbox/seed`, { method: 'POST', body: '{"google":{"people":[]}}' });
    expect(wrong.status).toBe(400);
    await bare.close();
  });
});

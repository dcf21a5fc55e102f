// Tokens: a genuine signature, a user who is there, scopes that are delegated one and all; and they run out.

import { createSign, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { googleWorkspace } from '../../../src/sandbox/google/google-workspace.ts';
import { serviceAccountOf, type ServiceAccount } from '../../../src/sandbox/google/sign-in/key-file.ts';
import { newUser, openTenant } from './tenant.ts';

const SCOPE = 'https://www.googleapis.com/auth/';
const USERS = `${SCOPE}admin.directory.user`;
let account: ServiceAccount;
beforeAll(() => {
  account = serviceAccountOf(openTenant().world);
});

/** All tenants of this file share one key: making one takes longer than all the rest. */
function openSigned(seed: object = {}) {
  const tenant = openTenant(seed);
  tenant.world.collection<ServiceAccount>('google.service-account').put('key', account);
  const ask = async (claims: object = {}, key = account.privateKey) => {
    const iat = Math.floor(tenant.time.now / 1000);
    const usual = {
      iss: account.clientEmail,
      aud: 'https://oauth2.googleapis.com/token',
      iat,
      exp: iat + 3600,
      scope: USERS,
      sub: 'admin@old.example',
    };
    const assertion = sign({ ...usual, ...claims }, key);
    return tenant.send('POST /token', { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  };
  return { ...tenant, ask };
}

function sign(claims: object, key: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
}

describe('the token endpoint', () => {
  it('gives a token for an hour, and the call is refused after it', async () => {
    const { ask, send, pass } = openSigned();
    const given = await ask();
    expect(given.body).toMatchObject({ token_type: 'Bearer', scope: USERS });
    const token = String(given.body['access_token']);
    const look = async () => (await send('GET /admin/directory/v1/users?customer=my_customer', undefined, token)).status;
    expect(await look()).toBe(200);
    pass(3601);
    expect(await look()).toBe(401);
  });

  it('refuses the whole token for one scope that is not delegated', async () => {
    const { ask, world } = openSigned({ delegatedScopes: ['admin.directory.user', `${SCOPE}gmail.send`] });
    expect((await ask({ scope: `${USERS} ${SCOPE}gmail.send` })).status).toBe(200);
    const refused = await ask({ scope: `${USERS} ${SCOPE}apps.licensing` });
    expect([refused.status, refused.body['error']]).toEqual([401, 'unauthorized_client']);
    googleWorkspace.seed(world, { delegatedScopes: null });
    expect((await ask({ scope: `${USERS} ${SCOPE}apps.licensing` })).status).toBe(200);
  });

  it('acts only as a user who is there: by the primary address, not suspended, not made a moment ago', async () => {
    const { ask, directory, pass } = openSigned({
      users: [
        { primaryEmail: 'sato@old.example', aliases: ['yuki@old.example'] },
        { primaryEmail: 'kim@old.example', isSuspended: true },
      ],
    });
    await directory('POST /users', newUser('fresh@new.example'));
    const error = async (sub: string) => (await ask({ sub })).body['error'];
    expect(await error('sato@old.example')).toBeUndefined();
    for (const sub of ['yuki@old.example', 'kim@old.example', 'nobody@old.example', 'fresh@new.example']) {
      expect(await error(sub)).toBe('invalid_grant');
    }
    pass(6);
    expect(await error('fresh@new.example')).toBeUndefined();
  });

  it.each([
    ['another audience', { aud: 'https://elsewhere.example/token' }],
    ['a time long gone', { iat: 1, exp: 3601 }],
    ['a life of a day', { exp: 9e9 }],
    ['another issuer', { iss: 'x@elsewhere.example' }],
  ])('refuses %s', async (_name, claims) => {
    const { ask } = openSigned();
    const refused = await ask(claims);
    expect([refused.status, refused.body['error']]).toEqual([400, 'invalid_grant']);
  });

  it('refuses a signature of another key, no scope, another grant', async () => {
    const { ask, send } = openSigned();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const foreign = privateKey.export({ type: 'pkcs8', format: 'pem' });
    expect((await ask({}, String(foreign))).body['error_description']).toBe('Invalid JWT Signature.');
    expect((await ask({ scope: '' })).body['error']).toBe('invalid_scope');
    expect((await send('POST /oauth2/v4/token', { grant_type: 'password' })).body['error']).toBe('unsupported_grant_type');
    expect((await send('POST /token', { grant_type: 'x', assertion: 'a.b.c' })).status).toBe(400);
  });

  it('lets the service account itself verify sites, and nothing of the directory', async () => {
    const { ask, send } = openSigned();
    const scope = `${USERS} ${SCOPE}siteverification`;
    const token = String((await ask({ sub: undefined, scope })).body['access_token']);
    expect((await send('GET /siteVerification/v1/webResource', undefined, token)).status).toBe(200);
    expect((await send('GET /admin/directory/v1/users?customer=my_customer', undefined, token)).status).toBe(403);
    expect((await send('GET /gmail/v1/users/me/profile', undefined, token)).status).toBe(403);
  });

  it('knows an installed application, which acts as the administrator', async () => {
    const { send } = openSigned();
    const { clientId, clientSecret, refreshToken } = account.installed;
    const grant = { grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret };
    const given = await send('POST /oauth2/v3/token', { ...grant, refresh_token: refreshToken });
    const token = String(given.body['access_token']);
    expect((await send('GET /gmail/v1/users/me/profile', undefined, token)).body['emailAddress']).toBe('admin@old.example');
    expect((await send(`GET /oauth2/v3/tokeninfo?access_token=${token}`)).status).toBe(200);
    expect((await send('POST /token', { ...grant, refresh_token: 'other' })).body['error']).toBe('invalid_grant');
    expect((await send('POST /token', { ...grant, client_secret: 'other' })).body['error']).toBe('invalid_client');
  });

  it('calls without a token, or with one that nobody gave out, are refused', async () => {
    const { send } = openSigned();
    for (const token of ['', 'made-up']) {
      expect((await send('GET /admin/directory/v1/users?customer=my_customer', undefined, token)).status).toBe(401);
    }
  });
});

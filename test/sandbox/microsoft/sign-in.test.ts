// Signing in: the token endpoint by hand, and Microsoft's own libraries led to the sandbox.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  ManagedIdentityCredential,
  type ClientSecretCredentialOptions,
} from '@azure/identity';
import { describe, expect, it } from '@jest/globals';
import { Client } from '@microsoft/microsoft-graph-client';
import { newFolder } from '../kernel/folder.ts';
import { codeOf, newUser, SATO, send, SENDER, signIn, startTenant, type Tenant } from './tenant.ts';

const SCOPE = 'https://graph.microsoft.com/.default';
const LOGIN = 'https://login.microsoftonline.com';

/** Leads the library's own calls to the sandbox, as a proxy would. */
function led(tenant: Tenant): Pick<ClientSecretCredentialOptions, 'additionalPolicies' | 'retryOptions'> {
  const policy = {
    name: 'ledToTheSandbox',
    sendRequest: (request: { url: string; allowInsecureConnection?: boolean }, next: (request: never) => Promise<never>) => {
      request.url = request.url.replace(LOGIN, tenant.server.url);
      request.allowInsecureConnection = true;
      return next(request as never);
    },
  };
  return { additionalPolicies: [{ policy, position: 'perCall' }], retryOptions: { maxRetries: 0 } };
}

const domainsWith = (tenant: Tenant, token: string) =>
  send(`${tenant.server.url}/v1.0/domains`, 'GET', { body: undefined, headers: { authorization: `Bearer ${token}` } });

describe('the token endpoint', () => {
  it('gives a token for the right secret only', async () => {
    const tenant = await startTenant();
    const good = await signIn(tenant.server.url, tenant.facts);
    expect(good.body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    const said = async (more: Record<string, string>) => {
      const reply = await signIn(tenant.server.url, tenant.facts, more);
      return [reply.status, reply.body['error'], String(reply.body['error_description']).split(':')[0]];
    };
    expect(await said({ client_secret: 'wrong' })).toEqual([401, 'invalid_client', 'AADSTS7000215']);
    expect(await said({ client_id: 'nobody' })).toEqual([400, 'unauthorized_client', 'AADSTS700016']);
    expect(await said({ scope: 'User.Read' })).toEqual([400, 'invalid_scope', 'AADSTS1002012']);
    expect(await said({ grant_type: 'password' })).toEqual([400, 'unsupported_grant_type', 'AADSTS70003']);
    const other = await signIn(tenant.server.url, { ...tenant.facts, tenant: 'nowhere.example' });
    expect(String(other.body['error_description'])).toMatch(/^AADSTS90002/);
  });

  it('gives tokens that end, that cannot be forged, and that hold what was granted', async () => {
    const tenant = await startTenant({ seed: { tenant: { tokenLifetimeSeconds: 60, withoutRoles: ['Domain.Read.All', 'Domain.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'] } } });
    const token = await tenant.token();
    const denied = await domainsWith(tenant, token);
    expect([denied.status, codeOf(denied)]).toEqual([403, 'Authorization_RequestDenied']);
    tenant.pass(60_000);
    for (const bad of [token, `${token}x`, 'nothing']) {
      const reply = await domainsWith(tenant, bad);
      expect([reply.status, codeOf(reply)]).toEqual([401, 'InvalidAuthenticationToken']);
    }
  });
});

describe("Microsoft's libraries", () => {
  it('sign in with a secret, then list, create, update and send', async () => {
    const tenant = await startTenant();
    const { facts, server } = tenant;
    const credential = new ClientSecretCredential(facts.tenant, facts.client, facts.secret, led(tenant));
    const client = Client.init({
      baseUrl: server.url,
      authProvider: (done) => done(null, null),
      fetchOptions: { headers: { authorization: `Bearer ${(await credential.getToken(SCOPE)).token}` } },
    });
    const list = (await client.api('/users').top(1).get()) as { value: { id: string }[]; '@odata.nextLink': string };
    expect(list.value.map((user) => user.id)).toEqual([SENDER]);
    expect(list['@odata.nextLink'].startsWith(`${server.url}/v1.0/users?`)).toBe(true);
    const made = (await client.api('/users').post(newUser('new@new.example'))) as { id: string };
    await client.api(`/users/${made.id}`).patch({ jobTitle: 'Clerk' });
    const mail = { subject: 'Hi', body: { contentType: 'Text', content: 'x' }, toRecipients: [{ emailAddress: { address: 'p@else.example' } }] };
    await client.api(`/users/${SENDER}/sendMail`).post({ message: mail });
    expect(tenant.ledger()).toEqual([
      'user.create new@new.example',
      'user.update new@new.example',
      'message.accept p@else.example Hi',
    ]);
    await expect(client.api('/users/nobody').get()).rejects.toMatchObject({ statusCode: 404, code: 'Request_ResourceNotFound' });
  });

  it('name the fault when the secret is wrong', async () => {
    const tenant = await startTenant();
    const credential = new ClientSecretCredential(tenant.facts.tenant, tenant.facts.client, 'wrong', led(tenant));
    await expect(credential.getToken(SCOPE)).rejects.toThrow(/AADSTS7000215|7000215/);
  });

  it('sign in with a device code, at once or when somebody approves it', async () => {
    const tenant = await startTenant({ seed: { tenant: { asksForDeviceCode: true } } });
    const { url } = tenant.server;
    const asked: string[] = [];
    const credential = new DeviceCodeCredential({
      ...led(tenant),
      tenantId: tenant.facts.tenant,
      clientId: tenant.facts.client,
      userPromptCallback: ({ userCode }) => {
        asked.push(userCode);
        const body = new URLSearchParams({ user_code: userCode });
        void fetch(`${url}/${tenant.facts.tenant}/sandbox/devicecode/approve`, { method: 'POST', body });
      },
    });
    const { token } = await credential.getToken(SCOPE);
    expect(asked).toHaveLength(1);
    expect((await domainsWith(tenant, token)).status).toBe(200);
  });

  it('sign in as a machine in Azure', async () => {
    const tenant = await startTenant();
    process.env['AZURE_POD_IDENTITY_AUTHORITY_HOST'] = tenant.server.url;
    try {
      const credential = new ManagedIdentityCredential({ clientId: tenant.facts.client });
      const { token } = await credential.getToken(SCOPE);
      expect((await domainsWith(tenant, token)).status).toBe(200);
    } finally {
      delete process.env['AZURE_POD_IDENTITY_AUTHORITY_HOST'];
    }
    const bare = await fetch(`${tenant.server.url}/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${SCOPE}`);
    expect(bare.status).toBe(400);
  });

  it('sign in with a certificate that the tenant knows, and only with that', async () => {
    const tenant = await startTenant();
    const file = newCertificate();
    if (file === undefined) return;
    const credential = () => new ClientCertificateCredential(tenant.facts.tenant, tenant.facts.client, { certificatePath: file }, led(tenant));
    await expect(credential().getToken(SCOPE)).rejects.toThrow(/700027/);
    const [certificate] = /-----BEGIN CERTIFICATE-----[^]*-----END CERTIFICATE-----/.exec(readFileSync(file, 'utf8')) ?? [];
    await tenant.control('POST', 'seed', { microsoft: { tenant: { certificates: [certificate] } } });
    const { token } = await credential().getToken(SCOPE);
    expect((await domainsWith(tenant, token)).status).toBe(200);
    expect((await send(`${tenant.server.url}/v1.0/users/${SATO}`, 'GET', { body: undefined, headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  });
});

/** A key and a certificate in one PEM file; undefined, with a word about it, where there is no openssl. */
function newCertificate(): string | undefined {
  const file = join(newFolder(), 'certificate.pem');
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=migrate', '-days', '2', '-keyout', file, '-out', `${file}.crt`], { stdio: 'ignore' });
  } catch {
    process.stderr.write('no openssl here: signing in with a certificate is not tried\n');
    return undefined;
  }
  const both = `${file}.both`;
  writeFileSync(both, readFileSync(file, 'utf8') + readFileSync(`${file}.crt`, 'utf8'));
  return both;
}

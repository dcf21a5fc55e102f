// Every way to sign in, at the sandbox's Entra, through the vendor's own library.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { DeviceCode } from '../../../src/provider/microsoft-365/credentials.ts';
import { connectTo, json, serve } from './scripted-server.ts';
import { selfSigned } from './self-signed.ts';
import { OLD, SATO_ID, connectionTo, failureOf, openTenant, satoAtOld } from './tenant.ts';

const METADATA = 'AZURE_POD_IDENTITY_AUTHORITY_HOST';

afterEach(() => {
  Reflect.deleteProperty(process.env, METADATA);
});

describe('signing in', () => {
  it('with a secret that is wrong is refused, in words of Entra', async () => {
    const { connect } = await openTenant({ profile: 'free' });
    const { accounts } = connect({ secrets: { clientSecret: 'wrong' } });
    const { facts } = await failureOf(accounts.byId(SATO_ID));
    expect(facts).toMatchObject({ kind: 'refused', status: 401 });
    expect(facts.said).toContain('AADSTS7000215');
  });

  it('with a device code shows it to the person, and waits for nothing else', async () => {
    const { connect, facts } = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    const shown: DeviceCode[] = [];
    const { accounts } = connect({
      connection: connectionTo(facts, { with: 'device-code' }),
      secrets: {},
      onDeviceCode: (code) => shown.push(code),
    });
    expect((await accounts.byId(SATO_ID))?.id).toBe(SATO_ID);
    expect(shown).toHaveLength(1);
    expect(shown[0]?.message).toContain(shown[0]?.userCode);
  });

  it('as the identity of a machine in Azure needs no secret', async () => {
    const stage = await serve(
      (_call, response) => json(response, 200, { id: SATO_ID, userPrincipalName: OLD }),
      (_call, response) =>
        json(response, 200, {
          token_type: 'Bearer',
          expires_in: '3599',
          access_token: 'of-the-machine',
          resource: 'https://graph.microsoft.com',
        }),
    );
    process.env[METADATA] = stage.url;
    const facts = { tenant: 'contoso.example', client: '11111111-1111-4111-8111-111111111111' };
    const { accounts } = connectTo(stage.url, {
      connection: connectionTo(facts, { with: 'managed-identity' }),
      secrets: {},
    });
    expect((await accounts.byId(SATO_ID))?.address).toBe(OLD);
    await stage.close();
    expect(stage.calls[0]?.authorization).toBe('Bearer of-the-machine');
    expect(stage.signIns[0]?.url).toContain('client_id=11111111');
  });

  it('with a certificate proves the key, and sends no secret', async () => {
    const { both, certificate } = selfSigned('migrate');
    const { connect, facts, exchanges } = await openTenant({
      profile: 'free',
      seed: { users: [satoAtOld()], tenant: { certificates: [certificate] } },
    });
    const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
    const file = join(folder, 'app.pem');
    writeFileSync(file, both);
    const { accounts } = connect({ connection: connectionTo(facts, { with: 'certificate', file }), secrets: {} });
    const found = await accounts.byId(SATO_ID);
    rmSync(folder, { recursive: true, maxRetries: 5 });
    expect(found?.id).toBe(SATO_ID);
    const signIn = exchanges.find(({ request }) => request.url.includes('/oauth2/'));
    expect(signIn?.request.body).toContain('client_assertion=');
    expect(signIn?.request.body).not.toContain('client_secret');
  });

  it('happens again when the token has run out', async () => {
    const { directory, seed, exchanges } = await openTenant({
      profile: 'free',
      seed: { users: [satoAtOld()], tenant: { tokenLifetimeSeconds: 1 } },
    });
    await directory.accounts.byId(SATO_ID);
    await seed({ tenant: { tokenLifetimeSeconds: 3600 } });
    const signIns = () => exchanges.filter(({ request }) => request.url.includes('/oauth2/')).length;
    for (let calls = 0; signIns() < 2 && calls < 20_000; calls += 1) await directory.accounts.byId(SATO_ID);
    expect(signIns()).toBe(2);
    await directory.accounts.byId(SATO_ID);
    expect(signIns()).toBe(2);
  });
});

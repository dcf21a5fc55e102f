// Every way to sign in, at the sandbox's Entra, through the vendor's own library.

import { afterEach, describe, expect, it } from '@jest/globals';
import type { DeviceCode } from '../../../src/provider/microsoft-365/credentials.ts';
import { connectionTo, failureOf, openTenant, satoAtOld, SATO_ID } from './tenant.ts';

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
    const { connect, facts, url } = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    process.env[METADATA] = url;
    const { accounts } = connect({ connection: connectionTo(facts, { with: 'managed-identity' }), secrets: {} });
    expect((await accounts.byId(SATO_ID))?.id).toBe(SATO_ID);
  });

  it('happens again when the token has run out', async () => {
    const { directory, seed, exchanges } = await openTenant({
      profile: 'free',
      seed: { users: [satoAtOld()], tenant: { tokenLifetimeSeconds: 1 } },
    });
    await directory.accounts.byId(SATO_ID);
    await seed({ tenant: { tokenLifetimeSeconds: 3600 } });
    const end = Date.now() + 1500;
    while (Date.now() < end) await directory.accounts.byId(SATO_ID);
    expect(exchanges.filter(({ request }) => request.url.includes('/oauth2/'))).toHaveLength(2);
  });
});

// Permissions at the sandbox: each asked for by itself, so that one that is missing hides no other.

import { describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR, openTenant } from './tenant.ts';

const short = (name: string) => name.replace('https://www.googleapis.com/auth/', '');

describe('permissions', () => {
  it('are all granted where all scopes are delegated; nothing is written to find out', async () => {
    const { directory, ledger, exchanges } = await openTenant({ profile: 'free' });
    const permissions = await directory.permissions();
    expect(permissions.map(({ name, standing }) => `${short(name)} ${standing}`)).toEqual([
      'admin.directory.user granted',
      'admin.directory.group.readonly granted',
      'admin.directory.domain granted',
      'siteverification granted',
      'apps.licensing granted',
      'gmail.settings.basic granted',
      'gmail.settings.sharing granted',
      'gmail.compose granted',
      'gmail.readonly granted',
    ]);
    expect(ledger()).toEqual([]);
    const writes = exchanges.filter(({ request }) => request.method !== 'GET' && request.url !== '/token');
    expect(writes).toEqual([]);
  });

  it('that are missing are named one by one, with what to do', async () => {
    const { directory, seed } = await openTenant({ profile: 'free' });
    await seed({ delegatedScopes: ['admin.directory.user', 'admin.directory.domain', 'gmail.settings.basic'] });
    const permissions = await directory.permissions();
    const missing = permissions.filter(({ standing }) => standing === 'missing');
    expect(missing.map(({ name }) => short(name))).toEqual([
      'admin.directory.group.readonly',
      'siteverification',
      'apps.licensing',
      'gmail.settings.sharing',
      'gmail.compose',
      'gmail.readonly',
    ]);
    for (const { name, said } of missing) expect(said).toContain(`add ${name} to client`);
    expect(permissions.filter(({ standing }) => standing === 'granted')).toHaveLength(3);
  });

  it('of a delegated administrator are not enough: Google would ignore the users that it creates', async () => {
    const { connect } = await openTenant({
      profile: 'free',
      seed: { users: [{ primaryEmail: 'helpdesk@old.example', isDelegatedAdmin: true }] },
    });
    const connection = {
      provider: 'google-workspace',
      keyFile: 'key.json',
      administrator: 'helpdesk@old.example',
      customer: 'my_customer',
    } as const;
    const [user] = await connect({ connection }).permissions();
    expect(user).toMatchObject({ standing: 'missing' });
    expect(user?.said).toContain('no super administrator');
  });

  it('cannot be told where Google does not answer; nothing is thrown', async () => {
    const { directory, faults } = await openTenant({ profile: 'free' });
    await faults([{ match: {}, kind: 'reset-before' }]);
    const permissions = await directory.permissions();
    expect(new Set(permissions.map(({ standing }) => standing))).toEqual(new Set(['cannot-tell']));
    expect(permissions[0]?.said).toContain(ADMINISTRATOR);
  });
});

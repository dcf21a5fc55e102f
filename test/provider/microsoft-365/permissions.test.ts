// Permissions, each asked for by itself, without a change.

import { describe, expect, it } from '@jest/globals';
import type { Permission } from '../../../src/model/account.ts';
import { connectTo, json, serve } from './scripted-server.ts';
import { openTenant, satoAtOld } from './tenant.ts';

const PLAN = [
  'User.Read.All',
  'Group.ReadBasic.All',
  'Domain.Read.All',
  'LicenseAssignment.Read.All',
  'Directory.Read.All',
  'MailboxSettings.Read',
];
const APPLY = [
  'User.ReadWrite.All',
  'LicenseAssignment.ReadWrite.All',
  'Domain.ReadWrite.All',
  'MailboxSettings.ReadWrite',
];

const named = (permissions: readonly Permission[], standing: Permission['standing']) =>
  permissions.filter((one) => one.standing === standing).map(({ name }) => name);

describe('the permissions of the app', () => {
  it('are all named, by what needs them, and nothing is changed to find out', async () => {
    const { directory, ledger } = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    const permissions = await directory.permissions();
    expect(permissions.filter(({ stage }) => stage === 'plan').map(({ name }) => name)).toEqual(PLAN);
    expect(permissions.filter(({ stage }) => stage === 'apply').map(({ name }) => name)).toEqual(APPLY);
    expect(permissions.filter(({ standing }) => standing !== 'granted')).toEqual([]);
    expect(ledger()).toEqual([]);
  });

  it('are missing one by one, with what the provider said', async () => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: {
        users: [satoAtOld()],
        tenant: {
          withoutRoles: [
            'MailboxSettings.Read',
            'MailboxSettings.ReadWrite',
            'Domain.ReadWrite.All',
            'Directory.ReadWrite.All',
          ],
        },
      },
    });
    const permissions = await directory.permissions();
    expect(named(permissions, 'missing')).toEqual([
      'MailboxSettings.Read',
      'Domain.ReadWrite.All',
      'MailboxSettings.ReadWrite',
    ]);
    for (const { standing, said } of permissions) if (standing === 'missing') expect(said).toBeDefined();
  });

  it('cannot be told where the provider does not answer, or the token says nothing', async () => {
    const stage = await serve((_call, response) =>
      json(response, 503, { error: { code: 'ServiceUnavailable', message: 'later' } }),
    );
    const permissions = await connectTo(stage.url).permissions();
    await stage.close();
    expect(named(permissions, 'cannot-tell')).toHaveLength(permissions.length);
    for (const { said } of permissions) expect(said).toBeDefined();
  });
});

// Accounts at the sandbox: found, made once, known again by their stamp, never mixed up with somebody else's.

import { describe, expect, it } from '@jest/globals';
import type { RemoteFailure } from '../../../src/model/failure.ts';
import { E3, OLD, SATO, SATO_ID, all, failureOf, newAccount, openTenant, patiently, satoAtOld } from './tenant.ts';

/** The two to eight seconds until a new user is seen take a quarter. */
const FAST = { profile: 'fast', timeScale: 4 } as const;

describe('who is there', () => {
  it('is listed page by page, with aliases, licences and marks, and groups apart from people', async () => {
    const { directory, calls } = await openTenant({
      profile: 'free',
      seed: {
        users: [
          ...Array.from({ length: 1000 }, (_, at) => ({
            userPrincipalName: `user${at}@old.example`,
            displayName: `User ${at}`,
          })),
          satoAtOld({
            proxyAddresses: ['smtp:Hanako@old.example', 'SIP:sato@old.example'],
            isSynced: true,
            accountEnabled: false,
            onPremisesExtensionAttributes: { extensionAttribute15: 'job/1' },
          }),
        ],
        groups: [
          { displayName: 'Sales', mail: 'sales@new.example', proxyAddresses: ['smtp:team@new.example'] },
          { displayName: 'Licences' },
        ],
      },
    });
    const accounts = await all(directory.accounts.list());
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(1001);
    expect(calls()).toEqual(['GET /v1.0/users', 'GET /v1.0/users']);
    expect(accounts.find(({ address }) => address === OLD)).toEqual({
      id: SATO_ID,
      address: OLD,
      signInName: OLD,
      aliases: ['hanako@old.example'],
      displayName: '佐藤 花子',
      stamp: 'job/1',
      isSuspended: true,
      isSynced: true,
      isAdministrator: false,
      licences: [E3],
      groupLicences: [],
    });
    expect(await all(directory.accounts.listOthers())).toEqual([
      { name: 'the group Sales', addresses: ['sales@new.example', 'team@new.example'] },
    ]);
  });

  it('is found by id, by sign-in name, by primary address and by alias; a group is found and is nobody', async () => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: {
        users: [
          satoAtOld({ mail: 'hanako@old.example', proxyAddresses: ['smtp:hs@old.example'] }),
          { userPrincipalName: "o'neil_x.test#EXT#@old.example", displayName: 'Guest' },
          { userPrincipalName: "o'neil_x.test", displayName: 'Somebody else' },
        ],
        groups: [{ displayName: 'Sales', id: '00000000-0000-4000-8000-00000000b001', mail: 'sales@old.example' }],
      },
    });
    const { accounts } = directory;
    expect((await accounts.byId(SATO_ID))?.address).toBe('hanako@old.example');
    expect(await accounts.byId('00000000-0000-4000-8000-00000000ffff')).toBeUndefined();
    for (const address of [OLD, 'hanako@old.example', 'hs@old.example']) {
      expect(await accounts.byAddress(address)).toMatchObject({ kind: 'account', account: { id: SATO_ID } });
    }
    const guest = await accounts.byAddress("o'neil_x.test#EXT#@old.example");
    expect(guest).toMatchObject({ kind: 'account', account: { displayName: 'Guest' } });
    expect(await accounts.byAddress('sales@old.example')).toEqual({
      kind: 'other',
      id: '00000000-0000-4000-8000-00000000b001',
      name: 'the group Sales',
    });
    expect(await accounts.byAddress(SATO)).toBeUndefined();
  });
});

describe('a new account', () => {
  it('is made with its stamp and its country in one call, and shown by the stamp for ours ever after', async () => {
    const { directory, calls, ledger, exchanges } = await openTenant({ profile: 'free' });
    const made = await directory.accounts.create(newAccount(SATO));
    expect(made).toMatchObject({ address: SATO, signInName: SATO, stamp: `job/${SATO}`, isSuspended: false });
    expect(calls()).toEqual(['POST /v1.0/users']);
    expect(ledger('user.create').map(({ key }) => key)).toEqual([SATO]);
    expect((await directory.accounts.byId(made.id))?.stamp).toBe(`job/${SATO}`);
    const owner = await directory.accounts.byAddress(SATO);
    expect(owner).toMatchObject({ kind: 'account', account: { id: made.id, stamp: `job/${SATO}` } });
    const body: unknown = JSON.parse(
      exchanges.find(({ request }) => request.method === 'POST' && request.url === '/v1.0/users')?.request.body ?? '',
    );
    expect(body).toMatchObject({ usageLocation: 'JP', passwordProfile: { forceChangePasswordNextSignIn: true } });
  });

  it('is taken where somebody has the name or gets mail under it', async () => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: { users: [satoAtOld({ proxyAddresses: [`smtp:${SATO}`] })] },
    });
    expect((await failureOf(directory.accounts.create(newAccount(OLD)))).facts).toMatchObject({
      kind: 'taken',
      status: 400,
    });
    expect((await failureOf(directory.accounts.create(newAccount(SATO)))).facts.kind).toBe('taken');
  });

  it('cannot be on a domain that is not verified', async () => {
    const { directory } = await openTenant({ profile: 'free' });
    const { facts } = await failureOf(directory.accounts.create(newAccount('sato@elsewhere.example')));
    expect(facts).toMatchObject({ kind: 'refused', todo: 'Verify the domain in Microsoft 365 first.' });
  });

  it('cannot be seen at first: that is no proof that it is not there', async () => {
    const { directory, ledger } = await openTenant(FAST);
    const { id } = await directory.accounts.create(newAccount(SATO));
    expect(await directory.accounts.byId(id)).toBeUndefined();
    expect((await failureOf(directory.accounts.create(newAccount(SATO)))).facts.kind).toBe('taken');
    const heard: RemoteFailure[] = [];
    await patiently(() => directory.accounts.setSuspended(id, true), { heard });
    expect(new Set(heard.map(({ facts }) => facts.kind))).toEqual(new Set(['not-yet']));
    expect((await directory.accounts.byId(id))?.isSuspended).toBe(true);
    expect(ledger('user.create')).toHaveLength(1);
  });

  it('leaves no password in any failure', async () => {
    const { directory, faults } = await openTenant({ profile: 'free' });
    for (const fault of [
      { kind: '503-after' },
      { kind: 'reset-after' },
      { kind: 'html', status: 400 },
      { kind: 'throttle' },
    ]) {
      await faults([{ match: { method: 'POST', path: '^/v1.0/users$' }, count: 1, ...fault }]);
      const failure = await failureOf(
        directory.accounts.create(newAccount(`a${fault.kind}@new.example`.replace('-', ''))),
      );
      expect(JSON.stringify([failure.facts, failure.message, failure.stack])).not.toContain('correct-horse');
    }
  });
});

describe('access', () => {
  it('is blocked and allowed again by a call of its own', async () => {
    const { directory, ledger, exchanges } = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    await directory.accounts.setSuspended(SATO_ID, true);
    expect((await directory.accounts.byId(SATO_ID))?.isSuspended).toBe(true);
    await directory.accounts.setSuspended(SATO_ID, false);
    expect((await directory.accounts.byId(SATO_ID))?.isSuspended).toBe(false);
    expect(ledger().map(({ kind }) => kind)).toEqual(['user.suspend', 'user.allow']);
    const bodies = exchanges.filter(({ request }) => request.method === 'PATCH').map(({ request }) => request.body);
    expect(bodies).toEqual(['{"accountEnabled":false}', '{"accountEnabled":true}']);
  });

  it("is not ours to change on an administrator's account", async () => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: { users: [satoAtOld({ isAdministrator: true })] },
    });
    const { facts } = await failureOf(directory.accounts.setSuspended(SATO_ID, true));
    expect(facts).toMatchObject({ kind: 'refused', status: 403 });
    expect(facts.todo).toContain('administrator role');
  });
});

describe('administrators', () => {
  it('are found among many, twenty in a call, whether or not some are gone', async () => {
    const id = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
    const { directory, calls } = await openTenant({
      profile: 'free',
      seed: {
        users: Array.from({ length: 45 }, (_, at) => ({
          userPrincipalName: `user${at}@old.example`,
          displayName: `User ${at}`,
          id: id(at),
          isAdministrator: at === 3 || at === 41,
        })),
        groups: [{ displayName: 'Everybody', members: ['user3@old.example', 'user4@old.example'] }],
      },
    });
    const asked = [...Array.from({ length: 45 }, (_, at) => id(at)), id(999)];
    expect(await directory.administratorsAmong?.(asked)).toEqual(new Set([id(3), id(41)]));
    expect(calls()).toEqual(['POST /v1.0/$batch', 'POST /v1.0/$batch', 'POST /v1.0/$batch']);
  });

  it('are not guessed at where one answer of a batch is missing', async () => {
    const { directory, seed } = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    await seed({
      tenant: {
        withoutRoles: [
          'Directory.Read.All',
          'Directory.ReadWrite.All',
          'User.Read.All',
          'User.ReadWrite.All',
          'Group.ReadBasic.All',
          'Group.Read.All',
          'Group.ReadWrite.All',
          'GroupMember.ReadWrite.All',
        ],
      },
    });
    const { facts } = await failureOf(Promise.resolve(directory.administratorsAmong?.([SATO_ID])));
    expect(facts).toMatchObject({ kind: 'refused', status: 403, operation: 'GET /users/{id}/memberOf' });
  });

  it('include the one that migrate.yaml names', async () => {
    const { connect } = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    const { accounts } = connect({ administrator: OLD.toUpperCase() });
    expect((await accounts.byId(SATO_ID))?.isAdministrator).toBe(true);
  });
});

// Renames and aliases: the wanted end is reached from every point at which a run can be cut off.

import { describe, expect, it } from '@jest/globals';
import { OLD, SATO, SATO_ID, failureOf, openTenant, patiently, satoAtOld } from './tenant.ts';
import type { Tenant } from './tenant.ts';

const ALIAS = 'hanako@new.example';
const FIRST_PATCH = { method: 'PATCH', path: '^/v1.0/users/' };

async function addressesOf({ directory }: Tenant) {
  const account = await directory.accounts.byId(SATO_ID);
  return { address: account?.address, signInName: account?.signInName, aliases: account?.aliases };
}

describe('a rename', () => {
  it('moves name and primary address together, keeps the old one as alias, and reads it back', async () => {
    const tenant = await openTenant({
      profile: 'free',
      seed: { users: [satoAtOld({ proxyAddresses: ['smtp:hs@old.example'] })] },
    });
    await tenant.directory.accounts.rename(SATO_ID, { from: OLD, to: SATO });
    expect(tenant.calls()).toEqual([`PATCH /v1.0/users/${SATO_ID}`, `GET /v1.0/users/${SATO_ID}`]);
    const { address, signInName, aliases } = await addressesOf(tenant);
    expect([address, signInName]).toEqual([SATO, SATO]);
    expect(aliases).toEqual(expect.arrayContaining([OLD, 'hs@old.example']));
    expect(await tenant.directory.accounts.byAddress(OLD)).toMatchObject({ account: { id: SATO_ID } });
  });

  it('changes nothing when it is made again', async () => {
    const tenant = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    await tenant.directory.accounts.rename(SATO_ID, { from: OLD, to: SATO });
    const once = await addressesOf(tenant);
    await tenant.directory.accounts.rename(SATO_ID, { from: OLD, to: SATO });
    expect(await addressesOf(tenant)).toEqual(once);
    expect(tenant.ledger('user.rename').filter(({ repeat }) => repeat !== true)).toHaveLength(1);
  });

  it('puts the old address back as an alias where Exchange has dropped it', async () => {
    const tenant = await openTenant({
      profile: 'free',
      seed: { users: [satoAtOld({ userPrincipalName: SATO })] },
    });
    await tenant.directory.accounts.rename(SATO_ID, { from: OLD, to: SATO });
    const { address, aliases } = await addressesOf(tenant);
    expect(address).toBe(SATO);
    expect(aliases).toContain(OLD);
  });

  it.each(['503-before', '503-after', 'reset-before', 'reset-after', 'empty', 'html'])(
    'is safe to repeat after %s',
    async (kind) => {
      const tenant = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
      await tenant.faults([
        {
          match: FIRST_PATCH,
          kind,
          count: 1,
          ...(kind === 'empty' || kind === 'html' ? { status: 502, isAfter: true } : {}),
        },
      ]);
      const { facts } = await failureOf(tenant.directory.accounts.rename(SATO_ID, { from: OLD, to: SATO }));
      expect(facts.kind).toBe('unavailable');
      await tenant.directory.accounts.rename(SATO_ID, { from: OLD, to: SATO });
      expect(await addressesOf(tenant)).toMatchObject({ address: SATO, signInName: SATO });
      expect(tenant.ledger('user.rename').filter(({ repeat }) => repeat !== true)).toHaveLength(1);
    },
  );

  it('is taken where somebody else has the new address', async () => {
    const tenant = await openTenant({
      profile: 'free',
      seed: { users: [satoAtOld(), { userPrincipalName: SATO, displayName: 'Another Sato', licences: ['SPE_E3'] }] },
    });
    const { facts } = await failureOf(tenant.directory.accounts.rename(SATO_ID, { from: OLD, to: SATO }));
    expect(facts.kind).toBe('taken');
    expect(await addressesOf(tenant)).toMatchObject({ address: OLD, signInName: OLD });
  });

  it('is refused for a user of the local directory, with where to go instead', async () => {
    const tenant = await openTenant({ profile: 'free', seed: { users: [satoAtOld({ isSynced: true })] } });
    const { facts } = await failureOf(tenant.directory.accounts.rename(SATO_ID, { from: OLD, to: SATO }));
    expect(facts.kind).toBe('refused');
    expect(facts.todo).toContain('local directory');
  });
});

describe('an alias', () => {
  const atNew = { users: [satoAtOld({ userPrincipalName: SATO })] };

  it('is there in the end, and the primary address is what it was', async () => {
    const tenant = await openTenant({ profile: 'free', seed: atNew });
    await tenant.directory.accounts.addAlias(SATO_ID, ALIAS);
    expect(await addressesOf(tenant)).toMatchObject({
      address: SATO,
      signInName: SATO,
      aliases: expect.arrayContaining([ALIAS]) as unknown,
    });
  });

  it('that is there already costs one look and changes nothing', async () => {
    const tenant = await openTenant({ profile: 'free', seed: atNew });
    await tenant.directory.accounts.addAlias(SATO_ID, ALIAS);
    const before = tenant.calls().length;
    await tenant.directory.accounts.addAlias(SATO_ID, ALIAS);
    await tenant.directory.accounts.addAlias(SATO_ID, SATO);
    expect(tenant.calls().slice(before)).toEqual([`GET /v1.0/users/${SATO_ID}`, `GET /v1.0/users/${SATO_ID}`]);
  });

  it.each(['503-before', '503-after', 'reset-before', 'reset-after'])(
    'stands in the primary place when the way back fails with %s; made again, it is put right',
    async (kind) => {
      const tenant = await openTenant({ profile: 'free', seed: atNew });
      const back = { ...FIRST_PATCH, body: SATO };
      await tenant.faults([{ match: back, kind, count: 1 }]);
      const { facts } = await failureOf(tenant.directory.accounts.addAlias(SATO_ID, ALIAS));
      expect(facts.kind).toBe('in-doubt');
      expect(facts.said).toContain(`${ALIAS} is the primary address until ${SATO} is put back`);
      const between = await addressesOf(tenant);
      expect(between.address).toBe(kind.endsWith('before') ? ALIAS : SATO);
      await tenant.directory.accounts.addAlias(SATO_ID, ALIAS);
      expect(await addressesOf(tenant)).toMatchObject({
        address: SATO,
        aliases: expect.arrayContaining([ALIAS]) as unknown,
      });
    },
  );

  it.each(['503-before', '503-after', 'reset-after'])(
    'is safe to repeat when the way there fails with %s',
    async (kind) => {
      const tenant = await openTenant({ profile: 'free', seed: atNew });
      await tenant.faults([{ match: { ...FIRST_PATCH, body: ALIAS }, kind, count: 1 }]);
      expect((await failureOf(tenant.directory.accounts.addAlias(SATO_ID, ALIAS))).facts.kind).toBe('in-doubt');
      await tenant.directory.accounts.addAlias(SATO_ID, ALIAS);
      expect(await addressesOf(tenant)).toMatchObject({
        address: SATO,
        aliases: expect.arrayContaining([ALIAS]) as unknown,
      });
    },
  );

  it('is not tried where nobody could tell afterwards what the primary address was', async () => {
    const tenant = await openTenant({ profile: 'free', seed: { users: [satoAtOld({ mail: 'hs@old.example' })] } });
    const { facts } = await failureOf(tenant.directory.accounts.addAlias(SATO_ID, ALIAS));
    expect(facts.kind).toBe('refused');
    expect(facts.said).toContain('hs@old.example');
    expect(tenant.ledger()).toEqual([]);
  });

  it('is added, and mended, where the caller says what the primary address is', async () => {
    const tenant = await openTenant({ profile: 'free', seed: { users: [satoAtOld({ mail: 'hs@old.example' })] } });
    await tenant.faults([{ match: { ...FIRST_PATCH, body: 'hs@old.example' }, kind: 'reset-before', count: 1 }]);
    await failureOf(tenant.directory.accounts.addAlias(SATO_ID, ALIAS, 'hs@old.example'));
    expect((await addressesOf(tenant)).address).toBe(ALIAS);
    await tenant.directory.accounts.addAlias(SATO_ID, ALIAS, 'hs@old.example');
    const { address, signInName, aliases } = await addressesOf(tenant);
    expect([address, signInName]).toEqual(['hs@old.example', OLD]);
    expect(aliases).toContain(ALIAS);
  });

  it('waits where the account does not have the primary address that it should, and changes nothing', async () => {
    const tenant = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    const { facts } = await failureOf(tenant.directory.accounts.addAlias(SATO_ID, ALIAS, SATO));
    expect(facts.kind).toBe('not-yet');
    expect(tenant.ledger()).toEqual([]);
  });

  it('is taken where a group has it', async () => {
    const tenant = await openTenant({
      profile: 'free',
      seed: { ...atNew, groups: [{ displayName: 'Hanako', mail: ALIAS }] },
    });
    expect((await failureOf(tenant.directory.accounts.addAlias(SATO_ID, ALIAS))).facts.kind).toBe('taken');
    expect(await addressesOf(tenant)).toMatchObject({ address: SATO });
  });

  it('and a rename reach their end in a storm of every fault', async () => {
    const tenant = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    const kinds = [
      'throttle',
      '503-before',
      '503-after',
      '504-after',
      'reset-before',
      'reset-after',
      'html',
      'empty',
      '507',
    ];
    await tenant.faults(
      kinds.map((kind) => ({
        match: { path: '^/v1.0/users/' },
        kind,
        probability: 0.08,
        ...(kind === 'throttle' ? { delayMs: 1 } : {}),
        ...(kind === 'html' || kind === 'empty' ? { status: 200, isAfter: true } : {}),
      })),
    );
    const { accounts } = tenant.directory;
    // Nothing travels late here, so what is in doubt may be made again as it is after a look that found nothing.
    const doubted = { isDoubtSafe: true };
    await patiently(() => accounts.rename(SATO_ID, { from: OLD, to: SATO }), doubted);
    for (const alias of [ALIAS, 'h.sato@new.example', 'hs@new.example'])
      await patiently(() => accounts.addAlias(SATO_ID, alias), doubted);
    await tenant.faults([]);
    const { address, signInName, aliases } = await addressesOf(tenant);
    expect([address, signInName]).toEqual([SATO, SATO]);
    expect(aliases).toEqual(expect.arrayContaining([OLD, ALIAS, 'h.sato@new.example', 'hs@new.example']));
  });
});

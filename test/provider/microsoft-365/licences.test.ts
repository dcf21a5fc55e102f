// Licences: counted, given directly and through a group, run out, and never given twice.

import { describe, expect, it } from '@jest/globals';
import { RemoteFailure } from '../../../src/model/failure.ts';
import { E3, OLD, SATO_ID, failureOf, openTenant, patiently, satoAtOld } from './tenant.ts';

const SATO_REF = { id: SATO_ID, address: OLD };
const GROUP = '00000000-0000-4000-8000-00000000b001';
const DIRECT = { by: 'direct', licenceId: E3 } as const;
const BY_GROUP = { by: 'group', groupId: GROUP, licenceId: E3 } as const;
const unlicensed = satoAtOld({ licences: [] });

function pools({ total, others = 9 }: { readonly total: number; readonly others?: number }): readonly object[] {
  return [
    { skuPartNumber: 'SPE_E3', skuId: E3, total },
    { skuPartNumber: 'OTHER', total: others },
  ];
}

describe('licences', () => {
  it('are counted, with the names that people use', async () => {
    const { directory } = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    expect(await directory.licences.list()).toEqual([{ id: E3, name: 'SPE_E3', total: 100, used: 1 }]);
  });

  it('are held once they are given; giving one twice uses one', async () => {
    const { directory } = await openTenant({ profile: 'free', seed: { users: [unlicensed] } });
    const { licences } = directory;
    expect(await licences.held(SATO_REF)).toEqual([]);
    await licences.assign(SATO_REF, DIRECT);
    await licences.assign(SATO_REF, DIRECT);
    expect(await licences.held(SATO_REF)).toEqual([E3]);
    expect((await licences.list())[0]?.used).toBe(1);
  });

  it('run out: that is said as such, since many steps need them', async () => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: { skus: [{ skuPartNumber: 'SPE_E3', skuId: E3, total: 0 }], users: [unlicensed] },
    });
    const { facts } = await failureOf(directory.licences.assign(SATO_REF, DIRECT));
    expect(facts.kind).toBe('exhausted');
    expect(facts.todo).toContain('retry --failed');
  });

  it.each([
    ['MutuallyExclusiveViolation', { excludes: ['OTHER'] }],
    ['DependencyViolation', { needs: ['THIRD'] }],
  ])('are refused with a way out: %s', async (said, rule) => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: {
        skus: [
          { skuPartNumber: 'SPE_E3', skuId: E3, total: 9, ...rule },
          { skuPartNumber: 'OTHER', total: 9 },
        ],
        users: [satoAtOld({ licences: ['OTHER'] })],
      },
    });
    const { facts } = await failureOf(directory.licences.assign(SATO_REF, DIRECT));
    expect(facts).toMatchObject({ kind: 'refused', said: expect.stringContaining(said) as unknown });
    expect(facts.todo).toBeDefined();
  });

  it.each(['503-after', 'reset-after', '504-before'])(
    'are in doubt after %s: a look tells, nothing is repeated',
    async (kind) => {
      const { directory, faults } = await openTenant({ profile: 'free', seed: { users: [unlicensed] } });
      await faults([{ match: { path: 'assignLicense' }, kind, count: 1 }]);
      expect((await failureOf(directory.licences.assign(SATO_REF, DIRECT))).facts.kind).toBe('in-doubt');
      expect(await directory.licences.held(SATO_REF)).toEqual(kind.endsWith('after') ? [E3] : []);
    },
  );
});

describe('a licence through a group', () => {
  const group = { displayName: 'Licences & more', id: GROUP, licences: ['SPE_E3'] };

  it('finds its group by the exact name, and refuses two of the same', async () => {
    const { directory, seed } = await openTenant({ profile: 'free', seed: { groups: [group] } });
    expect(await directory.licences.groupByName('Licences & more')).toBe(GROUP);
    expect(await directory.licences.groupByName('Licences')).toBeUndefined();
    expect(await directory.licences.ofGroup?.(GROUP)).toEqual([E3]);
    await seed({ groups: [{ displayName: 'Licences & more' }] });
    expect((await failureOf(directory.licences.groupByName('Licences & more'))).facts.kind).toBe('refused');
  });

  it('of a group is not known to whoever may read only its basics', async () => {
    const withoutRoles = [
      'Group.Read.All',
      'Group.ReadWrite.All',
      'GroupMember.ReadWrite.All',
      'Directory.Read.All',
      'Directory.ReadWrite.All',
    ];
    const { directory } = await openTenant({ profile: 'free', seed: { groups: [group], tenant: { withoutRoles } } });
    expect(await directory.licences.ofGroup?.(GROUP)).toBeUndefined();
  });

  it('is not there before the directory has given it', async () => {
    const { directory, ledger } = await openTenant({
      profile: 'fast',
      timeScale: 100,
      seed: { users: [unlicensed], groups: [group] },
    });
    const heard: RemoteFailure[] = [];
    await patiently(() => directory.licences.assign(SATO_REF, BY_GROUP), { heard });
    expect(heard.map(({ facts }) => facts.kind)).toContain('not-yet');
    expect(await directory.licences.held(SATO_REF)).toEqual([E3]);
    expect((await directory.accounts.byId(SATO_ID))?.groupLicences).toEqual([E3]);
    expect(ledger('group.member')).toHaveLength(1);
  });

  it('is not there while the group has given another one only', async () => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: { skus: pools({ total: 9 }), users: [unlicensed], groups: [{ ...group, licences: ['OTHER'] }] },
    });
    for (let tries = 0; tries < 3; tries += 1) {
      const { facts } = await failureOf(directory.licences.assign(SATO_REF, BY_GROUP));
      expect(facts).toMatchObject({ kind: 'not-yet', said: expect.stringContaining(E3) as unknown });
    }
    expect(await directory.licences.held(SATO_REF)).not.toContain(E3);
  });

  it.each([
    ['the wanted one has run out', { total: 0, others: 9 }, 'exhausted'],
    ['another one has run out', { total: 9, others: 0 }, 'done'],
  ])('of a group with two is judged by itself: %s', async (_case, { total, others }, end) => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: {
        skus: pools({ total, others }),
        users: [unlicensed],
        groups: [{ ...group, licences: ['OTHER', 'SPE_E3'] }],
      },
    });
    const assigned = directory.licences.assign(SATO_REF, BY_GROUP).then(() => 'done');
    expect(await assigned.catch((error: unknown) => (error instanceof RemoteFailure ? error.facts.kind : error))).toBe(
      end,
    );
  });

  it('that has run out is said as such', async () => {
    const { directory } = await openTenant({
      profile: 'fast',
      timeScale: 1000,
      seed: { skus: [{ skuPartNumber: 'SPE_E3', skuId: E3, total: 0 }], users: [unlicensed], groups: [group] },
    });
    const { facts } = await failureOf(patiently(() => directory.licences.assign(SATO_REF, BY_GROUP)));
    expect(facts).toMatchObject({ kind: 'exhausted', code: 'CountViolation' });
  });
});

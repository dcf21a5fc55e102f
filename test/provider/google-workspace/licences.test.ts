// Licences at the sandbox: one call each, at 1 call a second, until there are none left.

import { describe, expect, it } from '@jest/globals';
import type { RemoteFailure } from '../../../src/model/failure.ts';
import { failureOf } from './failure-of.ts';
import { patiently } from './patiently.ts';
import { PLUS, STARTER, all, openTenant } from './tenant.ts';

const PEOPLE = { users: [{ primaryEmail: 'a@old.example' }, { primaryEmail: 'b@old.example' }] };
const A = { id: '', address: 'a@old.example' };
const B = { id: '', address: 'b@old.example' };
const STARTER_DIRECTLY = { by: 'direct', licenceId: STARTER } as const;
const PLUS_DIRECTLY = { by: 'direct', licenceId: PLUS } as const;

describe('a licence', () => {
  it('is assigned once, however often it is asked for, and is read by account', async () => {
    const { directory, ledger } = await openTenant({ profile: 'free', seed: PEOPLE });
    expect(await directory.licences.held(A)).toEqual([]);
    await directory.licences.assign(A, PLUS_DIRECTLY);
    await directory.licences.assign(A, PLUS_DIRECTLY);
    expect(await directory.licences.held(A)).toEqual([PLUS]);
    expect(await directory.licences.held(B)).toEqual([]);
    expect(ledger('licence.assign')).toHaveLength(1);
  });

  it('that has run out stops everybody who needs one; that somebody holds another one stops nobody else', async () => {
    const { directory } = await openTenant({ profile: 'free', seed: PEOPLE });
    await directory.licences.assign(A, STARTER_DIRECTLY);
    expect((await failureOf(directory.licences.assign(B, STARTER_DIRECTLY))).facts.kind).toBe('exhausted');
    const other = await failureOf(directory.licences.assign(A, PLUS_DIRECTLY));
    expect(other.facts.kind).toBe('refused');
    expect(other.facts.todo).toContain('another licence');
  });

  it('takes its second: more is a 503, and the lane hears that it is too fast', async () => {
    const { directory, ledger } = await openTenant({ profile: 'fast', timeScale: 4, seed: PEOPLE });
    const heard: RemoteFailure[] = [];
    await Promise.all([A, B].map((one) => patiently(() => directory.licences.assign(one, PLUS_DIRECTLY), heard)));
    expect(heard.length).toBeGreaterThan(0);
    expect(new Set(heard.map(({ facts }) => `${facts.kind} ${facts.status ?? 0}`))).toEqual(new Set(['throttled 503']));
    expect(ledger('licence.assign')).toHaveLength(2);
  });

  it('comes through a group too: the member is added once', async () => {
    const { directory, ledger } = await openTenant({
      profile: 'free',
      seed: { ...PEOPLE, groups: [{ email: 'licensed@old.example', name: 'Licensed' }] },
    });
    const groupId = await directory.licences.groupByName('Licensed');
    if (groupId === undefined) throw new Error('the group is not found');
    expect(await directory.licences.groupByName('licensed@old.example')).toBe(groupId);
    expect(await directory.licences.groupByName('Nobody')).toBeUndefined();
    await directory.licences.assign(A, { by: 'group', groupId, licenceId: PLUS });
    await directory.licences.assign(A, { by: 'group', groupId, licenceId: PLUS });
    expect(ledger().filter(({ kind }) => kind.startsWith('member'))).toHaveLength(1);
  });
});

describe('what a tenant has of licences', () => {
  const SOME = { users: [{ primaryEmail: 'a@old.example', licences: [PLUS] }, { primaryEmail: 'b@old.example' }] };

  it('is what somebody holds, under the name that migrate.yaml uses; how many it has bought is not told', async () => {
    const { directory } = await openTenant({ profile: 'free', seed: SOME });
    const pools = await directory.licences.list();
    expect(pools.find(({ id }) => id === PLUS)).toEqual({
      id: PLUS,
      name: 'Google-Workspace-Enterprise-Plus',
      used: 1,
    });
    expect(pools.find(({ id }) => id === STARTER)).toMatchObject({
      name: 'Google-Workspace-Business-Starter',
      used: 0,
    });
  });

  it('is read once for a plan, that asks for pools and then for accounts', async () => {
    const { connect, exchanges } = await openTenant({ profile: 'free', seed: SOME });
    const directory = connect({ licences: ['Google-Workspace-Enterprise-Plus'] });
    await directory.licences.list();
    const accounts = await all(directory.accounts.list());
    expect(accounts.find(({ address }) => address === 'a@old.example')?.licences).toEqual([PLUS]);
    expect(exchanges.filter(({ request }) => request.url.includes('/apps/licensing/'))).toHaveLength(1);
    await directory.licences.assign(B, PLUS_DIRECTLY);
    const after = await all(directory.accounts.list());
    expect(after.find(({ address }) => address === 'b@old.example')?.licences).toEqual([PLUS]);
  });

  it('is no business of a migration without licences: no call is made', async () => {
    const { connect, exchanges } = await openTenant({ profile: 'free', seed: SOME });
    const directory = connect({ licences: [] });
    await directory.licences.list();
    await all(directory.accounts.list());
    expect(await directory.licences.held(A)).toEqual([]);
    expect(exchanges.filter(({ request }) => request.url.includes('/apps/licensing/'))).toHaveLength(0);
  });

  it('is what is in use where nobody has said which ones count', async () => {
    const { connect, exchanges } = await openTenant({ profile: 'free', seed: SOME });
    const directory = connect();
    expect(await directory.licences.held(A)).toEqual([PLUS]);
    expect(exchanges.filter(({ request }) => request.url.includes('/apps/licensing/'))).toHaveLength(2);
  });

  it('is read in pages without a second call in the same second', async () => {
    const users = Array.from({ length: 1001 }, (_, at) => ({ primaryEmail: `u${at}@old.example`, licences: [PLUS] }));
    const { connect } = await openTenant({
      profile: 'free',
      seed: { users, skus: [{ id: PLUS, name: 'Plus', total: 2000 }] },
    });
    const pauses: number[] = [];
    const clock = {
      now: Date.now,
      elapsed: () => performance.now(),
      sleep(delayMs: number) {
        pauses.push(delayMs);
        return Promise.resolve();
      },
    };
    const pools = await connect({ clock }).licences.list();
    expect(pools.find(({ id }) => id === PLUS)?.used).toBe(1001);
    expect(pauses).toEqual([1100]);
  });
});

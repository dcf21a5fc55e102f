// Accounts at the sandbox: found, made once, adopted, renamed, never mixed up with somebody else's.

import { describe, expect, it } from '@jest/globals';
import type { RemoteFailure } from '../../../src/model/failure.ts';
import { failureOf } from './failure-of.ts';
import { patiently } from './patiently.ts';
import { ADMINISTRATOR, PLUS, all, newAccount, openTenant } from './tenant.ts';

const SATO = 'sato@new.example';
const OLD = 'sato@old.example';
/** A minute takes a second: long enough to be seen on a busy computer, short enough for a test. */
const FAST = { profile: 'fast', timeScale: 60 } as const;
const SLOWER = { profile: 'fast', timeScale: 6 } as const;
const aliases = (count: number) => Array.from({ length: count }, (_, at) => `alias${at}@old.example`);

describe('who is there', () => {
  it('is listed page by page, with aliases, licences and marks, and groups apart from people', async () => {
    const users = Array.from({ length: 620 }, (_, at) => ({ primaryEmail: `user${at}@old.example` }));
    const { directory, exchanges } = await openTenant({
      profile: 'free',
      seed: {
        users: [
          ...users,
          {
            primaryEmail: OLD,
            aliases: ['ichiro@old.example'],
            licences: [PLUS],
            isSuspended: true,
            displayName: '佐藤',
          },
        ],
        groups: [{ email: 'sales@new.example', name: 'Sales', aliases: ['team@new.example'] }],
      },
    });
    const accounts = await all(directory.accounts.list());
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(622);
    expect(exchanges.filter(({ request }) => request.url.startsWith('/admin/directory/v1/users?'))).toHaveLength(2);
    expect(accounts.find(({ address }) => address === OLD)).toMatchObject({
      signInName: OLD,
      aliases: ['ichiro@old.example'],
      displayName: '佐藤',
      isSuspended: true,
      isSynced: false,
      isAdministrator: false,
      licences: [PLUS],
    });
    expect(accounts.find(({ address }) => address === ADMINISTRATOR)?.isAdministrator).toBe(true);
    expect(await all(directory.accounts.listOthers())).toEqual([
      { name: 'Sales', addresses: ['sales@new.example', 'team@new.example'] },
    ]);
  });

  it('is found by id, by primary address and by alias; a group is found and is nobody; the rest is not there', async () => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: {
        users: [{ primaryEmail: OLD, aliases: ['ichiro@old.example'] }],
        groups: [{ email: 'sales@old.example', name: 'Sales' }],
      },
    });
    const { accounts } = directory;
    const owner = await accounts.byAddress('ichiro@old.example');
    if (owner?.kind !== 'account') throw new Error('the alias has no owner');
    expect(owner.account.address).toBe(OLD);
    expect(await accounts.byId(owner.account.id)).toEqual(owner.account);
    expect(await accounts.byAddress('sales@old.example')).toMatchObject({ kind: 'other', name: 'Sales' });
    expect(await accounts.byAddress('nobody@old.example')).toBeUndefined();
    expect(await accounts.byId('100000000000000000000')).toBeUndefined();
  });
});

describe('a new account', () => {
  it('has our stamp from its first moment, must change its password, and is adopted by the stamp', async () => {
    const { directory, exchanges, ledger } = await openTenant({ profile: 'free' });
    const made = await directory.accounts.create(newAccount(SATO));
    const found = await directory.accounts.byAddress(SATO);
    expect(found).toMatchObject({
      kind: 'account',
      account: { id: made.id, stamp: `job/${SATO}`, displayName: '佐藤 一郎' },
    });
    const insert = exchanges.find(({ request }) => request.method === 'POST' && request.url.endsWith('/users'));
    expect(JSON.parse(insert?.request.body ?? '')).toMatchObject({ changePasswordAtNextLogin: true });
    expect((await failureOf(directory.accounts.create(newAccount(SATO)))).facts).toMatchObject({
      kind: 'taken',
      code: 'duplicate',
    });
    expect(ledger('user.create')).toHaveLength(1);
  });

  it('cannot take the alias of somebody else, nor the address of a group', async () => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: { users: [{ primaryEmail: OLD, aliases: [SATO] }], groups: [{ email: 'sales@new.example' }] },
    });
    expect((await failureOf(directory.accounts.create(newAccount(SATO)))).facts.kind).toBe('taken');
    expect((await failureOf(directory.accounts.create(newAccount('sales@new.example')))).facts.kind).toBe('taken');
  });

  it('is refused on a domain that is not proved, and stops everybody where no seat is left', async () => {
    const { directory, seed } = await openTenant({ profile: 'free' });
    const { facts } = await failureOf(directory.accounts.create(newAccount('sato@unproved.example')));
    expect(facts).toMatchObject({ kind: 'refused', status: 400 });
    expect(facts.todo).toContain('not verified');
    await seed({ seats: 1 });
    expect((await failureOf(directory.accounts.create(newAccount(SATO)))).facts.kind).toBe('exhausted');
  });

  it('cannot be seen at first, then cannot be changed, then takes its alias: each of these is "not yet"', async () => {
    const { directory, ledger } = await openTenant(SLOWER);
    const { id } = await directory.accounts.create(newAccount(SATO));
    expect(await directory.accounts.byId(id)).toBeUndefined();
    const heard: RemoteFailure[] = [];
    await patiently(() => directory.accounts.addAlias(id, 's@new.example'), heard);
    expect(heard.length).toBeGreaterThan(0);
    expect(new Set(heard.map(({ facts }) => facts.kind))).toEqual(new Set(['not-yet']));
    await patiently(() => directory.accounts.addAlias(id, 's@new.example'));
    expect(ledger('alias.add')).toHaveLength(1);
  });
});

describe('a rename', () => {
  const renamed = { from: OLD, to: SATO };

  async function idOf(
    directory: Awaited<ReturnType<typeof openTenant>>['directory'],
    address: string,
  ): Promise<string> {
    const owner = await directory.accounts.byAddress(address);
    if (owner?.kind !== 'account') throw new Error(`nobody is ${address}`);
    return owner.account.id;
  }

  it('keeps the account and the old address; it is done when reads show it, and repeating it changes nothing', async () => {
    const { directory, ledger } = await openTenant({ ...FAST, seed: { users: [{ primaryEmail: OLD }] } });
    const { accounts } = directory;
    const id = await idOf(directory, OLD);
    const heard: RemoteFailure[] = [];
    await patiently(() => accounts.rename(id, renamed), heard);
    expect(heard.map(({ facts }) => facts.kind)).toContain('not-yet');
    expect(await accounts.byId(id)).toMatchObject({ address: SATO, signInName: SATO, aliases: [OLD] });
    await accounts.rename(id, renamed);
    expect(ledger('user.rename')).toHaveLength(1);
  });

  it('leaves the account busy for a minute: other changes of it are "not yet", and come through after that', async () => {
    const { directory } = await openTenant({ ...FAST, seed: { users: [{ primaryEmail: OLD }] } });
    const { accounts } = directory;
    const id = await idOf(directory, OLD);
    await patiently(() => accounts.rename(id, renamed));
    expect((await failureOf(accounts.setSuspended(id, true))).facts).toMatchObject({ kind: 'not-yet', status: 409 });
    await patiently(() => accounts.addAlias(id, 'third@new.example'));
    await patiently(() => accounts.setSuspended(id, true));
    await patiently(() => accounts.setSuspended(id, false));
  });

  it("to somebody else's address, or to a group's, is refused and changes nothing", async () => {
    const { directory, ledger } = await openTenant({
      profile: 'free',
      seed: {
        users: [{ primaryEmail: OLD }, { primaryEmail: 'other@old.example', aliases: [SATO] }],
        groups: [{ email: 'sales@new.example' }],
      },
    });
    const id = await idOf(directory, OLD);
    expect((await failureOf(directory.accounts.rename(id, renamed))).facts.kind).toBe('taken');
    const toGroup = { from: OLD, to: 'sales@new.example' };
    expect((await failureOf(directory.accounts.rename(id, toGroup))).facts.kind).toBe('taken');
    expect(ledger('user.rename')).toHaveLength(0);
  });

  it('of an account that somebody has moved meanwhile is refused', async () => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: { users: [{ primaryEmail: 'moved@old.example' }] },
    });
    const id = await idOf(directory, 'moved@old.example');
    const { facts } = await failureOf(directory.accounts.rename(id, renamed));
    expect(facts).toMatchObject({ kind: 'refused' });
    expect(facts.said).toContain('moved@old.example');
  });

  it('with 30 aliases is refused before anything is sent; with 29 it goes through', async () => {
    const { directory, exchanges } = await openTenant({
      profile: 'free',
      seed: {
        users: [
          { primaryEmail: OLD, aliases: aliases(30) },
          { primaryEmail: 'b@old.example', aliases: [] },
        ],
      },
    });
    const id = await idOf(directory, OLD);
    const { facts } = await failureOf(directory.accounts.rename(id, renamed));
    expect(facts).toMatchObject({ kind: 'refused' });
    expect(facts.said).toContain('30');
    expect((await failureOf(directory.accounts.addAlias(id, 'one@more.example'))).facts.kind).toBe('refused');
    expect(exchanges.filter(({ request }) => request.method === 'PUT')).toHaveLength(0);
    await directory.accounts.rename(await idOf(directory, 'b@old.example'), {
      from: 'b@old.example',
      to: 'b@new.example',
    });
  });
});

describe('an alias', () => {
  it("that is there already is not sent; one that is somebody else's is refused", async () => {
    const { directory, ledger } = await openTenant({
      profile: 'free',
      seed: { users: [{ primaryEmail: OLD, aliases: ['s@new.example'] }, { primaryEmail: 'other@old.example' }] },
    });
    const owner = await directory.accounts.byAddress('other@old.example');
    const id = owner?.kind === 'account' ? owner.account.id : '';
    expect((await failureOf(directory.accounts.addAlias(id, 's@new.example'))).facts.kind).toBe('taken');
    await directory.accounts.addAlias(id, 'other@new.example');
    await directory.accounts.addAlias(id, 'other@new.example');
    expect(ledger('alias.add')).toHaveLength(1);
  });
});

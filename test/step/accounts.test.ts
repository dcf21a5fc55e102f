// Steps that make and change accounts: each is looked at, made, and then seen as planned.

import { describe, expect, it } from '@jest/globals';
import type { Ownership } from '../../src/model/directory.ts';
import type { AliasAdd, UserAllow, UserRename, UserSuspend } from '../../src/model/step.ts';
import { aliasAdd } from '../../src/step/alias-add.ts';
import { userAllow, userSuspend } from '../../src/step/user-access.ts';
import { userCreate } from '../../src/step/user-create.ts';
import { userRename } from '../../src/step/user-rename.ts';
import { BASE, CREATE, StepScene } from './scene.ts';

const PROVIDERS = ['microsoft-365', 'google-workspace'] as const;

function renameStep(id: string): UserRename {
  return {
    ...BASE,
    kind: 'user.rename',
    id: 'user.rename/sato@old.example>sato@new.example',
    account: { id, address: 'sato@old.example' },
    from: 'sato@old.example',
    to: 'sato@new.example',
  };
}

describe('user.create', () => {
  it('asks a host without stamps whose it is, and keeps which password of the vault opens it', async () => {
    const { tools } = new StepScene('microsoft-365');
    const { tenant } = new StepScene('microsoft-365');
    const account = tenant.place({ address: CREATE.address });
    const told = async (ownership: Ownership) => {
      const accounts = { ...tools.directory.accounts, ownership: () => Promise.resolve(ownership) };
      return userCreate.look(CREATE, { ...tools, directory: { ...tools.directory, accounts } });
    };
    expect(await told({ standing: 'ours', account, segment: 'segment-3' })).toEqual({
      standing: 'as-planned',
      evidence: { accountId: account.id, address: CREATE.address, segment: 'segment-3' },
    });
    expect(await told({ standing: 'absent' })).toEqual({ standing: 'absent' });
    expect(await told({ standing: 'others', said: 'no password opens it' })).toMatchObject({ standing: 'different' });
    const cannotTell = { standing: 'cannot-tell', said: 'the vault is locked' } as const;
    expect(await told(cannotTell)).toEqual(cannotTell);
    expect(await told({ ...cannotTell, isFinal: true })).toEqual({
      standing: 'different',
      said: 'the vault is locked',
    });
  });

  it('is absent, then made, then as planned with the same id', async () => {
    const { tenant, tools } = new StepScene('microsoft-365');
    expect(await userCreate.look(CREATE, tools)).toEqual({ standing: 'absent' });
    const made = await userCreate.make(CREATE, tools, {});
    const id = tenant.holdings()[0]?.account.id;
    expect(made).toEqual({ accountId: id, address: CREATE.address, segment: 'segment-7' });
    expect(await userCreate.look(CREATE, tools)).toMatchObject({ standing: 'as-planned', evidence: { accountId: id } });
  });

  it('leaves no password behind', async () => {
    const made = await userCreate.make(CREATE, new StepScene('microsoft-365').tools, {});
    expect(JSON.stringify(made)).not.toContain('an initial password');
  });

  it('hears that the address is taken, and sees whose it is', async () => {
    const { tenant, tools } = new StepScene('microsoft-365');
    tenant.place({ address: CREATE.address, displayName: 'Another Sato' });
    await expect(userCreate.make(CREATE, tools, {})).rejects.toMatchObject({ facts: { kind: 'taken' } });
    expect(await userCreate.look(CREATE, tools)).toMatchObject({
      standing: 'different',
      said: expect.stringContaining('Another Sato') as unknown,
    });
  });

  it('does not take an account with the stamp of somebody else for its own', async () => {
    const { tenant, tools } = new StepScene('microsoft-365');
    tenant.place({ address: CREATE.address, stamp: 'migrate/1/3' });
    expect(await userCreate.look(CREATE, tools)).toMatchObject({ standing: 'different' });
  });

  it('is not as planned where the address is only an alias of our account', async () => {
    const { tenant, tools } = new StepScene('microsoft-365');
    tenant.place({ address: 'else@new.example', aliases: [CREATE.address], stamp: CREATE.stamp });
    expect(await userCreate.look(CREATE, tools)).toMatchObject({ standing: 'different' });
  });

  it('is different where a group has the address', async () => {
    const { tenant, tools } = new StepScene('microsoft-365');
    tenant.groups.push({ id: 'g', name: 'Sales', addresses: [CREATE.address] });
    expect(await userCreate.look(CREATE, tools)).toMatchObject({
      standing: 'different',
      said: expect.stringContaining('Sales') as unknown,
    });
  });
});

describe.each(PROVIDERS)('user.rename at %s', (provider) => {
  it('moves address and sign-in name, keeps the old address, and is then as planned', async () => {
    const { tenant, tools } = new StepScene(provider);
    const { id } = tenant.place({ address: 'sato@old.example' });
    expect(await userRename.look(renameStep(id), tools)).toMatchObject({ standing: 'absent' });
    await userRename.make(renameStep(id), tools, {});
    expect(tenant.holding(id)?.account).toMatchObject({
      address: 'sato@new.example',
      signInName: 'sato@new.example',
      aliases: ['sato@old.example'],
    });
    expect(await userRename.look(renameStep(id), tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('may be made again', async () => {
    const { tenant, tools } = new StepScene(provider);
    const { id } = tenant.place({ address: 'sato@old.example' });
    await userRename.make(renameStep(id), tools, {});
    const once = tenant.holding(id)?.account;
    await userRename.make(renameStep(id), tools, {});
    expect(tenant.holding(id)?.account).toEqual(once);
  });

  it('is absent while it is half done, so that it is made again', async () => {
    const { tenant, tools } = new StepScene(provider);
    const { id } = tenant.place({ address: 'sato@old.example', signInName: 'sato@new.example' });
    expect(await userRename.look(renameStep(id), tools)).toMatchObject({ standing: 'absent' });
  });

  it('is different where somebody has given the account a third address', async () => {
    const { tenant, tools } = new StepScene(provider);
    const { id } = tenant.place({ address: 'third@new.example' });
    expect(await userRename.look(renameStep(id), tools)).toMatchObject({ standing: 'different' });
  });

  it('cannot be seen yet where the account cannot', async () => {
    expect(await userRename.look(renameStep('nobody'), new StepScene(provider).tools)).toEqual({ standing: 'not-yet' });
  });

  it('keeps addresses, and senders where there are any', async () => {
    const { tenant, tools } = new StepScene(provider);
    const { id } = tenant.place({ address: 'sato@old.example', aliases: ['s@old.example'] });
    const kept = await userRename.before?.(renameStep(id), tools);
    expect(kept).toMatchObject({ previous: { address: 'sato@old.example', aliases: ['s@old.example'] } });
    expect('senders' in (kept ?? {})).toBe(provider === 'google-workspace');
  });
});

describe.each(PROVIDERS)('alias.add at %s', (provider) => {
  const step = (id: string): AliasAdd => ({
    ...BASE,
    kind: 'alias.add',
    id: 'alias.add/sato@new.example/s@new.example',
    account: { id, address: 'sato@new.example' },
    alias: 's@new.example',
  });

  it('adds the alias, leaves the primary address where it is, and is then as planned', async () => {
    const { tenant, tools } = new StepScene(provider);
    const { id } = tenant.place({ address: 'sato@new.example' });
    expect(await aliasAdd.look(step(id), tools)).toMatchObject({ standing: 'absent' });
    await aliasAdd.make(step(id), tools, {});
    expect(tenant.holding(id)?.account).toMatchObject({ address: 'sato@new.example', aliases: ['s@new.example'] });
    expect(await aliasAdd.look(step(id), tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('is not as planned while the alias stands in the primary place', async () => {
    const { tenant, tools } = new StepScene(provider);
    const { id } = tenant.place({
      address: 's@new.example',
      signInName: 'sato@new.example',
      aliases: ['sato@new.example'],
    });
    expect(await aliasAdd.look(step(id), tools)).toMatchObject({ standing: 'absent' });
  });

  it('hears that somebody else has the alias', async () => {
    const { tenant, tools } = new StepScene(provider);
    const { id } = tenant.place({ address: 'sato@new.example' });
    tenant.place({ address: 's@new.example' });
    await expect(aliasAdd.make(step(id), tools, {})).rejects.toMatchObject({ facts: { kind: 'taken' } });
  });
});

describe('alias.add after a rename, from a copy that is behind', () => {
  it('does not take the old address for the primary one', async () => {
    const scene = new StepScene('microsoft-365');
    const { id } = scene.tenant.place({ address: 'sato@old.example' });
    // The copy still shows the time before the rename.
    const asked: (string | undefined)[] = [];
    const { accounts } = scene.tools.directory;
    const directory = {
      ...scene.tools.directory,
      accounts: {
        ...accounts,
        addAlias: (_id: string, _alias: string, primary?: string): Promise<void> => {
          asked.push(primary);
          return Promise.resolve();
        },
      },
    };
    const step: AliasAdd = {
      ...BASE,
      kind: 'alias.add',
      id: 'alias.add/x',
      account: { id, address: 'sato@new.example' },
      alias: 's@new.example',
    };
    await aliasAdd.make(step, { ...scene.tools, directory }, {});
    expect(asked).toEqual(['sato@new.example']);
  });
});

describe('user.suspend and user.allow', () => {
  it('block and allow sign-in, and see it', async () => {
    const { tenant, tools } = new StepScene('microsoft-365');
    const { id } = tenant.place({ address: 'sato@new.example' });
    const account = { id, address: 'sato@new.example' };
    const suspend: UserSuspend = { ...BASE, kind: 'user.suspend', id: 'user.suspend/x', account };
    const allow: UserAllow = { ...BASE, kind: 'user.allow', id: 'user.allow/x', account };
    expect(await userSuspend.look(suspend, tools)).toMatchObject({ standing: 'absent' });
    await userSuspend.make(suspend, tools, {});
    expect(tenant.holding(id)?.account.isSuspended).toBe(true);
    expect(await userSuspend.look(suspend, tools)).toMatchObject({ standing: 'as-planned' });
    expect(await userAllow.look(allow, tools)).toMatchObject({ standing: 'absent' });
    await userAllow.make(allow, tools, {});
    expect(await userAllow.look(allow, tools)).toMatchObject({ standing: 'as-planned' });
  });
});

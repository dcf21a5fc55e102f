// Mode rename: the same mailbox under a new address.

import { describe, expect, it } from '@jest/globals';
import { allDone, anAccount, aPerson, codesOf, entryOf, idsOf, planOf, RENAME, stepsOf } from './scene.ts';
import type { World } from './scene.ts';

const SATO = aPerson('sato', { aliases: ['s@new.example'] });
const ACCOUNT = anAccount('sato@old.example');

function world(more: World = {}): World {
  return { settings: RENAME, people: [SATO], accounts: [ACCOUNT], ...more };
}

describe('a person with a mailbox at the old address', () => {
  it('is renamed first, and then gets aliases, the sender and the reply', () => {
    const rename = 'user.rename/sato@old.example>sato@new.example';
    expect(stepsOf(world()).map(({ id, needs }) => [id, needs])).toEqual([
      [rename, []],
      ['alias.add/sato@new.example/s@new.example', [rename]],
      ['sender.move/sato@new.example', [rename]],
      ['reply.set/sato@new.example', [rename]],
    ]);
  });

  it('keeps its account: every step points to the id that it has now', () => {
    for (const step of stepsOf(world())) expect(step).toMatchObject({ account: { id: ACCOUNT.id } });
  });

  it('has nothing left to do once it is done', () => {
    const renamed = {
      ...ACCOUNT,
      address: 'sato@new.example',
      signInName: 'sato@new.example',
      aliases: ['sato@old.example', 's@new.example'],
    };
    const states = allDone(stepsOf(world()));
    expect(idsOf(world({ accounts: [renamed], states }))).toEqual([]);
    expect(codesOf(world({ accounts: [renamed], states }))).toEqual([]);
  });

  it('is renamed again where only its sign-in name has moved', () => {
    const half = { ...ACCOUNT, signInName: 'sato@new.example' };
    expect(idsOf(world({ accounts: [half] }))[0]).toBe('user.rename/sato@old.example>sato@new.example');
  });

  it('is renamed again after an undo, also while the listing has the new name still, and sends as the new one again', () => {
    const rename = 'user.rename/sato@old.example>sato@new.example';
    const states = {
      ...allDone(stepsOf(world())),
      [rename]: 'undone',
      'reply.set/sato@new.example': 'undone',
    } as const;
    const late = {
      ...ACCOUNT,
      address: 'sato@new.example',
      signInName: 'sato@new.example',
      aliases: ['sato@old.example'],
    };
    for (const account of [ACCOUNT, late]) {
      expect(idsOf(world({ accounts: [account], states }))).toEqual([
        rename,
        'sender.move/sato@new.example',
        'reply.set/sato@new.example',
      ]);
    }
  });

  it('is refused where somebody else has one of its aliases', () => {
    const other = anAccount('suzuki@new.example', { aliases: ['s@new.example'] });
    expect(entryOf(world({ accounts: [ACCOUNT, other] }), SATO)).toMatchObject({
      steps: [],
      problems: [{ code: 'plan.alias-taken' }],
    });
  });

  it('waits for the new domain', () => {
    const domains = [{ name: 'old.example', isVerified: true, isPrimary: true }];
    const rename = stepsOf(world({ domains })).find(({ kind }) => kind === 'user.rename');
    expect(rename?.needs).toEqual(['domain.verify/new.example']);
  });

  it('is let in again only where our own undo had suspended it', () => {
    const accounts = [{ ...ACCOUNT, isSuspended: true }];
    const allow = 'user.allow/sato@new.example';
    expect(idsOf(world({ accounts }))).not.toContain(allow);
    expect(idsOf(world({ accounts, states: { 'user.suspend/sato@new.example': 'done' } }))).toContain(allow);
  });

  it('has no sender to move where the provider knows none', () => {
    const can = { forward: false, moveSenders: false };
    expect(stepsOf(world({ can })).map(({ kind }) => kind)).toEqual(['user.rename', 'alias.add', 'reply.set']);
  });
});

describe('somebody who is not renamed', () => {
  const codeOf = (more: World): string | undefined => {
    const entry = entryOf(world(more), SATO);
    expect(entry.steps).toEqual([]);
    return entry.problems[0]?.code;
  };

  it('has no account', () => {
    expect(codeOf({ accounts: [] })).toBe('plan.nobody-to-rename');
  });

  it('wants an address that somebody else has', () => {
    expect(codeOf({ accounts: [ACCOUNT, anAccount('sato@new.example')] })).toBe('plan.address-taken');
  });

  it('wants an address that a group has', () => {
    expect(codeOf({ groups: { 'sato@new.example': 'Sales' } })).toBe('plan.address-of-group');
  });

  it('has the old address only as an alias of somebody else', () => {
    expect(codeOf({ accounts: [anAccount('boss@old.example', { aliases: ['sato@old.example'] })] })).toBe(
      'plan.old-address-is-alias',
    );
  });

  it('is an administrator', () => {
    expect(codeOf({ accounts: [{ ...ACCOUNT, isAdministrator: true }] })).toBe('plan.administrator');
  });

  it('is the account that we work with', () => {
    expect(codeOf({ settings: { ...RENAME, administrator: 'sato@old.example' } })).toBe('plan.own-account');
  });

  it.each([
    [28, 30, undefined],
    [29, 30, 'plan.too-many-aliases'],
  ])('would have too many aliases: %d there, 2 to come, %d allowed', (has, mostAliases, code) => {
    const aliases = Array.from({ length: has }, (_, index) => `a${index}@old.example`);
    const accounts = [{ ...ACCOUNT, aliases }];
    expect(entryOf(world({ accounts, mostAliases }), SATO).problems[0]?.code).toBe(code);
  });

  it('is not counted for an alias that becomes the primary address', () => {
    const aliases = ['sato@new.example', ...Array.from({ length: 28 }, (_, index) => `a${index}@old.example`)];
    expect(entryOf(world({ accounts: [{ ...ACCOUNT, aliases }], mostAliases: 30 }), SATO).problems).toEqual([]);
  });
});

describe('somebody who is mastered in a local directory', () => {
  const synced = { ...ACCOUNT, isSynced: true, aliases: ['x@old.example'] };

  it('is on the list for its administrator, and nothing is planned at the provider', () => {
    const plan = planOf(world({ accounts: [synced] }));
    expect(entryOf(world({ accounts: [synced] }), SATO)).toMatchObject({
      steps: [],
      changeByHand: { id: synced.id, from: 'sato@old.example', to: 'sato@new.example', aliases: ['s@new.example'] },
    });
    const steps = plan.flatMap(({ steps: all }) => all);
    expect(steps).toMatchObject([
      { kind: 'hand.task', task: 'change-local-directory', file: 'out/local-directory-pilot.csv' },
    ]);
  });

  it('is off the list once the address has moved', () => {
    const moved = {
      ...synced,
      address: 'sato@new.example',
      signInName: 'sato@new.example',
      aliases: ['sato@old.example'],
    };
    expect(idsOf(world({ accounts: [moved] }))).toEqual([]);
    expect(entryOf(world({ accounts: [moved] }), SATO).checked).toEqual([
      'sato@new.example is the primary address already',
    ]);
  });
});

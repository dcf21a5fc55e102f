// The plan as a whole: domains first, batches in order, doubts kept, and every person in exactly one entry.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Account } from '../../src/model/account.ts';
import type { Person } from '../../src/model/person.ts';
import type { Step } from '../../src/model/step.ts';
import {
  allDone,
  anAccount,
  aPerson,
  entryOf,
  idsOf,
  ourAccount,
  PLAN,
  planOf,
  RENAME,
  SETTINGS,
  stepsOf,
} from './scene.ts';
import type { World } from './scene.ts';

const SATO = aPerson('sato');

describe('the new domain', () => {
  const old = { name: 'old.example', isVerified: true, isPrimary: true };

  it('is added, published by a person and verified before anybody is moved', () => {
    const steps = stepsOf({ people: [SATO], domains: [old] });
    expect(steps.slice(0, 4).map(({ id, needs }) => [id, needs])).toEqual([
      ['domain.add/new.example', []],
      ['hand.task/publish-dns/new.example', ['domain.add/new.example']],
      ['domain.verify/new.example', ['domain.add/new.example', 'hand.task/publish-dns/new.example']],
      ['user.create/sato@new.example', ['domain.verify/new.example']],
    ]);
  });

  it('shows its records once it is there', () => {
    const domains = [old, { name: 'new.example', isVerified: false, isPrimary: false }];
    const records = [
      { name: 'new.example', type: 'TXT' as const, value: 'MS=ms1' },
      { name: 'new.example', type: 'MX' as const, value: 'mx.example', priority: 10 },
    ];
    const steps = stepsOf({ domains, records });
    expect(steps.map(({ kind }) => kind)).toEqual(['hand.task', 'domain.verify']);
    expect(steps[0]).toMatchObject({ lines: ['new.example TXT MS=ms1', 'new.example MX 10 mx.example'] });
  });

  it('is only checked where it is verified', () => {
    expect(planOf({})[0]).toMatchObject({ steps: [], checked: ['the domain new.example is verified'] });
  });
});

describe('the order of a plan', () => {
  it('follows the batches of migrate.yaml, and the list within each', () => {
    const people = [aPerson('a', { batch: 'sales' }), aPerson('b'), aPerson('c', { batch: 'sales' }), aPerson('d')];
    const order = planOf({ people }).flatMap(({ person }) => person ?? []);
    expect(order).toEqual(['b', 'd', 'a', 'c'].map((name) => `${name}@old.example`));
  });

  it('is refused by itself where the roster lets an unknown batch through', () => {
    expect(() => planOf({ people: [aPerson('a', { batch: 'nowhere' })] })).toThrow('unknown batch');
  });

  it('lets every need come before the step that has it', () => {
    const people = ['a', 'b', 'c'].map((name) => aPerson(name, { aliases: [`${name}.x@new.example`] }));
    for (const settings of [SETTINGS, RENAME]) {
      const accounts = people.map(({ oldAddress }) => anAccount(oldAddress));
      const seen = new Set<string>();
      for (const { id, needs } of stepsOf({
        settings,
        people,
        accounts,
        domains: [],
        can: { forward: false, moveSenders: true },
      })) {
        for (const need of needs) expect(seen).toContain(need);
        expect(seen).not.toContain(id);
        seen.add(id);
      }
    }
  });
});

describe('planning again', () => {
  const world: World = {
    people: [SATO, aPerson('ito', { batch: 'sales' })],
    accounts: [anAccount('sato@old.example')],
  };

  it('gives the same steps with the same ids', () => {
    expect(stepsOf(world)).toEqual(stepsOf(world));
  });

  it('finds nothing to do after a finished apply', () => {
    const states = allDone(stepsOf(world));
    const accounts = [...(world.accounts ?? []), ...(world.people ?? []).map((person) => ourAccount(person))];
    expect(idsOf({ ...world, accounts, states })).toEqual([]);
  });

  it('plans what is not done again: failed, waiting or undone', () => {
    const states = { 'user.create/sato@new.example': 'failed', 'reply.set/sato@old.example': 'undone' } as const;
    expect(idsOf({ ...world, states })).toEqual(idsOf(world));
  });
});

describe('a step in doubt', () => {
  const doubt = (person: Person, more: Partial<Step> = {}): Step => {
    const [step] = stepsOf({ people: [person] });
    if (step === undefined) throw new Error('nothing was planned');
    return { ...step, ...more } as Step;
  };

  it('stays as it was, though the list says something else by now', () => {
    const inDoubt = [doubt(SATO)];
    const renamed = aPerson('sato', { displayName: 'Sato (new name)' });
    expect(stepsOf({ people: [renamed], inDoubt }).filter(({ kind }) => kind === 'user.create')).toEqual(inDoubt);
  });

  it('stays where its person is refused, in the one entry of that person', () => {
    const world = { people: [SATO], accounts: [anAccount('sato@new.example')], inDoubt: [doubt(SATO)] };
    expect(entryOf(world, SATO)).toMatchObject({
      steps: [{ kind: 'user.create' }],
      problems: [{ code: 'plan.address-taken' }],
    });
  });

  it('stays where the provider shows that it has happened', () => {
    const world = { people: [SATO], accounts: [ourAccount(SATO)], inDoubt: [doubt(SATO)] };
    expect(idsOf(world).filter((id) => id.startsWith('user.create/'))).toHaveLength(1);
    expect(entryOf(world, SATO).checked).toContain('sato@new.example exists and is ours');
  });

  it('stays where its person is no longer on the list', () => {
    const gone = aPerson('gone');
    const entries = planOf({ people: [SATO], inDoubt: [doubt(gone)] });
    expect(entries.filter(({ person }) => person === gone.key)).toMatchObject([
      { batch: 'pilot', steps: [{ kind: 'user.create' }] },
    ]);
  });
});

describe('every person of the list', () => {
  /** What may be true of somebody at the provider. */
  const standings = [
    'nothing',
    'old',
    'ours',
    'suspended',
    'foreign',
    'synced',
    'administrator',
    'group',
    'both',
  ] as const;
  const person = fc.record({
    standing: fc.constantFrom(...standings),
    batch: fc.constantFrom('pilot', 'sales'),
    isDone: fc.boolean(),
    isInDoubt: fc.boolean(),
    alias: fc.boolean(),
  });
  const draw = fc.record({
    people: fc.array(person, { maxLength: 12 }),
    isRename: fc.boolean(),
    old: fc.record({ reply: fc.boolean(), forward: fc.boolean(), alias: fc.boolean() }),
    can: fc.record({ forward: fc.boolean(), moveSenders: fc.boolean() }),
    hasDomain: fc.boolean(),
    hasLicence: fc.boolean(),
  });

  function accountsOf(who: Person, standing: (typeof standings)[number]): readonly Account[] {
    const old = anAccount(who.oldAddress);
    switch (standing) {
      case 'nothing':
      case 'group':
        return [];
      case 'old':
        return [old];
      case 'ours':
        return [ourAccount(who)];
      case 'suspended':
        return [ourAccount(who, { isSuspended: true })];
      case 'foreign':
        return [anAccount(who.newAddress)];
      case 'synced':
        return [{ ...old, isSynced: true }];
      case 'administrator':
        return [{ ...old, isAdministrator: true }];
      case 'both':
        return [old, ourAccount(who)];
    }
  }

  it('is in exactly one entry: planned, settled, left to a person, or refused with a problem', () => {
    fc.assert(
      fc.property(draw, ({ people: drawn, isRename, old, can, hasDomain, hasLicence }) => {
        const people = drawn.map(({ batch, alias }, index) =>
          aPerson(`p${index}`, { batch, aliases: alias ? [`p${index}.x@new.example`] : [] }),
        );
        const standingOf = (index: number): (typeof standings)[number] => drawn[index]?.standing ?? 'nothing';
        const base: World = {
          settings: { ...(isRename ? RENAME : SETTINGS), oldAddress: old },
          people,
          accounts: people.flatMap((who, index) => accountsOf(who, standingOf(index))),
          groups: Object.fromEntries(
            people.filter((_, index) => standingOf(index) === 'group').map(({ newAddress }) => [newAddress, 'Sales']),
          ),
          can,
          ...(hasDomain ? {} : { domains: [] }),
          licences: hasLicence ? [{ ...PLAN, used: 0 }] : [],
        };
        const fresh = planOf(base);
        const picked = (isWanted: (index: number) => boolean): readonly Step[] =>
          people.flatMap((who, index) =>
            isWanted(index)
              ? fresh.filter((entry) => entry.person === who.key).flatMap(({ steps }) => steps.slice(0, 1))
              : [],
          );
        const inDoubt = picked((index) => drawn[index]?.isInDoubt === true);
        const states = allDone(picked((index) => drawn[index]?.isDone === true && !drawn[index].isInDoubt));
        const plan = planOf({ ...base, inDoubt, states });

        for (const who of people) {
          const entries = plan.filter((entry) => entry.person === who.key);
          expect(entries).toHaveLength(1);
          for (const { batch, steps, checked, problems, changeByHand } of entries) {
            expect(batch).toBe(who.batch);
            const isSomething =
              steps.length > 0 || checked.length > 0 || problems.length > 0 || changeByHand !== undefined;
            expect(isSomething).toBe(true);
            for (const step of steps) expect(step.person).toBe(who.key);
          }
        }
        const ids = plan.flatMap(({ steps }) => steps.map(({ id }) => id));
        expect(new Set(ids).size).toBe(ids.length);
        for (const { id } of inDoubt) expect(ids).toContain(id);
        for (const id of Object.keys(states)) expect(ids).not.toContain(id);
      }),
      { numRuns: 500 },
    );
  });
});

// What a plan adds up to: people and steps of each batch, calls of each lane, and a digest that moves with every step.

import { describe, expect, it } from '@jest/globals';
import { Tally } from '../../src/plan/tally.ts';
import { anAccount, aPerson, ourAccount, planOf, RENAME, SETTINGS } from './scene.ts';
import type { World } from './scene.ts';

function tallyOf(world: World): Tally {
  const tally = new Tally(world.settings ?? SETTINGS, ({ kind }) => ({
    lane: kind === 'licence.assign' ? 'licence' : 'directory',
    calls: kind === 'user.rename' ? 4 : 1,
  }));
  for (const entry of planOf(world)) tally.add(entry);
  return tally;
}

describe('the counts of a plan', () => {
  it('are kept for each batch in the order of migrate.yaml, also for an empty one', () => {
    const people = [aPerson('a', { batch: 'sales' }), aPerson('b', { batch: 'sales' })];
    expect(tallyOf({ people }).batches()).toEqual([
      { name: 'pilot', people: 0, steps: {}, settled: 0, refused: 0 },
      {
        name: 'sales',
        people: 2,
        steps: { 'user.create': 2, 'licence.assign': 2, 'mailbox.wait': 2 },
        settled: 0,
        refused: 0,
      },
    ]);
  });

  it('show what comes before every batch first, where there is any', () => {
    const [first] = tallyOf({ people: [aPerson('a')], domains: [] }).batches();
    expect(first).toMatchObject({
      name: '',
      people: 0,
      steps: { 'domain.add': 1, 'hand.task': 1, 'domain.verify': 1 },
    });
  });

  it('tell the planned, the settled and the refused apart, and each person counts once', () => {
    const [planned, settled, refused, doubtful] = ['a', 'b', 'c', 'd'].map((name) => aPerson(name)) as [
      ReturnType<typeof aPerson>,
      ReturnType<typeof aPerson>,
      ReturnType<typeof aPerson>,
      ReturnType<typeof aPerson>,
    ];
    const accounts = [ourAccount(settled), anAccount(refused.newAddress), anAccount(doubtful.newAddress)];
    const states = { [`mailbox.wait/${settled.newAddress}`]: 'done' as const };
    const inDoubt = planOf({ people: [doubtful] }).flatMap(({ steps }) => steps.slice(0, 1));
    const tally = tallyOf({ people: [planned, settled, refused, doubtful], accounts, states, inDoubt });
    expect(tally.batches()[0]).toMatchObject({ people: 4, settled: 1, refused: 2 });
  });

  it('do not call somebody settled who waits for the local directory', () => {
    const accounts = [anAccount('a@old.example', { isSynced: true })];
    expect(tallyOf({ settings: RENAME, people: [aPerson('a')], accounts }).batches()[0]).toMatchObject({
      people: 1,
      settled: 0,
      refused: 0,
    });
  });

  it('sum up calls for each lane, by what each kind of step costs', () => {
    expect(tallyOf({ people: [aPerson('a'), aPerson('b')] }).calls).toEqual(
      new Map([
        ['directory', 4],
        ['licence', 2],
      ]),
    );
    const accounts = [anAccount('a@old.example')];
    const can = { forward: false, moveSenders: false };
    const settings = { ...RENAME, oldAddress: { reply: false, forward: false, alias: false } };
    expect(tallyOf({ settings, people: [aPerson('a')], accounts, can }).calls).toEqual(new Map([['directory', 4]]));
  });

  it('count the mailboxes that the plan waits for, over all batches', () => {
    expect(tallyOf({ people: [aPerson('a'), aPerson('b', { batch: 'sales' })] }).mailboxes).toBe(2);
  });
});

describe('the digest of a plan', () => {
  it('is the same for the same steps, and another one when a step comes or goes', () => {
    const people = [aPerson('a'), aPerson('b')];
    const digest = tallyOf({ people }).digest();
    expect(tallyOf({ people }).digest()).toBe(digest);
    expect(tallyOf({ people: people.slice(1) }).digest()).not.toBe(digest);
    expect(tallyOf({ people, states: { 'user.create/a@new.example': 'done' } }).digest()).not.toBe(digest);
  });
});

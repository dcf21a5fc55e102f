// Every guard, just under its number and just over it.

import { describe, expect, it } from '@jest/globals';
import type { PlanSummary } from '../../src/model/plan.ts';
import { guard } from '../../src/plan/guard.ts';
import type { GuardedPlan } from '../../src/plan/guard.ts';
import { Tally } from '../../src/plan/tally.ts';
import { anAccount, aPerson, PLAN, planOf, RENAME, SETTINGS } from './scene.ts';

function last(steps: number, purpose: PlanSummary['purpose'] = 'apply'): PlanSummary {
  return { purpose, batches: [], steps, checked: 0, problems: [], forecast: { durationMs: 0, lanes: [] } };
}

function codes(more: Partial<GuardedPlan>): readonly string[] {
  const safe: GuardedPlan = {
    settings: SETTINGS,
    steps: 10,
    licences: new Map(),
    pools: [],
    strangers: [],
    twice: [],
    fromDomains: new Set<string>(),
    last: undefined,
  };
  return guard({ ...safe, ...more }).map(({ code }) => code);
}

describe('the guards', () => {
  it('let a plain plan pass', () => {
    expect(codes({})).toEqual([]);
  });

  it.each([
    [1000, []],
    [1001, ['guard.too-many-steps']],
  ])('allow limits.mostSteps and no more: %d steps', (steps, expected) => {
    expect(codes({ steps })).toEqual(expected);
  });

  it.each([
    [150, []],
    [151, ['guard.grown-too-much']],
  ])('allow limits.mostGrowth against the last plan and no more: 100 steps, then %d', (steps, expected) => {
    expect(codes({ steps, last: last(100) })).toEqual(expected);
  });

  it('do not count what somebody has approved for itself as growth', () => {
    expect(codes({ steps: 190, approved: 40, last: last(100) })).toEqual([]);
    expect(codes({ steps: 191, approved: 40, last: last(100) })).toEqual(['guard.grown-too-much']);
  });

  it('do not measure growth from a small plan, or from an undo', () => {
    expect(codes({ steps: 900, last: last(49) })).toEqual([]);
    expect(codes({ steps: 900, last: last(50) })).toEqual(['guard.grown-too-much']);
    expect(codes({ steps: 900, last: last(500, 'undo') })).toEqual([]);
  });

  it.each([
    [5, []],
    [6, ['guard.too-few-licences']],
  ])('allow as many licences as are free: %d of 5', (wanted, expected) => {
    const pools = [{ ...PLAN, total: 20, used: 15 }];
    expect(codes({ licences: new Map([[PLAN.id, wanted]]), pools })).toEqual(expected);
  });

  it('say how many licences are missing', () => {
    const pools = [{ ...PLAN, total: 20, used: 15 }];
    const [problem] = guard({
      settings: SETTINGS,
      steps: 1,
      licences: new Map([[PLAN.id, 8]]),
      pools,
      strangers: [],
      twice: [],
      fromDomains: new Set<string>(),
      last: undefined,
    });
    expect(problem).toMatchObject({
      what: 'The plan assigns 8 of MAIL_PLAN; 5 of 20 are free.',
      todo: expect.stringContaining('Buy 3 more') as unknown,
    });
  });

  it('do not count licences where the provider does not say how many there are', () => {
    expect(codes({ licences: new Map([[PLAN.id, 5000]]), pools: [{ ...PLAN, used: 3 }] })).toEqual([]);
  });

  it('refuse addresses outside the new domain, and addresses that are made twice', () => {
    expect(codes({ strangers: ['sato@elsewhere.example'] })).toEqual(['guard.outside-new-domain']);
    expect(codes({ twice: ['sato@new.example'] })).toEqual(['guard.made-twice']);
  });

  it('name what they refuse, their number and the way out', () => {
    const [problem] = guard({
      settings: SETTINGS,
      steps: 1001,
      licences: new Map(),
      pools: [],
      strangers: [],
      twice: [],
      fromDomains: new Set<string>(),
      last: undefined,
    });
    expect(problem).toMatchObject({
      severity: 'error',
      what: 'The plan has 1001 steps; limits.mostSteps allows 1000.',
    });
    expect(problem?.todo).toContain('limits.mostSteps');
  });
});

describe('a plan that a guard has to see', () => {
  const tallyOf = (world: Parameters<typeof planOf>[0]): Tally => {
    const tally = new Tally(world.settings ?? SETTINGS, () => ({ lane: 'directory', calls: 1 }));
    for (const entry of planOf(world)) tally.add(entry);
    return tally;
  };

  it('has an address outside the new domain', () => {
    const people = [
      aPerson('a', { newAddress: 'a@elsewhere.example' }),
      aPerson('b', { aliases: ['b@other.example'] }),
    ];
    expect(tallyOf({ people }).strangers).toEqual(['a@elsewhere.example', 'b@other.example']);
    const accounts = people.map(({ oldAddress }) => anAccount(oldAddress));
    expect(tallyOf({ settings: RENAME, people, accounts }).strangers).toEqual([
      'a@elsewhere.example',
      'b@other.example',
    ]);
  });

  it('keeps an old address as an alias, and that is no stranger', () => {
    const settings = { ...SETTINGS, oldAddress: { reply: false, forward: false, alias: true } };
    expect(tallyOf({ settings, people: [aPerson('a')] }).strangers).toEqual([]);
  });

  it('makes an address for one person that is an alias of another', () => {
    const people = [aPerson('a'), aPerson('b', { aliases: ['a@new.example'] })];
    expect(tallyOf({ people }).twice).toEqual(['a@new.example']);
  });

  it('assigns licences, each counted', () => {
    expect(tallyOf({ people: [aPerson('a'), aPerson('b'), aPerson('c')] }).licences).toEqual(new Map([[PLAN.id, 3]]));
  });
});

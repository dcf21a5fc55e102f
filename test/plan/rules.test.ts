// Rules of old mailboxes: planned only where somebody has approved them, before a forwarding of ours, and put back by an undo.

import { describe, expect, it } from '@jest/globals';
import type { ApprovedRule, MailRule } from '../../src/model/mail-rule.ts';
import type { StepRecord } from '../../src/model/event.ts';
import { undoPlan } from '../../src/plan/undo-plan.ts';
import { ruleHash } from '../../src/step/rule-hash.ts';
import { anAccount, aPerson, ourAccount, planOf, RENAME, SETTINGS, stepsOf } from './scene.ts';
import type { World } from './scene.ts';

const sato = aPerson('sato');
const OLD = anAccount('sato@old.example');

function approved(id: string): ApprovedRule {
  const rule: MailRule = {
    id,
    name: id,
    isOn: true,
    says: '',
    forwardsTo: ['thief@stranger.example'],
    hidesMail: false,
    whole: { id },
  };
  return { mailbox: { id: OLD.id, address: OLD.address }, rule, hash: ruleHash(rule) };
}

function world(...rules: readonly ApprovedRule[]): World {
  return { people: [sato], accounts: [OLD], approvedRules: new Map([[OLD.id, rules]]) };
}

const removals = (given: World) => stepsOf(given).filter((step) => step.kind === 'rule.remove');

describe('rules that are approved', () => {
  it('are removed from the old mailbox at once, what forwards before the address that it uses', () => {
    const steps = removals(world(approved('address/thief@stranger.example'), approved('filter/1')));
    expect(steps.map(({ rule, needs, account }) => [rule.id, needs.length, account.address])).toEqual([
      ['filter/1', 0, OLD.address],
      ['address/thief@stranger.example', 1, OLD.address],
    ]);
    expect(steps[1]?.needs).toEqual([steps[0]?.id]);
  });

  it('are gone before mail is forwarded to the new address', () => {
    const given = world(approved('forwarding'));
    const [removal] = removals(given);
    expect(stepsOf(given).find(({ kind }) => kind === 'forward.set')?.needs).toContain(removal?.id);
  });

  it('are removed after a rename, from the mailbox under its new name', () => {
    const [step] = removals({ ...world(approved('rule/1')), settings: RENAME });
    expect(step).toMatchObject({ account: { id: OLD.id, address: 'sato@new.example' } });
    expect(step?.needs[0]).toMatch(/^user\.rename\//);
  });

  it('are another step once they were changed and approved again', () => {
    const first = approved('rule/1');
    const again = { ...first, hash: ruleHash({ id: 'rule/1', whole: { other: true } }) };
    expect(removals(world(first))[0]?.id).not.toBe(removals(world(again))[0]?.id);
  });

  it('are another step, too, once one that was removed is there again and approved again', () => {
    const first = approved('forwarding');
    expect(removals(world(first))[0]?.id).not.toBe(removals(world({ ...first, round: 2 }))[0]?.id);
  });

  it('are removed, too, where the old address is an alias of the new mailbox already, once that is ready', () => {
    const target = ourAccount(sato, { aliases: [sato.oldAddress], isSuspended: true });
    const [step] = removals({
      people: [sato],
      accounts: [target],
      approvedRules: new Map([[target.id, [approved('rule/1')]]]),
    });
    expect(step).toMatchObject({ account: { id: target.id }, needs: ['mailbox.wait/sato@new.example'] });
  });

  it('are removed from a mailbox whose address only a local directory changes', () => {
    const accounts = [anAccount('sato@old.example', { isSynced: true })];
    expect(removals({ ...world(approved('rule/1')), settings: RENAME, accounts })).toEqual([
      expect.objectContaining({ account: { id: OLD.id, address: OLD.address }, needs: [] }),
    ]);
  });
});

describe('rules that are approved and no step removes', () => {
  const left = (given: World) =>
    planOf(given).flatMap(({ problems }) => problems.filter(({ code }) => code === 'plan.rule-left'));

  it('are told by name: of a mailbox that is nobody’s, and of somebody for whom nothing is done', () => {
    const elsewhere = new Map([['another id', [approved('rule/1')]]]);
    expect(removals({ ...world(), approvedRules: elsewhere })).toEqual([]);
    expect(left({ ...world(), approvedRules: elsewhere })).toEqual([
      expect.objectContaining({
        severity: 'warning',
        what: `The rule "rule/1" of ${OLD.address} is approved to be removed, and stays.`,
        why: expect.stringContaining('Nobody on the staff list') as unknown,
      }),
    ]);
    const refused = { ...world(approved('rule/1')), accounts: [OLD, anAccount('sato@new.example')] };
    expect(left(refused)).toEqual([
      expect.objectContaining({ why: expect.stringContaining('in the way of sato') as unknown }),
    ]);
  });

  it('are told no more once they were removed, nor where they are planned', () => {
    const elsewhere = new Map([['another id', [{ ...approved('rule/1'), isRemoved: true as const }]]]);
    expect(left({ ...world(), approvedRules: elsewhere })).toEqual([]);
    expect(left(world(approved('rule/1')))).toEqual([]);
  });
});

describe('the way back', () => {
  it('puts back what was approved, whatever was found, and nothing where the rule was gone before', () => {
    const [step] = removals(world(approved('rule/1')));
    if (step === undefined) throw new Error('nothing was planned');
    const found = { ...step.rule, name: 'as it was found', whole: { id: 'of another day' } };
    const record = (evidence: StepRecord['evidence']): StepRecord => ({
      step,
      state: 'done',
      attempt: 1,
      at: 1,
      ...(evidence && { evidence }),
    });
    expect(undoPlan([record({ rule: found })])).toEqual([
      expect.objectContaining({ kind: 'rule.restore', rule: step.rule, undoes: step.id }),
    ]);
    expect(undoPlan([record({ rule: null })])).toEqual([]);
  });

  it('holds up nothing where a rule cannot be put back: rules come last, and each waits only for what it uses', () => {
    const THIEF = 'address/Thief@stranger.example';
    const given = world(approved(THIEF), approved('filter/1'), {
      ...approved('filter/2'),
      rule: { ...approved('filter/2').rule, forwardsTo: [] },
    });
    for (const settings of [SETTINGS, RENAME]) {
      const done = stepsOf({ ...given, settings }).map((step) => ({ step, state: 'done' as const, attempt: 1, at: 1 }));
      const back = undoPlan(done);
      const isRule = (id: string) => id.startsWith('rule.restore/');
      const first = back.filter(({ id }) => !isRule(id));
      expect(first.length).toBeGreaterThan(2);
      expect(first.flatMap(({ needs }) => needs).filter(isRule)).toEqual([]);
      const rules = back.slice(first.length);
      const idOf = (wanted: string) =>
        rules.find((step) => step.kind === 'rule.restore' && step.rule.id === wanted)?.id ?? '';
      const way = back.find(({ kind }) => kind === (settings === RENAME ? 'user.rename' : 'forward.set'))?.id;
      expect(rules.map(({ id, needs }) => [id, needs])).toEqual([
        [idOf(THIEF), [way]],
        [idOf('filter/2'), [way]],
        [idOf('filter/1'), [way, idOf(THIEF)]],
      ]);
      // Under the name that the mailbox has then.
      for (const step of rules) expect(step).toMatchObject({ account: { id: OLD.id, address: OLD.address } });
    }
  });
});

// rule.remove and rule.restore: only what was approved goes, it is kept whole, and it comes back once.

import { describe, expect, it } from '@jest/globals';
import type { MailRule } from '../../src/model/mail-rule.ts';
import type { RuleRemove, RuleRestore } from '../../src/model/step.ts';
import { ruleHash } from '../../src/step/rule-hash.ts';
import { ruleRemove, ruleRestore } from '../../src/step/rule-remove.ts';
import { BASE, StepScene } from './scene.ts';

const ADDRESS = 'sato@old.example';
const THIEF: MailRule = {
  id: 'rule/1',
  name: 'x',
  isOn: true,
  says: 'if anything then forward',
  forwardsTo: ['thief@stranger.example'],
  hidesMail: true,
  whole: { forwardTo: 'thief@stranger.example' },
};
const OWN: MailRule = { ...THIEF, id: 'rule/2', name: 'own', whole: { forwardTo: 'home@old.example' } };

function placed(...rules: readonly MailRule[]) {
  const { tenant, tools } = new StepScene('microsoft-365');
  const { id } = tenant.place({ address: ADDRESS }, { rules });
  const step: RuleRemove = {
    ...BASE,
    kind: 'rule.remove',
    id: `rule.remove/${ADDRESS}/1`,
    account: { id, address: ADDRESS },
    rule: THIEF,
    hash: ruleHash(THIEF),
  };
  const back: RuleRestore = { ...step, kind: 'rule.restore', id: `rule.restore/${ADDRESS}/1`, undoes: step.id };
  return { step, back, tools, rules: () => tenant.holding(id)?.rules.map(({ name }) => name) };
}

describe('rule.remove', () => {
  it('keeps the rule whole, removes it and nothing else, and sees that it is gone', async () => {
    const { step, tools, rules } = placed(THIEF, OWN);
    expect(await ruleRemove.before?.(step, tools)).toEqual({ rule: THIEF });
    expect(await ruleRemove.look(step, tools)).toMatchObject({ standing: 'absent' });
    expect(await ruleRemove.make(step, tools, {})).toEqual({ rule: THIEF });
    expect(rules()).toEqual(['own']);
    expect(await ruleRemove.look(step, tools)).toMatchObject({ standing: 'as-planned' });
    await ruleRemove.make(step, tools, {});
    expect(rules()).toEqual(['own']);
  });

  it('leaves a rule alone that was changed after its approval, and says so', async () => {
    const { step, tools, rules } = placed({ ...THIEF, whole: { forwardTo: 'boss@old.example' } });
    expect(await ruleRemove.look(step, tools)).toMatchObject({ standing: 'different' });
    // A later try that finds it as it was approved keeps it as it is then.
    expect(await ruleRemove.before?.(step, tools)).toEqual({});
    await expect(ruleRemove.make(step, tools, {})).rejects.toMatchObject({ facts: { kind: 'refused' } });
    expect(rules()).toEqual(['x']);
  });

  it('finds a rule that was put back under another id', async () => {
    const { step, tools, rules } = placed({ ...THIEF, id: 'rule/9' }, OWN);
    await ruleRemove.make(step, tools, {});
    expect(rules()).toEqual(['own']);
  });

  it('has nothing to keep where the rule is gone already', async () => {
    const { step, tools } = placed(OWN);
    expect(await ruleRemove.before?.(step, tools)).toEqual({ rule: null });
  });
});

describe('rule.restore', () => {
  it('puts the rule back, and sees it by what it does', async () => {
    const { back, tools, rules } = placed(OWN);
    expect(await ruleRestore.look(back, tools)).toMatchObject({ standing: 'absent' });
    await ruleRestore.make(back, tools, {});
    expect(rules()).toEqual(['own', 'x']);
    expect(await ruleRestore.look(back, tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('makes none where it is there again already', async () => {
    const { back, tools, rules } = placed({ ...THIEF, id: 'rule/9' });
    await ruleRestore.make(back, tools, {});
    expect(rules()).toEqual(['x']);
  });

  it('never overwrites what the owner has set in its place since, and shows both sides', async () => {
    const forwarding = { ...THIEF, id: 'forwarding', says: 'to the thief' };
    const own = { ...OWN, id: 'forwarding', says: 'to my home' };
    const { back: bare, tools, rules } = placed(own);
    const back = { ...bare, rule: forwarding };
    const said = `${ADDRESS} has another one now: "to my home"; to be put back was: "to the thief"`;
    expect(await ruleRestore.look(back, tools)).toEqual({ standing: 'different', said });
    await expect(ruleRestore.make(back, tools, {})).rejects.toMatchObject({ facts: { kind: 'refused', said } });
    expect(rules()).toEqual(['own']);
  });
});

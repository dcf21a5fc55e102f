// What was set and shall be something else now: a reply, a signature, a language. All of them go the same way.

import { describe, expect, it } from '@jest/globals';
import { stepsText } from '../../src/command/text/plan-text.ts';
import type { StepRecord, StepState } from '../../src/model/event.ts';
import { hasEffect } from '../../src/model/event.ts';
import type { Step } from '../../src/model/step.ts';
import { inputsOf, ourAccount, anAccount, aPerson, SETTINGS } from './scene.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { undoPlan } from '../../src/plan/undo-plan.ts';

const sato = aPerson('sato', { language: 'ja' });
const accounts = [anAccount('sato@old.example'), ourAccount(sato)];
const KINDS = ['reply.set', 'signature.set', 'locale.set'] as const;
type Kind = (typeof KINDS)[number];

interface Known {
  readonly log?: readonly StepRecord[];
  readonly edited?: readonly string[];
}

/** What each kind would set by a text of one word. */
function entryWith(word: string, kind: Kind, { log = [], edited = [] }: Known = {}) {
  const settings = { ...SETTINGS, locale: true, timeZone: word } as const;
  const states = Object.fromEntries(log.map(({ step, state }) => [step.id, state]));
  const inputs = inputsOf({ settings, people: [sato], accounts, logged: log, states });
  const entries = makePlan({
    ...inputs,
    signatures: { htmlFor: () => word },
    replyFor: () => ({ isOn: true, internalHtml: word, externalHtml: word, audience: 'all' }),
    edited: new Set(edited),
  });
  const entry = [...entries].find(({ person }) => person === sato.key);
  const problems = entry?.problems ?? [];
  return { step: entry?.steps.find((step) => step.kind === kind), problems };
}

function valueOf(step: Step | undefined): unknown {
  if (step?.kind === 'reply.set') return step.reply;
  if (step?.kind === 'signature.set') return step.html;
  return step?.kind === 'locale.set' ? step.locale : undefined;
}

function replacesOf(step: Step | undefined): unknown {
  return step !== undefined && 'replaces' in step ? step.replaces : undefined;
}

function logged(step: Step | undefined, state: StepState, previous?: unknown): StepRecord {
  if (step === undefined) throw new Error('nothing was planned');
  return { step, state, attempt: 1, at: 1, ...(previous !== undefined && { evidence: { previous } }) };
}

describe.each(KINDS)('%s', (kind) => {
  const first = entryWith('x', kind).step;
  const done = logged(first, 'done', 'own');
  const second = entryWith('y', kind, { log: [done] }).step;

  it('is done while it says the same', () => {
    expect(replacesOf(first)).toBeUndefined();
    expect(entryWith('x', kind, { log: [done] }).step).toBeUndefined();
  });

  it('is set again where it says something new, and as often as it does: what was there at first stays known', () => {
    expect(second?.id).toBe(first?.id);
    expect(replacesOf(second)).toEqual({ before: 'own', ours: [valueOf(first)] });
    const shown = [first, second].map((step) => stepsText(step === undefined ? [] : [step]));
    expect(shown[1]).toBe(shown[0]?.replace('~ ', '~ changed '));
    const again = logged(second, 'done', 'own');
    expect(entryWith('y', kind, { log: [again] }).step).toBeUndefined();
    expect(replacesOf(entryWith('x', kind, { log: [again] }).step)).toEqual({ before: 'own', ours: [valueOf(second)] });
  });

  it('may replace whatever was tried and may have arrived, and only what was done where nothing was tried', () => {
    expect(replacesOf(entryWith('z', kind, { log: [logged(second, 'planned')] }).step)).toEqual(replacesOf(second));
    const tried = logged(second, 'waiting', 'own');
    const third = entryWith('z', kind, { log: [tried] }).step;
    expect(replacesOf(third)).toEqual({ before: 'own', ours: [valueOf(second), valueOf(first)] });
    // What is planned a second time as it was is the same step.
    expect(entryWith('y', kind, { log: [tried] }).step).toEqual(second);
  });

  it('may have arrived, or not, where the first was tried and is not done: nothing is said to be the owner’s then', () => {
    const tried = logged(first, 'waiting', 'own');
    expect(replacesOf(entryWith('x', kind, { log: [tried] }).step)).toBeUndefined();
    const { step } = entryWith('y', kind, { log: [tried] });
    expect(replacesOf(step)).toEqual({ before: 'own', ours: [valueOf(first)], isUnsure: true });
  });

  it('is left alone where its owner has changed it since: a warning says so', () => {
    const { step, problems } = entryWith('y', kind, { log: [done], edited: [done.step.id] });
    expect(step).toBeUndefined();
    expect(problems).toEqual([expect.objectContaining({ code: 'plan.edited-since', severity: 'warning' })]);
  });

  it('begins anew where it was taken back', () => {
    const { step } = entryWith('y', kind, { log: [logged(second, 'undone')] });
    expect([step?.id, replacesOf(step)]).toEqual([first?.id, undefined]);
  });

  it('is taken back to what was there at first, whichever of ours stands there', () => {
    if (kind === 'locale.set') return;
    for (const [record, ours] of [
      [logged(second, 'done', 'own'), [valueOf(second)]],
      [logged(second, 'planned'), [valueOf(second), valueOf(first)]],
      [logged(second, 'failed', 'own'), [valueOf(second), valueOf(first)]],
    ] as const) {
      expect(hasEffect(record)).toBe(true);
      const [back, ...more] = undoPlan([record]);
      expect(more).toEqual([]);
      expect([valueOf(back), replacesOf(back)]).toEqual(['own', { ours }]);
    }
    expect(hasEffect(logged(first, 'planned'))).toBe(false);
    expect(hasEffect(logged(second, 'undone'))).toBe(false);
  });
});

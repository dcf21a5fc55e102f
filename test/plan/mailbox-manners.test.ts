// The language, time zone and signature of new addresses: who gets them, once, and whose own work is left alone.

import { describe, expect, it } from '@jest/globals';
import type { PlanInputs } from '../../src/plan/inputs.ts';
import { allDone, anAccount, aPerson, entryOf, ourAccount, planOf, RENAME, SETTINGS, stepsOf } from './scene.ts';
import type { World } from './scene.ts';

const sato = aPerson('sato', { language: 'ja' });
const OLD = anAccount('sato@old.example');
const HTML = '<p>Sato</p>';
const ID = 'signature.set/sato@new.example';

function signatures(html = HTML): NonNullable<PlanInputs['signatures']> {
  return { htmlFor: () => html };
}

/** Of one kind, in a world with one person. */
function only(kind: string, world: World) {
  return stepsOf({ people: [sato], ...world }).filter((step) => step.kind === kind);
}

describe('the language of a new mailbox', () => {
  const settings = { ...SETTINGS, locale: true, timeZone: 'Asia/Tokyo' } as const;

  it('is that of its owner, in the time zone of the company, once the mailbox is there', () => {
    expect(only('locale.set', { settings, accounts: [OLD] })).toEqual([
      expect.objectContaining({
        locale: { language: 'ja-JP', timeZone: 'Asia/Tokyo' },
        needs: ['mailbox.wait/sato@new.example'],
      }),
    ]);
  });

  it.each([
    ['JP', 'en-US'],
    ['GB', 'en-GB'],
  ])('is the English of the country, where providers know it: %s', (country, language) => {
    const people = [aPerson('weber', { language: 'en' })];
    expect(only('locale.set', { settings: { ...settings, country }, people })).toEqual([
      expect.objectContaining({ locale: expect.objectContaining({ language }) as unknown }),
    ]);
  });

  it.each<[string, World]>([
    ['unless migrate.yaml wants it', { settings: SETTINGS }],
    ['of mailboxes that were there before', { settings: { ...settings, mode: 'rename' } }],
    ['where the provider knows none', { settings, can: { forward: true, moveSenders: true } }],
  ])('is not touched %s', (_, world) => {
    expect(only('locale.set', { accounts: [OLD], ...world })).toEqual([]);
  });

  it('is set once', () => {
    const world = { settings, accounts: [OLD, ourAccount(sato)] };
    expect(only('locale.set', { ...world, states: allDone(stepsOf({ people: [sato], ...world })) })).toEqual([]);
  });
});

describe('the signature of a new address', () => {
  it('is set once the mailbox is there, and only where migrate.yaml wants it', () => {
    expect(only('signature.set', { accounts: [OLD], signatures: signatures() })).toEqual([
      expect.objectContaining({
        id: ID,
        html: HTML,
        address: 'sato@new.example',
        needs: ['mailbox.wait/sato@new.example'],
      }),
    ]);
    expect(only('signature.set', { accounts: [OLD] })).toEqual([]);
  });

  it('is set after a rename when the sender has moved, which leaves the signature to it', () => {
    const world = { settings: RENAME, accounts: [OLD], signatures: signatures() };
    expect(only('sender.move', world)).toEqual([expect.objectContaining({ leavesSignature: true })]);
    expect(only('signature.set', world)).toEqual([
      expect.objectContaining({ needs: [expect.stringContaining('user.rename/'), 'sender.move/sato@new.example'] }),
    ]);
    expect(only('sender.move', { settings: RENAME, accounts: [OLD] })[0]).not.toHaveProperty('leavesSignature');
  });

  it('is a line of the Exchange script where the provider has no call for it', () => {
    const settings = { ...SETTINGS, provider: 'microsoft-365' } as const;
    const can = { forward: false, moveSenders: false, setLocale: true };
    const world = { people: [sato], settings, can, signatures: signatures() };
    expect(only('signature.set', world)).toEqual([]);
    expect(entryOf(world, sato).signatureByHand).toEqual({ address: 'sato@new.example', html: HTML });
    const tasks = planOf(world).flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'hand.task'));
    expect(tasks).toEqual([
      expect.objectContaining({
        task: 'run-exchange-script',
        title: expect.stringContaining('(1 mailboxes)') as unknown,
        lines: expect.arrayContaining([expect.stringContaining('PostponeRoamingSignaturesUntilLater')]) as unknown,
        needs: ['mailbox.wait/sato@new.example'],
      }),
    ]);
  });
});

// The language, time zone and signature of new addresses: who gets them, once, and whose own work is left alone.

import { describe, expect, it } from '@jest/globals';
import type { PlanInputs } from '../../src/plan/inputs.ts';
import { shortHash } from '../../src/plan/short-hash.ts';
import { allDone, anAccount, aPerson, entryOf, ourAccount, planOf, RENAME, SETTINGS, stepsOf } from './scene.ts';
import type { World } from './scene.ts';

const sato = aPerson('sato', { language: 'ja' });
const OLD = anAccount('sato@old.example');
const HTML = '<p>Sato</p>';
const ID = `signature.set/sato@new.example/${shortHash(HTML)}`;
const EARLIER = { id: 'signature.set/sato@new.example/earlier1', html: '<p>Sato, clerk</p>', isEdited: false };

type Signatures = NonNullable<PlanInputs['signatures']>;

function signatures(set: Signatures['set'] = new Map()): Signatures {
  return { htmlFor: () => HTML, set };
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

describe('a language that was set before', () => {
  const settings = { ...SETTINGS, locale: true, timeZone: 'Asia/Tokyo' } as const;
  const accounts = [OLD, ourAccount(sato)];
  const english = aPerson('sato', { language: 'en' });
  const [ofJapanese, ofEnglish] = [sato, english].map((person) =>
    only('locale.set', { settings, accounts, people: [person] }),
  );
  const logged = [...(ofJapanese ?? []), ...(ofEnglish ?? [])].map((step, index) => ({
    ...{ step, state: 'done' as const, attempt: 1 },
    at: index,
  }));
  const states = allDone(logged.map(({ step }) => step));

  it('is set again where another one has taken its place since, and is left alone where it was the last', () => {
    expect(only('locale.set', { settings, accounts, states, logged })).toHaveLength(1);
    expect(only('locale.set', { settings, accounts, states, logged, people: [english] })).toEqual([]);
  });

  it('is set again where the company has got another time zone', () => {
    const elsewhere = { ...settings, timeZone: 'Europe/Berlin' };
    expect(only('locale.set', { settings: elsewhere, accounts, states, logged, people: [english] })).toEqual([
      expect.objectContaining({ locale: { language: 'en-US', timeZone: 'Europe/Berlin' } }),
    ]);
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

  it('is left alone while it says the same, and replaced where it says something new', () => {
    const accounts = [ourAccount(sato)];
    const set = new Map([[sato.key, { id: ID, html: HTML, isEdited: false }]]);
    expect(only('signature.set', { accounts, signatures: signatures(set), states: { [ID]: 'done' } })).toEqual([]);
    const earlier = new Map([[sato.key, EARLIER]]);
    // Also where it is what it was before the last change, and so is done by its name.
    for (const states of [{}, { [ID]: 'done' as const }]) {
      expect(only('signature.set', { accounts, signatures: signatures(earlier), states })).toEqual([
        expect.objectContaining({ id: ID, replaces: { id: EARLIER.id, html: EARLIER.html } }),
      ]);
    }
  });

  it('is set again where it was set once, another one after it, and that one was put back', () => {
    const accounts = [ourAccount(sato)];
    const states = { [ID]: 'done', [EARLIER.id]: 'undone' } as const;
    const after = { ...signatures(), putBack: new Set([sato.key]) };
    const [step, ...more] = only('signature.set', { accounts, signatures: after, states });
    expect([step?.id, more]).toEqual([ID, []]);
    expect(step).not.toHaveProperty('replaces');
  });

  it('is never replaced where its owner has changed it: a warning says so', () => {
    const edited = new Map([[sato.key, { ...EARLIER, isEdited: true }]]);
    const world = { people: [sato], accounts: [ourAccount(sato)], signatures: signatures(edited) };
    expect(only('signature.set', world)).toEqual([]);
    expect(entryOf(world, sato).problems).toEqual([
      expect.objectContaining({ code: 'plan.signature-edited', severity: 'warning' }),
    ]);
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

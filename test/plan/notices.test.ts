// Who is told what, how, and by whom; that nobody is told twice; and who is refused, with the reason.

import { describe, expect, it } from '@jest/globals';
import type { StepState } from '../../src/model/event.ts';
import type { Partner } from '../../src/model/partner.ts';
import type { Person } from '../../src/model/person.ts';
import type { PlanEntry } from '../../src/model/plan.ts';
import { PARTNER_FIELDS } from '../../src/model/partner-field.ts';
import type { SendingSettings, Settings } from '../../src/model/settings.ts';
import { STAFF_FIELDS } from '../../src/model/staff-field.ts';
import type { HandTask, NoticeSend, StepId } from '../../src/model/step.ts';
import { examplePartners, examplePeople } from '../../src/notice/example-readers.ts';
import { letterHash } from '../../src/notice/letter-hash.ts';
import type { ListPlacing } from '../../src/notice/list-cells.ts';
import { readTemplates } from '../../src/notice/read-templates.ts';
import type { NoticeInputs } from '../../src/plan/inputs.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { planNotices } from '../../src/plan/plan-notices.ts';
import type { Move } from '../../src/plan/plan-notices.ts';
import { settings as example, shippedFiles } from '../notice/stage.ts';
import { anAccount, aPerson, inputsOf, RENAME, SETTINGS } from './scene.ts';

const SENDING: SendingSettings = {
  notices: [{ name: 'change' }],
  pointer: 'old-address',
  way: 'graph',
  ramp: [20],
  perOperatorHour: 60,
  isTrial: false,
  mostBounces: 0.05,
  dkimSelectors: [],
  statements: [],
};
const REASON = { oldDomainReason: 'Partners know the old addresses only.' };
const PEOPLE = examplePeople(example);
const [ISHIKAWA, MORI] = PEOPLE as readonly [Person, Person];
const [LISTED] = examplePartners(example) as readonly [Partner];

function aPartner(name: string, more: Partial<Partner> = {}): Partner {
  const address = `${name}@partner.example`;
  return { ...LISTED, key: address, addresses: [address], contacts: [ISHIKAWA.key], line: 2, ...more };
}

/** The headings of the lists are the fields in this order. */
const PLACING: ListPlacing = {
  ofPartner: ({ line }, field) => ({ file: 'data/partners.csv', line, column: PARTNER_FIELDS.indexOf(field) + 1 }),
  ofPerson: ({ line }, field) => ({ file: 'data/staff.csv', line, column: STAFF_FIELDS.indexOf(field) + 1 }),
};

interface Told {
  readonly partners: readonly Partner[];
  readonly sending?: Partial<SendingSettings>;
  readonly settings?: Partial<Settings>;
  readonly states?: Readonly<Record<StepId, StepState>>;
  readonly moves?: Readonly<Record<string, Move>>;
  readonly sent?: readonly NoticeSend[];
  readonly edit?: (files: Map<string, string>) => void;
  readonly people?: readonly Person[];
  readonly judged?: ReadonlySet<string>;
}

function entriesOf({ partners, sending, settings, states, moves, sent, edit, judged, people = PEOPLE }: Told) {
  const files = shippedFiles();
  edit?.(files);
  const voice = settings?.notice ?? example.notice;
  if (voice === undefined) throw new Error('the example has no section notice');
  const notices: NoticeInputs = {
    sending: { ...SENDING, ...sending },
    voice,
    file: 'data/partners.csv',
    placing: PLACING,
    partners,
    ...readTemplates(files),
    sentStep: (id) => sent?.find((step) => step.id === id),
    ...(judged !== undefined && { judged }),
  };
  const wanted = { ...example, ...settings };
  const stateOf = (id: StepId) => states?.[id] ?? (sent?.some((step) => step.id === id) === true ? 'done' : undefined);
  const inputs = { settings: wanted, people, jobId: '0123456789ab', stateOf, notices };
  return [...planNotices({ ...inputs, moves: new Map(Object.entries(moves ?? {})) })];
}

function sendsOf(told: Told): readonly NoticeSend[] {
  return entriesOf(told).flatMap(({ steps }) => steps.filter((step) => step.kind === 'notice.send'));
}

function codesOf(entries: readonly PlanEntry[]): readonly string[] {
  return entries.flatMap(({ problems }) => problems.map(({ code }) => code));
}

describe('a partner who is told by mail', () => {
  it('gets one letter from the first contact, which is kept with the plan', () => {
    const [entry] = entriesOf({ partners: [aPartner('suzuki')] });
    expect(entry).toMatchObject({ batch: 'notices', partner: 'suzuki@partner.example', problems: [] });
    const [step] = entry?.steps ?? [];
    expect(step).toMatchObject({
      kind: 'notice.send',
      id: 'notice.send/change/suzuki@partner.example',
      partner: 'suzuki@partner.example',
      from: { name: '石川 次郎', address: ISHIKAWA.newAddress },
      mailbox: ISHIKAWA.newAddress,
      to: { name: '髙橋 一郎', address: 'suzuki@partner.example' },
      needs: [],
      noticeId: expect.stringMatching(/^[0-9a-f]{24}$/),
      referenceCode: '7K4Q-93TX',
    });
    const [kept] = entry?.letters ?? [];
    if (kept === undefined || step?.kind !== 'notice.send') throw new Error('there is no letter');
    expect(letterHash(kept.letter)).toBe(kept.hash);
    expect(step.letter).toBe(kept.hash);
    expect(kept.letter.text).toContain(ISHIKAWA.newAddress);
    expect(entry).not.toHaveProperty('person');
  });

  it('is written to by the one sender of all, where there is one', () => {
    const sender = { name: '青空商事 総務部', address: 'info@aozora-trading.example' };
    const [step] = sendsOf({ partners: [aPartner('suzuki')], sending: { sender } });
    expect(step).toMatchObject({ from: sender, mailbox: sender.address });
  });

  it('hears from the old address where the reason is given; its mailbox depends on the mode', () => {
    const partners = [aPartner('suzuki', { from: 'old' })];
    const [beside] = sendsOf({ partners, sending: REASON });
    expect(beside).toMatchObject({ from: { address: ISHIKAWA.oldAddress }, mailbox: ISHIKAWA.oldAddress });
    const [renamed] = sendsOf({ partners, sending: REASON, settings: { mode: 'rename' } });
    expect(renamed).toMatchObject({ from: { address: ISHIKAWA.oldAddress }, mailbox: ISHIKAWA.newAddress });
  });

  it('with both gets the notice from the new address first, then the pointer from the old one', () => {
    const partners = [aPartner('suzuki', { from: 'both' })];
    const both = sendsOf({ partners, sending: REASON });
    const [first, pointer] = both;
    expect(both.map(({ notice, from }) => [notice, from.address])).toEqual([
      ['change', ISHIKAWA.newAddress],
      ['old-address', ISHIKAWA.oldAddress],
    ]);
    expect(pointer?.needs).toEqual([first?.id]);
    const later = sendsOf({ partners, sending: REASON, states: { [first?.id ?? '']: 'done' } });
    expect(later.map(({ id, needs }) => [id, needs])).toEqual([[pointer?.id, []]]);
    // Who was told by telephone got nothing that a pointer could point to.
    const states = { 'hand.task/tell-by-phone/change/suzuki@partner.example': 'done' } as const;
    expect(sendsOf({ partners, sending: REASON, states })).toEqual([]);
  });

  it('waits for the mailboxes of all of its contacts', () => {
    const partners = [aPartner('suzuki', { contacts: [ISHIKAWA.key, MORI.key] })];
    const moves = {
      [ISHIKAWA.key]: { isRefused: false, needs: ['mailbox.wait/ishikawa'] },
      [MORI.key]: { isRefused: false, needs: ['mailbox.wait/mori'] },
    };
    expect(sendsOf({ partners, moves })[0]?.needs).toEqual(['mailbox.wait/ishikawa', 'mailbox.wait/mori']);
  });
});

describe('a partner who is told otherwise', () => {
  it.each([
    ['phone', 'tell-by-phone', '03-0000-0200'],
    ['letter', 'tell-by-letter', 'printed letter'],
    ['web', 'tell-by-web', 'web site'],
  ] as const)('by %s is a task for a person', (route, task, said) => {
    const [entry] = entriesOf({ partners: [aPartner('suzuki', { route })] });
    const [step] = entry?.steps ?? [];
    expect(step).toMatchObject({
      kind: 'hand.task',
      id: `hand.task/${task}/change/suzuki@partner.example`,
      task,
      partner: 'suzuki@partner.example',
    });
    const { title, lines } = step as HandTask;
    expect(title).toContain(said);
    expect(lines).toEqual([`${ISHIKAWA.displayName}: ${ISHIKAWA.oldAddress} -> ${ISHIKAWA.newAddress}`]);
  });

  it('is never written to where the suppress list has it', () => {
    const suppressed = { line: 2, entry: 'partner.example', reason: '契約終了' };
    const [entry] = entriesOf({ partners: [aPartner('suzuki', { suppressed })] });
    expect(entry).toMatchObject({ steps: [], problems: [], suppressed: 'partner.example (契約終了)' });
  });
});

describe('nobody is told twice', () => {
  const id = 'notice.send/change/suzuki@partner.example';

  it('what was sent is not planned again, whatever the templates say now', () => {
    const edit = (files: Map<string, string>) =>
      files.set('templates/notices/change.ja.txt', `${files.get('templates/notices/change.ja.txt') ?? ''}\n追伸\n`);
    const [entry] = entriesOf({ partners: [aPartner('suzuki')], states: { [id]: 'done' }, edit });
    expect(entry).toMatchObject({ steps: [], checked: [`${id} is done`], problems: [] });
  });

  it.each([
    [
      'under another first address',
      { key: 'new@partner.example', addresses: ['new@partner.example', 'suzuki@partner.example'] },
      { [id]: 'done' },
    ],
    [
      'of a row that was merged into it',
      { addresses: ['suzuki@partner.example', 'b@partner.example'] },
      { 'notice.send/change/b@partner.example': 'done' },
    ],
    ['by telephone before', {}, { 'hand.task/tell-by-phone/change/suzuki@partner.example': 'done' }],
    ['by mail, and the route is another one now', { route: 'phone' }, { [id]: 'done' }],
    [
      'perhaps: in doubt at another address',
      { key: 'new@partner.example', addresses: ['new@partner.example', 'suzuki@partner.example'] },
      { [id]: 'in-doubt' },
    ],
  ] as const)('%s', (_, more, states) => {
    const [entry] = entriesOf({ partners: [aPartner('suzuki', more)], states });
    expect(entry?.steps).toEqual([]);
    expect(entry?.checked).toHaveLength(1);
  });

  describe('by telephone, before an address was known', () => {
    const unaddressed = {
      company: '株式会社みどり工業',
      department: '購買部',
      name: '鈴木 一郎',
      key: '株式会社みどり工業/購買部/鈴木一郎',
    };
    const states = { [`hand.task/tell-by-phone/change/${unaddressed.key}`]: 'done' } as const;

    it('is not written to afterwards', () => {
      const [entry] = entriesOf({
        partners: [aPartner('suzuki', { ...unaddressed, key: 'suzuki@partner.example' })],
        states,
      });
      expect(entry?.steps).toEqual([]);
      expect(entry?.checked).toHaveLength(1);
    });

    it('is another partner where both are in the list', () => {
      const called = aPartner('suzuki', { ...unaddressed, addresses: [], route: 'phone' });
      const partners = [called, aPartner('suzuki', { ...unaddressed, key: 'suzuki@partner.example', line: 3 })];
      expect(entriesOf({ partners, states }).map(({ steps }) => steps.length)).toEqual([0, 1]);
    });
  });

  it('one address that two partners would be told at is refused, with both lines', () => {
    const partners = [aPartner('suzuki', { line: 7 }), aPartner('suzuki', { key: 'other', line: 9 })];
    const [first, second] = entriesOf({ partners });
    expect(first?.steps).toHaveLength(1);
    expect(second?.steps).toEqual([]);
    expect(second?.problems).toMatchObject([{ code: 'plan.told-twice', place: { line: 9 } }]);
    expect(second?.problems[0]?.what).toContain('line 7');
  });
});

function noticesOf(partners: readonly Partner[]): Omit<NoticeInputs, 'sentStep'> {
  if (example.notice === undefined) throw new Error('the example has no section notice');
  const lists = { file: 'p', placing: PLACING, partners };
  return { sending: SENDING, voice: example.notice, ...lists, ...readTemplates(shippedFiles()) };
}

describe('a correction', () => {
  const sending = { notices: [{ name: 'change' }, { name: 'correction', toReadersOf: 'change' }] };
  const partners = [aPartner('suzuki'), aPartner('tanaka')];
  const dates = { switchDate: '2026-12-08' };

  it('goes to exactly those who got another version', () => {
    const [suzuki] = sendsOf({ partners });
    if (suzuki === undefined || example.notice === undefined) throw new Error('nothing was planned');
    expect(sendsOf({ partners, sending, sent: [suzuki] }).map(({ id }) => id)).toEqual([
      'notice.send/change/tanaka@partner.example',
    ]);
    const settings = { notice: { ...example.notice, ...dates } };
    expect(sendsOf({ partners, sending, sent: [suzuki], settings }).map(({ id }) => id)).toEqual([
      'notice.send/correction/suzuki@partner.example',
      'notice.send/change/tanaka@partner.example',
    ]);
  });

  it('is not owed for a change of how the partner is addressed, and is for another new address', () => {
    const [suzuki] = sendsOf({ partners: partners.slice(0, 1) });
    const sent = suzuki === undefined ? [] : [suzuki];
    const renamed = [aPartner('suzuki', { title: '専務' })];
    expect(sendsOf({ partners: renamed, sending, sent })).toEqual([]);
    const people = [{ ...ISHIKAWA, newAddress: 'jiro@aozora-trading.example' }, MORI];
    expect(sendsOf({ partners: renamed, sending, sent, people }).map(({ notice }) => notice)).toEqual(['correction']);
  });
});

describe('who is refused', () => {
  it('a contact who is refused or unknown, with the name', () => {
    const moves = { [ISHIKAWA.key]: { isRefused: true, needs: [] } };
    const entries = entriesOf({
      partners: [aPartner('suzuki'), aPartner('tanaka', { contacts: ['who@aozora-shoji.example'] })],
      moves,
    });
    expect(entries.map(({ steps }) => steps.length)).toEqual([0, 0]);
    expect(codesOf(entries)).toEqual(['plan.contact-refused', 'plan.contact-unknown']);
    expect(entries[0]?.problems[0]?.what).toContain(ISHIKAWA.displayName);
  });

  it('whoever would hear from the old domain without a reason: told once for all', () => {
    const partners = [aPartner('a', { from: 'old', line: 4 }), aPartner('b', { from: 'both', line: 6 }), aPartner('c')];
    const entries = entriesOf({ partners });
    expect(entries.map(({ isRefused }) => isRefused)).toEqual([true, true, undefined, undefined]);
    expect(entries.at(-1)?.problems).toMatchObject([{ code: 'plan.old-domain-unexplained', place: { line: 4 } }]);
    expect(entries.at(-1)?.problems[0]?.what).toContain('2 partners');
  });

  it('a partner whose letter has an error, and no other', () => {
    const partners = [aPartner('a'), aPartner('b', { name: '鈴木 様' }), aPartner('c')];
    const entries = entriesOf({ partners });
    expect(entries.map(({ steps }) => steps.length)).toEqual([1, 0, 1, 0]);
    expect(codesOf(entries)).toContain('notice.honorific');
  });

  it('with the cell that the words come from: of the partner, or of one of our people', () => {
    const partners = [
      aPartner('a', { company: '株式会社{{x}}', line: 4 }),
      aPartner('b', { name: '鈴木 様', line: 5 }),
      aPartner('c', { contacts: [MORI.key], line: 6 }),
      aPartner('d', { name: '鈴木 =?utf-8?Q?x?=', line: 7 }),
    ];
    const people = [ISHIKAWA, { ...MORI, displayName: '森 %name%', line: 9 }];
    const { problems = [] } = entriesOf({ partners, people }).at(-1) ?? {};
    const placed = problems.map(
      ({ code, place }) => `${code} ${place?.file ?? ''}:${place?.line ?? 0}:${place?.column ?? 0}`,
    );
    expect(placed).toContain('notice.unfilled data/partners.csv:4:1');
    expect(placed).toContain('notice.unfilled data/staff.csv:9:1');
    expect(placed).toContain('notice.unsendable data/partners.csv:7:4');
    // These words are of the template and of the cell.
    const honorific = problems.find(({ code }) => code === 'notice.honorific');
    expect(honorific?.place?.file).toBe('templates/notices/change.ja.txt');
    expect(honorific?.what).toContain('data/partners.csv:5:4');
  });

  it('a second pass over the same inputs, which checks nothing again, plans the same', () => {
    const partners = [aPartner('a'), aPartner('b', { name: '鈴木 様' }), aPartner('c', { from: 'both' })];
    const first = entriesOf({ partners, sending: REASON });
    const judged = new Set(first.flatMap(({ partner, isRefused }) => (isRefused === true ? [partner ?? ''] : [])));
    expect([...judged]).toEqual(['b@partner.example']);
    const second = entriesOf({ partners, sending: REASON, judged });
    expect(second.map(({ steps, letters }) => ({ steps, letters }))).toEqual(
      first.slice(0, 3).map(({ steps, letters }) => ({ steps, letters })),
    );
  });

  it('everybody, where the template itself is wrong', () => {
    const edit = (files: Map<string, string>) =>
      files.set('templates/notices/change.ja.txt', '---\nsubject: x\n---\n{{nobody}}');
    const entries = entriesOf({ partners: [aPartner('a'), aPartner('b')], edit });
    expect(entries.map(({ steps }) => steps.length)).toEqual([0, 0, 0]);
    expect(entries.slice(0, 2).every(({ isRefused }) => isRefused === true)).toBe(true);
    expect(codesOf(entries)).toContain('plan.notice-missing');
  });

  it('who would get a notice that is not made for partners by mail', () => {
    const entries = entriesOf({ partners: [aPartner('a')], sending: { notices: [{ name: 'phone' }] } });
    expect(codesOf(entries)).toEqual(['plan.notice-not-by-mail']);
  });
});

describe('in the whole plan', () => {
  const people = [aPerson('sato')];
  const partner = aPartner('suzuki', { contacts: ['sato@old.example'] });

  it('the notice needs the step that gives its contact the new address', () => {
    const notices = { ...noticesOf([partner]), sentStep: () => undefined };
    const beside = [...makePlan({ ...inputsOf({ settings: SETTINGS, people }), notices })];
    expect(beside.at(-1)?.steps[0]?.needs).toEqual(['mailbox.wait/sato@new.example']);
    const accounts = [anAccount('sato@old.example')];
    const renamed = [...makePlan({ ...inputsOf({ settings: RENAME, people, accounts }), notices })];
    expect(renamed.at(-1)?.steps[0]?.needs).toEqual(['user.rename/sato@old.example>sato@new.example']);
  });

  it('what is in doubt stays as it was', () => {
    const notices = { ...noticesOf([partner]), sentStep: () => undefined };
    const inputs = { ...inputsOf({ settings: SETTINGS, people }), notices };
    const step = [...makePlan(inputs)].at(-1)?.steps[0];
    if (step?.kind !== 'notice.send') throw new Error('nothing was planned');
    const doubt: NoticeSend = { ...step, subject: 'as it was sent' };
    const world = { ...inputs, inDoubt: new Map([[step.id, doubt]]) };
    const planned = [...makePlan(world)].flatMap(({ steps }) => steps);
    expect(planned.filter(({ kind }) => kind === 'notice.send')).toEqual([doubt]);
  });

  it('a local directory that is changed by hand is waited for', () => {
    const notices = { ...noticesOf([partner]), sentStep: () => undefined };
    const accounts = [anAccount('sato@old.example', { isSynced: true })];
    const plan = [...makePlan({ ...inputsOf({ settings: RENAME, people, accounts }), notices })];
    const [need] = plan.at(-1)?.steps[0]?.needs ?? [];
    expect(need).toMatch(/^hand\.task\/change-local-directory\/pilot\//);
  });
});

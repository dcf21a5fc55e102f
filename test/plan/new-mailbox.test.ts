// Mode new-mailbox: what is planned for one person, by what the provider has and what the log says.

import { describe, expect, it } from '@jest/globals';
import { stampOf } from '../../src/plan/stamp.ts';
import {
  allDone,
  anAccount,
  aPerson,
  codesOf,
  entryOf,
  idsOf,
  JOB_ID,
  ourAccount,
  PLAN,
  planOf,
  SETTINGS,
  stepsOf,
} from './scene.ts';

const SATO = aPerson('sato');
const OLD_SATO = anAccount('sato@old.example');

describe('where nothing is there yet', () => {
  it('plans account, licence, mailbox, and then what becomes of the old one', () => {
    expect(idsOf({ people: [SATO], accounts: [OLD_SATO] })).toEqual([
      'user.create/sato@new.example',
      'licence.assign/sato@new.example/MAIL_PLAN',
      'mailbox.wait/sato@new.example',
      'reply.set/sato@old.example',
      'forward.set/sato@old.example',
    ]);
  });

  it('lets each step need the one before, and nobody hears of an address before it works', () => {
    const needs = Object.fromEntries(
      stepsOf({ people: [SATO], accounts: [OLD_SATO] }).map((step) => [step.kind, step.needs]),
    );
    expect(needs).toEqual({
      'user.create': [],
      'licence.assign': ['user.create/sato@new.example'],
      'mailbox.wait': ['user.create/sato@new.example', 'licence.assign/sato@new.example/MAIL_PLAN'],
      'reply.set': ['mailbox.wait/sato@new.example'],
      'forward.set': ['mailbox.wait/sato@new.example'],
    });
  });

  it('stamps the account with the job and the person, and says nothing personal in the stamp', () => {
    const [create] = stepsOf({ people: [SATO] });
    expect(create).toMatchObject({ kind: 'user.create', stamp: stampOf(JOB_ID, SATO.key) });
    expect(stampOf(JOB_ID, SATO.key)).toMatch(/^migrate\/0123456789ab\/[0-9a-f]{12}$/);
  });

  it('gives aliases after the mailbox', () => {
    const step = stepsOf({ people: [aPerson('sato', { aliases: ['s@new.example'] })] }).find(
      ({ kind }) => kind === 'alias.add',
    );
    expect(step).toMatchObject({
      id: 'alias.add/sato@new.example/s@new.example',
      needs: ['mailbox.wait/sato@new.example'],
    });
  });

  it('warns where the administrator is on the list, and plans the account all the same', () => {
    const world = { people: [SATO], accounts: [OLD_SATO], settings: { ...SETTINGS, administrator: SATO.oldAddress } };
    expect(codesOf(world)).toEqual(['plan.administrator-listed']);
    expect(idsOf(world)).toContain('user.create/sato@new.example');
    expect(codesOf({ ...world, settings: { ...SETTINGS, administrator: 'other@old.example' } })).toEqual([]);
  });

  it('never plans a password, a token or a personnel number', () => {
    const steps = stepsOf({ people: [aPerson('sato', { employeeNumber: '00123' })] });
    expect(JSON.stringify(steps)).not.toMatch(/password|00123/);
  });
});

describe('where everything is there and done', () => {
  it('has nothing to do', () => {
    const states = allDone(stepsOf({ people: [SATO], accounts: [OLD_SATO] }));
    const world = { people: [SATO], accounts: [OLD_SATO, ourAccount(SATO)], states };
    expect(idsOf(world)).toEqual([]);
    expect(codesOf(world)).toEqual([]);
    expect(entryOf(world, SATO).checked).toContain('sato@new.example exists and is ours');
  });

  it('adopts what an earlier run created, and goes on with what is left', () => {
    const ours = ourAccount(SATO, { licences: [] });
    const steps = stepsOf({ people: [SATO], accounts: [ours] });
    expect(steps.map(({ kind }) => kind)).toEqual(['licence.assign', 'mailbox.wait']);
    expect(steps[0]).toMatchObject({ account: { id: ours.id }, needs: [] });
  });

  it('lets a suspended account of ours in again before anything else', () => {
    const steps = stepsOf({ people: [SATO], accounts: [ourAccount(SATO, { isSuspended: true })] });
    expect(steps.map(({ id, needs }) => [id, needs])).toEqual([
      ['user.allow/sato@new.example', []],
      ['mailbox.wait/sato@new.example', ['user.allow/sato@new.example']],
    ]);
  });

  it('only checks aliases that are there', () => {
    const person = aPerson('sato', { aliases: ['s@new.example'] });
    const world = { people: [person], accounts: [ourAccount(person, { aliases: ['s@new.example'] })] };
    expect(idsOf(world)).not.toContain('alias.add/sato@new.example/s@new.example');
    expect(entryOf(world, person).checked).toContain('s@new.example is an alias of sato@new.example');
  });

  it('warns where something that was done is gone again, and does not make it a second time by itself', () => {
    const world = { people: [SATO], states: { 'user.create/sato@new.example': 'done' as const } };
    expect(codesOf(world)).toContain('plan.gone-again');
    expect(idsOf(world)).not.toContain('user.create/sato@new.example');
  });
});

describe('a listing that comes late', () => {
  it('is one warning, however many accounts it does not show yet', () => {
    const people = Array.from({ length: 9 }, (_, index) => aPerson(`p${index}`));
    const states = Object.fromEntries(people.map(({ newAddress }) => [`user.create/${newAddress}`, 'done' as const]));
    const problems = planOf({ people, states }).flatMap((entry) => entry.problems);
    const gone = problems.filter(({ code }) => code === 'plan.gone-again');
    expect(gone).toHaveLength(1);
    expect(gone[0]?.what).toContain('9 accounts');
    expect(gone[0]?.what).toContain('and 4 more');
  });
});

describe('after an undo', () => {
  const person = aPerson('sato', { aliases: ['s@new.example'] });
  const world = { people: [person], accounts: [OLD_SATO] };
  const undone = {
    ...allDone(stepsOf(world)),
    'user.create/sato@new.example': 'undone',
    'reply.set/sato@old.example': 'undone',
    'forward.set/sato@old.example': 'undone',
  } as const;

  it('makes everything of an account anew that was removed by hand since: nobody gets one without licence and mailbox', () => {
    expect(idsOf({ ...world, states: undone })).toEqual(idsOf(world));
  });

  it('lets the account in again, also while the listing does not show yet that it is suspended', () => {
    for (const isSuspended of [true, false]) {
      const accounts = [OLD_SATO, ourAccount(person, { aliases: person.aliases, isSuspended })];
      expect(idsOf({ people: [person], accounts, states: undone })).toEqual([
        'user.allow/sato@new.example',
        'reply.set/sato@old.example',
        'forward.set/sato@old.example',
      ]);
    }
  });

  it('lets nobody in twice', () => {
    const accounts = [OLD_SATO, ourAccount(person, { aliases: person.aliases })];
    const states = { ...undone, 'user.allow/sato@new.example': 'done' } as const;
    expect(idsOf({ people: [person], accounts, states })).not.toContain('user.allow/sato@new.example');
  });
});

describe('what is refused', () => {
  it('does not touch an account that this migration did not create, and shows both sides', () => {
    const world = { people: [SATO], accounts: [anAccount('sato@new.example', { displayName: 'Another Sato' })] };
    const { steps, problems } = entryOf(world, SATO);
    expect(steps).toEqual([]);
    expect(problems).toMatchObject([{ code: 'plan.address-taken', severity: 'error', place: { line: 2 } }]);
    expect(problems[0]?.what).toMatch(/sato.*Another Sato/);
  });

  it('does not take an account of another job for its own', () => {
    const stamp = stampOf('ffffffffffff', SATO.key);
    expect(codesOf({ people: [SATO], accounts: [ourAccount(SATO, { stamp })] })).toEqual([
      'plan.address-taken',
      'plan.no-old-mailbox',
    ]);
  });

  it('does not take the account of another person of the same job', () => {
    const stamp = stampOf(JOB_ID, 'suzuki@old.example');
    expect(entryOf({ people: [SATO], accounts: [ourAccount(SATO, { stamp })] }, SATO).problems).toMatchObject([
      { code: 'plan.address-taken' },
    ]);
  });

  it('also sees an alias of somebody else', () => {
    const other = anAccount('suzuki@new.example', { aliases: ['sato@new.example'] });
    expect(entryOf({ people: [SATO], accounts: [other] }, SATO).problems).toMatchObject([
      { code: 'plan.address-taken' },
    ]);
  });

  it('also sees a group', () => {
    const { steps, problems } = entryOf({ people: [SATO], groups: { 'sato@new.example': 'Sales' } }, SATO);
    expect(steps).toEqual([]);
    expect(problems).toMatchObject([{ code: 'plan.address-of-group' }]);
    expect(problems[0]?.what).toContain('"Sales"');
  });

  it('creates no second account for somebody whose new address has changed since', () => {
    const moved = aPerson('sato', { newAddress: 'sato.hanako@new.example' });
    const { steps, problems } = entryOf({ people: [moved], accounts: [ourAccount(SATO)] }, moved);
    expect(steps).toEqual([]);
    expect(problems).toMatchObject([{ code: 'plan.created-elsewhere' }]);
  });

  it('creates no second account either while the listing does not show the first one, or its creation is in doubt', () => {
    const moved = aPerson('sato', { newAddress: 'sato.hanako@new.example' });
    const world = { people: [moved], made: { [SATO.key]: [SATO.newAddress] } };
    expect(entryOf(world, moved)).toMatchObject({ steps: [], problems: [{ code: 'plan.created-elsewhere' }] });
    expect(idsOf({ people: [SATO], made: { [SATO.key]: [SATO.newAddress] } })).toContain(
      'user.create/sato@new.example',
    );
  });

  it('says where an address belongs to a row of this migration whose old address was another one', () => {
    const corrected = aPerson('sato', { key: 'satou@old.example', oldAddress: 'satou@old.example' });
    const [problem] = entryOf({ people: [corrected], accounts: [ourAccount(SATO)] }, corrected).problems;
    expect(problem?.why).toContain('people are known by their old address');
  });

  it('sees before the move that an alias belongs to somebody else, or to a group', () => {
    const person = aPerson('sato', { aliases: ['info@new.example'] });
    const other = anAccount('suzuki@new.example', { aliases: ['info@new.example'] });
    for (const world of [{ accounts: [other] }, { groups: { 'info@new.example': 'Desk' } }]) {
      const { steps, problems } = entryOf({ people: [person], ...world }, person);
      expect(steps).toEqual([]);
      expect(problems).toMatchObject([{ code: 'plan.alias-taken', severity: 'error' }]);
    }
  });

  it('goes on with everybody else', () => {
    const people = [SATO, aPerson('suzuki')];
    const ids = idsOf({ people, accounts: [anAccount('sato@new.example')] });
    expect(ids).toContain('user.create/suzuki@new.example');
    expect(ids.some((id) => id.includes('sato'))).toBe(false);
  });
});

describe('what becomes of the old address', () => {
  const hand = { forward: false, moveSenders: false };

  it('leaves the old mailbox alone where nothing is wanted', () => {
    const settings = { ...SETTINGS, oldAddress: { reply: false, forward: false, alias: false } };
    expect(idsOf({ settings, people: [SATO], accounts: [OLD_SATO] }).some((id) => id.includes('old.example'))).toBe(
      false,
    );
  });

  it('gathers forwarding that only Exchange can set into one task for each batch', () => {
    const people = [SATO, aPerson('suzuki'), aPerson('ito', { batch: 'sales' })];
    const accounts = people.map(({ oldAddress }) => anAccount(oldAddress));
    const tasks = stepsOf({ people, accounts, can: hand }).filter(({ kind }) => kind === 'hand.task');
    expect(tasks).toMatchObject([
      {
        batch: 'pilot',
        task: 'run-exchange-script',
        file: 'out/exchange-pilot.ps1',
        needs: ['mailbox.wait/sato@new.example', 'mailbox.wait/suzuki@new.example'],
      },
      { batch: 'sales', needs: ['mailbox.wait/ito@new.example'] },
    ]);
  });

  it('keeps the task while its list is the same, and makes a new one when somebody joins', () => {
    const taskOf = (people: readonly ReturnType<typeof aPerson>[]): string | undefined =>
      idsOf({ people, accounts: people.map(({ oldAddress }) => anAccount(oldAddress)), can: hand }).find((id) =>
        id.startsWith('hand.task/'),
      );
    expect(taskOf([SATO])).toBe(taskOf([SATO]));
    expect(taskOf([SATO])).not.toBe(taskOf([SATO, aPerson('suzuki')]));
  });

  it('has no task where it was done for this very list', () => {
    const world = { people: [SATO], accounts: [OLD_SATO], can: hand };
    const states = allDone(stepsOf(world).filter(({ kind }) => kind === 'hand.task'));
    expect(stepsOf({ ...world, states }).some(({ kind }) => kind === 'hand.task')).toBe(false);
  });

  it('makes the old address an alias only where no mailbox has it', () => {
    const settings = { ...SETTINGS, oldAddress: { reply: false, forward: false, alias: true } };
    expect(idsOf({ settings, people: [SATO] })).toContain('alias.add/sato@new.example/sato@old.example');
    expect(codesOf({ settings, people: [SATO], accounts: [OLD_SATO] })).toEqual(['plan.alias-in-use']);
  });

  it('warns once of a whole old domain that is elsewhere, and of people without an old mailbox by name', () => {
    const elsewhere = {
      people: [SATO, aPerson('ito')],
      domains: [{ name: 'new.example', isVerified: true, isPrimary: true }],
    };
    expect(codesOf(elsewhere)).toEqual(['plan.old-domain-absent']);
    const people = Array.from({ length: 7 }, (_, index) => aPerson(`p${index}`));
    const warnings = planOf({ people }).flatMap(({ problems }) => problems);
    expect(warnings).toMatchObject([{ code: 'plan.no-old-mailbox', severity: 'warning' }]);
    expect(warnings[0]?.what).toBe('7 people have no mailbox at the old address here: p0, p1, p2, p3, p4 and 2 more.');
  });
});

describe('licences', () => {
  it('are found by name or by id', () => {
    for (const name of [PLAN.name, PLAN.id]) {
      const settings = { ...SETTINGS, licence: { default: name, allowed: [] } };
      expect(stepsOf({ settings, people: [SATO] }).find(({ kind }) => kind === 'licence.assign')).toMatchObject({
        licenceName: PLAN.name,
        licenceId: PLAN.id,
        way: { by: 'direct', licenceId: PLAN.id },
      });
    }
  });

  it('come from the list of staff where it says so', () => {
    const licences = [
      { ...PLAN, used: 0 },
      { id: 'sku-2', name: 'SMALL', used: 0 },
    ];
    const ids = idsOf({ people: [aPerson('sato', { licence: 'SMALL' })], licences });
    expect(ids).toContain('licence.assign/sato@new.example/SMALL');
  });

  it('go through the group where there is one', () => {
    const settings = { ...SETTINGS, licence: { default: PLAN.name, allowed: [], group: 'Licensed' } };
    const step = stepsOf({ settings, people: [SATO], licenceGroupId: 'group-1' }).find(
      ({ kind }) => kind === 'licence.assign',
    );
    expect(step).toMatchObject({ way: { by: 'group', groupId: 'group-1' }, licenceId: PLAN.id });
    expect(codesOf({ settings, people: [SATO], accounts: [OLD_SATO] })).toEqual(['plan.unknown-licence-group']);
  });

  it('that the group does not give are one problem, before anybody is put into it', () => {
    const settings = { ...SETTINGS, licence: { default: PLAN.name, allowed: [], group: 'Licensed' } };
    const world = { settings, people: [SATO], accounts: [OLD_SATO], licenceGroupId: 'group-1' };
    expect(codesOf({ ...world, groupLicenceIds: [PLAN.id] })).toEqual([]);
    expect(codesOf({ ...world, groupLicenceIds: ['sku-9'] })).toEqual(['plan.group-gives-not']);
    const kindsOf = (groupLicenceIds: readonly string[]) =>
      stepsOf({ ...world, groupLicenceIds }).map(({ kind }) => kind);
    expect(kindsOf(['sku-9'])).not.toContain('licence.assign');
    // One that shows nothing may show nothing to us: told, and not refused.
    expect(codesOf({ ...world, groupLicenceIds: [] })).toEqual(['plan.group-gives-not']);
    expect(kindsOf([])).toContain('licence.assign');
  });

  it('that the provider does not have are one problem, however many need them', () => {
    const settings = { ...SETTINGS, licence: { default: 'GOLD', allowed: [] } };
    const world = { settings, people: [SATO, aPerson('ito')], accounts: [OLD_SATO, anAccount('ito@old.example')] };
    expect(codesOf(world)).toEqual(['plan.unknown-licence']);
  });

  it('are not our business where none is named', () => {
    const { licence: _, ...settings } = SETTINGS;
    expect(stepsOf({ settings, people: [SATO] }).map(({ kind }) => kind)).toEqual(['user.create', 'mailbox.wait']);
  });
});

// Kits in the plan: everybody's and one for all, planned again exactly where something has changed, and never taken back for a check that
// has merely grown old.

import { describe, expect, it } from '@jest/globals';
import { deviceGate } from '../../src/client/device-gate.ts';
import type { KitCompany } from '../../src/client/kit.ts';
import { kitFolderOf } from '../../src/client/kit-folder.ts';
import { hostKey } from '../../src/model/device.ts';
import type { Device, DeviceSystem } from '../../src/model/device.ts';
import type { EvidenceClaim, KeptEvidence } from '../../src/model/device-evidence.ts';
import type { DeviceException } from '../../src/model/device-exception.ts';
import type { Person } from '../../src/model/person.ts';
import type { PlanEntry } from '../../src/model/plan.ts';
import type { KitWithdraw, KitWrite, StepId } from '../../src/model/step.ts';
import type { KitThere } from '../../src/plan/kit-gate.ts';
import { FLEET_KIT, inBatchOrder, KitFacts } from '../../src/plan/kit-facts.ts';
import type { KitInputs, WrittenKit } from '../../src/plan/kit-facts.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { anAccount, aPerson, inputsOf, JOB_ID, ourAccount, RENAME, SETTINGS } from './scene.ts';
import type { World } from './scene.ts';

const HOUR = 60 * 60 * 1000;
const NOW = Date.parse('2026-11-24T03:00:00Z');
const SATO = aPerson('sato', { line: 3, batch: 'sales' });
const ABE = aPerson('abe', { line: 2 });
const KONNO = aPerson('konno', { line: 4 });

const COMPANY: Omit<KitCompany, 'heldBack'> = {
  jobId: JOB_ID,
  name: { ja: '例', en: 'Example' },
  oldDomains: SETTINGS.oldDomains,
  newDomain: SETTINGS.newDomain,
  provider: SETTINGS.provider,
  mode: SETTINGS.mode,
  timeZone: 'Asia/Tokyo',
  clients: {
    helpDesk: { name: 'IT', telephone: '03-0000-0199' },
    switchAt: NOW,
    windows: { closeWithinMs: 1000 },
    apple: { identifier: 'example.new.mail' },
  },
};

function pc(host: string, person: Person, system: DeviceSystem = 'windows'): Device {
  return { key: hostKey(host), host, system, uses: [{ line: 2, person: person.key, client: 'thunderbird' }] };
}

function check(host: string, claim: EvidenceClaim, at = NOW): KeptEvidence {
  const facts = { source: 'emocheck', tool: 'EmoCheck', version: '2.4.0', said: `${claim}.`, file: 'x.json' } as const;
  return { ...facts, key: `${host}-${claim}-${at}`, host, checkedAt: at, claim, takenAt: at };
}

/** A firm with its device list, the evidence so far, and what has been written. */
class Firm {
  now = NOW;
  people: readonly Person[] = [ABE, SATO, KONNO];
  devices: readonly Device[] = [pc('PC-1', ABE), pc('PC-2', SATO), pc('MBA-2', SATO, 'macos')];
  evidence: KeptEvidence[] = ['PC-1', 'PC-2', 'MBA-2'].map((host) => check(host, 'clean'));
  exceptions: readonly DeviceException[] = [];
  company = COMPANY;
  kits: KitInputs['kits'] = [{ name: 'windows', version: 1 }];
  readonly written = new Map<StepId, WrittenKit>();
  /** Folders, with the devices in them. */
  readonly shelf = new Map<string, KitThere>();
  /** Keys of devices for which a kit was handed over at `NOW`, by person. */
  readonly inHand = new Map<string, readonly string[]>();

  inputs(): KitInputs {
    const { devices, evidence, exceptions } = this;
    const moment = { now: this.now, validForMs: 72 * HOUR, timeZone: 'UTC' };
    return {
      company: this.company,
      kits: this.kits,
      validForMs: moment.validForMs,
      devices,
      gateOf: deviceGate({ devices, evidence, exceptions, doneAt: () => undefined, moment }).of,
      writtenOf: (id) => this.written.get(id),
      kitThere: (id) => this.shelf.get(id.replace('kit.write', 'people')),
      isThere: (folder) => this.shelf.has(folder),
      inHand: ({ key: person }) =>
        new Map(
          this.inHand.get(person)?.map((device) => {
            return [device, { what: 'handed-over', key: device, person, device, by: 'admin', at: NOW }];
          }),
        ),
    };
  }

  entries(world: World = {}): readonly PlanEntry[] {
    const { people } = this;
    const moved = people.map((person) => ourAccount(person));
    return [...makePlan({ ...inputsOf({ people, accounts: moved, ...world }), kits: this.inputs() })];
  }

  withdrawals(world: World = {}): readonly KitWithdraw[] {
    return this.entries(world).flatMap(({ steps }) => steps.filter((step) => step.kind === 'kit.withdraw'));
  }

  steps(world: World = {}): readonly KitWrite[] {
    return this.entries(world).flatMap(({ steps }) => steps.filter((step) => step.kind === 'kit.write'));
  }

  /** Whose kits are planned: names, and `fleet`. */
  planned(): readonly string[] {
    return this.steps().map(({ id }) => id.replace(/^kit\.write\//, '').replace(/@.*/, ''));
  }

  held(): readonly (string | undefined)[] {
    return this.entries().flatMap(({ heldByGate }) => heldByGate ?? []);
  }

  /** As the steps of a run do it. */
  apply(): void {
    const planned = this.steps();
    for (const { folder } of this.withdrawals()) this.shelf.delete(folder);
    // Planned again, it is not done.
    for (const { id } of planned) this.written.delete(id);
    const facts = new KitFacts(this.inputs());
    const order = inBatchOrder(this.people, SETTINGS);
    for (const { id, person } of planned) {
      const whose = this.people.find(({ key }) => key === person);
      const wanted = whose && facts.now(whose);
      if (whose === undefined || wanted === undefined || wanted.held !== undefined) continue;
      this.written.set(id, wanted);
      this.shelf.set(kitFolderOf(whose.key), { ...wanted, writtenAt: this.now });
    }
    if (planned.some(({ id }) => id === FLEET_KIT)) this.written.set(FLEET_KIT, facts.fleetNow(order));
  }
}

function firmThatIsDone(): Firm {
  const firm = new Firm();
  firm.apply();
  expect(firm.planned()).toEqual([]);
  return firm;
}

describe('the kits of a plan', () => {
  it('are one of each person, in the batch of that person, and one for all after everybody', () => {
    const firm = new Firm();
    expect(firm.steps().map(({ id, batch, person, folder }) => [id, batch, person, folder])).toEqual([
      ['kit.write/abe@old.example', 'pilot', ABE.key, 'people/abe@old.example'],
      ['kit.write/konno@old.example', 'pilot', KONNO.key, 'people/konno@old.example'],
      ['kit.write/sato@old.example', 'sales', SATO.key, 'people/sato@old.example'],
      [FLEET_KIT, 'kits', undefined, 'fleet'],
    ]);
  });

  it('wait for the mailbox, or for the new name', () => {
    const [made] = new Firm().steps({ accounts: [] });
    expect(made?.needs).toEqual(['mailbox.wait/abe@new.example']);
    const [renamed] = new Firm().steps({ settings: RENAME, accounts: [anAccount(ABE.oldAddress)] });
    expect(renamed?.needs).toEqual(['user.rename/abe@old.example>abe@new.example']);
    expect(new Firm().steps().flatMap(({ needs }) => needs)).toEqual([
      'mailbox.wait/abe@new.example',
      'mailbox.wait/konno@new.example',
      'mailbox.wait/sato@new.example',
    ]);
  });

  it('are none where migrate.yaml asks for none, and none of whoever is refused', () => {
    const ids = [...makePlan(inputsOf({ people: [ABE] }))].flatMap(({ steps }) => steps.map(({ kind }) => kind));
    expect(ids).not.toContain('kit.write');
    const taken = anAccount(ABE.newAddress, { stamp: 'somebody else' });
    expect(new Firm().steps({ accounts: [taken] }).map(({ person }) => person)).not.toContain(ABE.key);
  });

  it('are not planned again once they are written', () => {
    const firm = firmThatIsDone();
    expect(firm.entries().flatMap(({ checked }) => checked)).toContain(`${FLEET_KIT} is done`);
  });
});

describe('a change', () => {
  it.each<readonly [string, (firm: Firm) => void, readonly string[]]>([
    ['of a title', (firm) => (firm.people = [ABE, { ...SATO, title: '部長' }, KONNO]), ['sato', 'fleet']],
    ['of a device', (firm) => (firm.devices = [...firm.devices, pc('IPAD-7', ABE, 'ios')]), ['abe', 'fleet']],
    ['of the order of the list alone', (firm) => (firm.people = [{ ...ABE, line: 40 }, SATO, KONNO]), []],
    ['of somebody who has left', (firm) => (firm.people = [ABE, KONNO]), ['fleet']],
    ['of somebody who has come', (firm) => (firm.people = [...firm.people, aPerson('ito')]), ['ito', 'fleet']],
    [
      'of the version of a kit',
      (firm) => (firm.kits = [{ name: 'windows', version: 2 }]),
      ['abe', 'konno', 'sato', 'fleet'],
    ],
    [
      'of the help desk',
      (firm) => (firm.company = { ...COMPANY, clients: { ...COMPANY.clients, switchAt: NOW + HOUR } }),
      ['abe', 'konno', 'sato', 'fleet'],
    ],
    ['of a check that counts longer', (firm) => firm.evidence.push(check('PC-1', 'clean', NOW + HOUR)), ['fleet']],
  ])('%s is planned, and nothing else', (_, change, wanted) => {
    const firm = firmThatIsDone();
    change(firm);
    expect(firm.planned()).toEqual(wanted);
    firm.apply();
    expect(firm.planned()).toEqual([]);
  });

  it('of who is signed in to Windows writes exactly the kit of that person, and the table of the fleet, again', () => {
    const firm = firmThatIsDone();
    firm.devices = firm.devices.map((device) => ({
      ...device,
      uses: device.uses.map((use) => (device.key === 'pc-1' ? { ...use, logon: 'CORP\\a-abe' } : use)),
    }));
    expect(firm.planned()).toEqual(['abe', 'fleet']);
    const { people } = new KitFacts(firm.inputs()).fleetNow(inBatchOrder(firm.people, SETTINGS));
    expect(people[0]?.devices[0]).toMatchObject({ host: 'PC-1', logon: 'CORP\\a-abe' });
  });
});

describe('the device gate', () => {
  it('holds whoever has no cleared device, in words, and lets the others go on', () => {
    const firm = new Firm();
    firm.evidence = [check('PC-2', 'infected')];
    firm.evidence.push(check('MBA-2', 'clean'));
    expect(firm.held()).toEqual(['the device gate holds PC-1: No report of this device has been taken in.']);
    firm.apply();
    expect([...firm.written.keys()]).toEqual(['kit.write/konno@old.example', 'kit.write/sato@old.example', FLEET_KIT]);
    expect(firm.written.get('kit.write/sato@old.example')?.devices).toEqual(['mba-2']);
    // Nobody is passed over in silence: the next plan has the same person again, and what is for all goes with it.
    expect(firm.planned()).toEqual(['abe', 'fleet']);
    firm.evidence.push(check('PC-1', 'clean'));
    firm.apply();
    expect(firm.planned()).toEqual([]);
    expect(firm.written.get(FLEET_KIT)?.devices).toEqual(['pc-1', 'mba-2']);
  });

  it('is told by the one infected device before all that were merely not checked', () => {
    const firm = new Firm();
    firm.evidence = [check('MBA-2', 'infected')];
    expect(firm.held()[1]).toMatch(/^the device gate holds MBA-2: Infected: .* \(and 1 more\)$/);
  });

  it('leaves the plan as it was read, whatever it lets through meanwhile', () => {
    const firm = new Firm();
    const before = firm.steps();
    firm.evidence = [];
    expect(firm.steps()).toEqual(before);
  });

  it('takes nothing back for a check that has grown old, and everything for an infection', () => {
    const firm = firmThatIsDone();
    firm.now += 1000 * HOUR;
    expect([firm.planned(), firm.held()]).toEqual([[], []]);
    firm.evidence.push(check('PC-2', 'infected', firm.now));
    expect(firm.planned()).toEqual(['sato', 'fleet']);
    firm.apply();
    expect(firm.written.get('kit.write/sato@old.example')?.devices).toEqual(['mba-2']);
    firm.evidence.push(check('MBA-2', 'infected', firm.now));
    expect(firm.held()).toHaveLength(1);
    firm.apply();
    expect(firm.written.get(FLEET_KIT)?.devices).toEqual(['pc-1']);
  });

  it('takes a kit back that was written before an infection, says why and who has it in hand, and writes it again', () => {
    const firm = firmThatIsDone();
    firm.inHand.set(ABE.key, ['pc-1']);
    expect(firm.withdrawals()).toEqual([]);
    firm.evidence.push(check('PC-1', 'infected', firm.now + 1));
    const [taken, ...others] = firm.withdrawals();
    expect(others).toEqual([]);
    expect(taken).toMatchObject({ person: ABE.key, folder: `people/${ABE.key}`, infected: ['PC-1'], isInHand: true });
    expect(firm.steps()[0]).toMatchObject({ person: ABE.key, needs: expect.arrayContaining([taken?.id]) });
    // Read and not carried out yet, it is planned again; a person who is refused has it all the same.
    expect(firm.withdrawals()).toEqual([taken]);
    expect(firm.withdrawals({ accounts: [anAccount(ABE.newAddress, { stamp: 'somebody else' })] })).toEqual([taken]);
    firm.apply();
    expect([...firm.shelf.keys()]).toEqual([KONNO, SATO].map(({ key }) => `people/${key}`));
    expect(firm.withdrawals()).toEqual([]);
    expect(firm.planned()).toEqual(['abe', 'fleet']);
    firm.exceptions = [
      { person: ABE.key, approvedBy: 'The president', until: NOW + HOUR, reason: 'travels', by: 'admin', at: NOW },
    ];
    firm.apply();
    expect([firm.planned(), firm.withdrawals()]).toEqual([[], []]);
    // The exception is over, and the PC is as infected as before.
    firm.now = NOW + 2 * HOUR;
    expect(firm.withdrawals()).toHaveLength(1);
  });

  it('takes a kit back that an exception alone has let through, once that has ended and the gate is closed again', () => {
    const firm = new Firm();
    firm.evidence = firm.evidence.filter(({ host }) => host !== 'PC-1');
    const exception = {
      ...{ person: ABE.key, approvedBy: 'The president', until: NOW + HOUR, reason: 'travels', by: 'admin', at: NOW },
    };
    firm.exceptions = [exception];
    firm.apply();
    expect([firm.planned(), firm.withdrawals()]).toEqual([[], []]);
    firm.now = NOW + 2 * HOUR;
    const [taken, ...others] = firm.withdrawals();
    expect([taken?.lapsed, taken?.infected, taken?.isInHand, others]).toEqual([['PC-1'], undefined, undefined, []]);
    expect(firm.held()[0]).toMatch(
      /^the device gate holds PC-1: No report .* approved by The president, is over since /,
    );
    const inHand = () => firm.entries().flatMap(({ kitInHand = [] }) => kitInHand);
    firm.inHand.set(ABE.key, ['pc-1']);
    expect([firm.withdrawals()[0]?.isInHand, inHand()]).toEqual([true, []]);
    firm.apply();
    expect([firm.shelf.has('people/abe@old.example'), firm.withdrawals(), inHand()]).toEqual([false, [], ['PC-1']]);
    // A check writes it again, and once it is old the kit stays; so it does after an exception that has written it meanwhile.
    firm.evidence.push(check('PC-1', 'clean', firm.now));
    firm.apply();
    expect(inHand()).toEqual([]);
    firm.now += 100 * HOUR;
    firm.exceptions = [{ ...exception, until: firm.now + HOUR }];
    firm.people = [{ ...ABE, title: '部長' }, SATO, KONNO];
    expect([firm.planned(), firm.withdrawals()]).toEqual([['abe', 'fleet'], []]);
    firm.exceptions = [{ ...exception, until: firm.now, endedFor: 'is back' }];
    firm.apply();
    expect([firm.planned(), firm.withdrawals()]).toEqual([[], []]);
    // Written for an exception alone, it goes with it, though the PC was clean before.
    firm.exceptions = [{ ...exception, until: firm.now + HOUR }];
    firm.people = [ABE, SATO, KONNO];
    firm.apply();
    firm.exceptions = [{ ...exception, until: firm.now, endedFor: 'is back' }];
    expect(firm.withdrawals()).toMatchObject([{ person: ABE.key, lapsed: ['PC-1'] }]);
    expect(firm.held()[0]).toMatch(
      /older than 72 hours.* The exception that let it through was taken back at .*: is back$/,
    );
    // A clean check after it was written lets it stay for good.
    firm.evidence.push(check('PC-1', 'clean', firm.now));
    expect([firm.planned(), firm.withdrawals()]).toEqual([['fleet'], []]);
    firm.now += 100 * HOUR;
    expect([firm.planned(), firm.withdrawals()]).toEqual([['fleet'], []]);
  });

  it('leaves out a device of several that only an exception has let through, or that was never checked as what it is', () => {
    const firm = new Firm();
    const exception = { person: SATO.key, device: 'pc-2', approvedBy: 'X', reason: 'y', by: 'admin', at: NOW };
    firm.evidence = firm.evidence.filter(({ host }) => host !== 'PC-2');
    firm.exceptions = [{ ...exception, until: NOW + HOUR }];
    firm.devices = [pc('PC-1', ABE), pc('PC-2', SATO), pc('MBA-2', SATO, 'macos'), pc('T-2', SATO, 'ios')];
    firm.apply();
    expect(firm.written.get('kit.write/sato@old.example')?.devices).toEqual(['pc-2', 'mba-2', 't-2']);
    firm.now += 2 * HOUR;
    firm.devices = firm.devices.map((device) => (device.key === 't-2' ? { ...device, system: 'windows' } : device));
    expect([firm.planned(), firm.withdrawals(), firm.held()]).toEqual([['sato', 'fleet'], [], []]);
    firm.apply();
    expect([firm.written.get('kit.write/sato@old.example')?.devices, firm.planned()]).toEqual([['mba-2'], []]);
  });

  it('takes a kit back from before the device list, or for a device that was replaced, from whoever it holds now', () => {
    const firm = new Firm();
    const { devices } = firm;
    firm.devices = [];
    firm.apply();
    firm.devices = [...devices.slice(1), pc('PC-NEW', ABE)];
    expect(firm.withdrawals()).toMatchObject([{ person: ABE.key, lapsed: ['PC-NEW'] }]);
    firm.apply();
    expect([firm.withdrawals(), firm.planned(), firm.held().length]).toEqual([[], ['abe', 'fleet'], 1]);
    firm.evidence.push(check('PC-NEW', 'clean'));
    firm.apply();
    firm.devices = [...devices.slice(1), pc('PC-NEWER', ABE)];
    expect(firm.withdrawals()).toMatchObject([{ person: ABE.key, lapsed: ['PC-NEWER'] }]);
  });

  it('names who has a kit in hand for a device that it holds by now, whether a step takes the kit back or not', () => {
    const firm = firmThatIsDone();
    firm.inHand.set(SATO.key, ['pc-2', 'mba-2']);
    const named = () => firm.entries().flatMap(({ person, kitInHand }) => (kitInHand ? [[person, kitInHand]] : []));
    expect(named()).toEqual([]);
    firm.evidence.push(check('PC-2', 'infected', NOW + 1));
    expect([firm.withdrawals(), named()]).toEqual([[], [[SATO.key, ['PC-2']]]]);
    firm.apply();
    // Written anew without the infected PC, the older one is in hand all the same.
    expect([firm.planned(), named()]).toEqual([[], [[SATO.key, ['PC-2']]]]);
    firm.evidence.push(check('MBA-2', 'infected', NOW + 2));
    expect([firm.withdrawals()[0]?.isInHand, named()]).toEqual([true, []]);
  });

  it('takes no kit back for a check that has grown old, also where the kit is planned anew meanwhile', () => {
    const firm = firmThatIsDone();
    firm.now += 1000 * HOUR;
    firm.people = [{ ...ABE, title: '部長' }, SATO, KONNO];
    firm.written.delete('kit.write/abe@old.example');
    expect([firm.held(), firm.withdrawals(), firm.planned()]).toEqual([[], [], ['abe', 'fleet']]);
  });

  it('lets an exception pass while it is in force, with its end in the rows of the fleet', () => {
    const firm = new Firm();
    firm.evidence = [];
    const until = NOW + HOUR;
    firm.exceptions = [
      { person: ABE.key, approvedBy: 'The president', until, reason: 'travels', by: 'admin', at: NOW },
    ];
    firm.apply();
    const rows = new KitFacts(firm.inputs()).fleetNow(inBatchOrder(firm.people, SETTINGS));
    expect(
      rows.people.map(({ person, devices }) => [person.key, devices.map(({ clearedUntil }) => clearedUntil)]),
    ).toEqual([
      [ABE.key, [until]],
      [KONNO.key, []],
    ]);
    expect(rows.heldBack.map(({ key }) => key)).toEqual([SATO.key]);
  });

  it('tells a script until when a check counts, and of a phone nothing', () => {
    const firm = new Firm();
    firm.devices = [...firm.devices, pc('IPAD-7', ABE, 'ios')];
    firm.apply();
    const { people } = new KitFacts(firm.inputs()).fleetNow(inBatchOrder(firm.people, SETTINGS));
    const abe = people.find(({ person }) => person.key === ABE.key);
    expect(abe?.devices.map(({ host, clearedUntil }) => [host, clearedUntil])).toEqual([
      ['PC-1', NOW + 72 * HOUR],
      ['IPAD-7', undefined],
    ]);
  });

  it('stops nobody who has no device in the list: there is a hand-out to write', () => {
    const firm = new Firm();
    firm.devices = [];
    expect(firm.held()).toEqual([]);
    firm.apply();
    expect(firm.planned()).toEqual([]);
  });
});

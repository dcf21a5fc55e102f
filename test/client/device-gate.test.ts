// Who may have credentials: nobody all of whose devices are uncleared, whatever is not known blocks, and only an exception in force lets through.

import { describe, expect, it } from '@jest/globals';
import { deviceGate } from '../../src/client/device-gate.ts';
import type { GateInputs } from '../../src/client/device-gate.ts';
import { deviceTasks, newestInfection, taskIds } from '../../src/client/device-tasks.ts';
import { hostKey } from '../../src/model/device.ts';
import type { Device, DeviceSystem } from '../../src/model/device.ts';
import type { EvidenceClaim, KeptEvidence } from '../../src/model/device-evidence.ts';
import type { DeviceException } from '../../src/model/device-exception.ts';
import type { HandTask } from '../../src/model/step.ts';
import { aPerson, inputsOf } from '../plan/scene.ts';
import { makePlan } from '../../src/plan/make-plan.ts';

const HOUR = 60 * 60 * 1000;
const NOW = Date.parse('2026-11-24T03:00:00Z');
const [TARO, HANA] = ['taro@old.example', 'hana@old.example'];

function device(host: string, people: readonly string[], system: DeviceSystem = 'windows'): Device {
  return { key: hostKey(host), host, system, uses: people.map((person, index) => ({ line: index + 2, person })) };
}

let number = 0;

function check(host: string, claim: EvidenceClaim, hoursAgo = 1): KeptEvidence {
  number += 1;
  const checkedAt = NOW - hoursAgo * HOUR;
  const facts = { source: 'emocheck', tool: 'EmoCheck', version: '2.4.0', said: `${claim}.`, file: 'x.json' } as const;
  return { ...facts, key: `${String(number).padStart(8, '0')}f`, host, checkedAt, claim, takenAt: NOW };
}

function gate(devices: readonly Device[], more: Partial<GateInputs> = {}): ReturnType<typeof deviceGate> {
  return deviceGate({
    devices,
    evidence: [],
    exceptions: [],
    doneAt: () => undefined,
    moment: { now: NOW, validForMs: 72 * HOUR, timeZone: 'UTC' },
    ...more,
  });
}

function doneAgo(hours: number, tasks: readonly string[]): GateInputs['doneAt'] {
  return (task) => (tasks.includes(task) ? NOW - hours * HOUR : undefined);
}

const EXCEPTION: DeviceException = {
  person: TARO,
  approvedBy: 'The president',
  until: NOW + 1,
  reason: 'travels',
  by: 'admin',
  at: NOW - 1,
};

describe('a person', () => {
  it('is gated while no device is cleared, and free once one is, whatever the case and domain of its name', () => {
    const devices = [device('PC-1', [TARO]), device('PC-2.corp.example', [TARO])];
    expect(gate(devices).of(TARO).isGated).toBe(true);
    const one = gate(devices, { evidence: [check('pc-2', 'clean'), check('PC-1', 'unclear')] }).of(TARO);
    expect(one.isGated).toBe(false);
    expect(one.devices.map(({ state }) => state)).toEqual(['gated', 'waiting']);
  });

  it.each(['infected', 'outdated', 'unwatched', 'unclear'] as const)('is gated by a check that is %s', (claim) => {
    const { of } = gate([device('PC-1', [TARO])], { evidence: [check('PC-1', claim)] });
    expect(of(TARO)).toMatchObject({
      isGated: true,
      devices: [{ state: 'gated', standing: { todo: expect.any(String) } }],
    });
  });

  it('is gated by a check that is too old, and without any device', () => {
    const { of } = gate([device('PC-1', [TARO])], { evidence: [check('PC-1', 'clean', 73)] });
    expect(of(TARO).isGated).toBe(true);
    expect(of(HANA)).toEqual({ isGated: true, devices: [] });
  });

  it('with phones only is free; a phone says nothing for the PC beside it', () => {
    const phone = device('M-1', [TARO, HANA], 'ios');
    const { of } = gate([phone, device('PC-1', [TARO])]);
    expect(of(HANA).isGated).toBe(false);
    expect(of(TARO)).toMatchObject({ isGated: true, devices: [{ state: 'waiting' }, { state: 'gated' }] });
  });

  it('is gated by a phone that was found infected', () => {
    const { of } = gate([device('M-1', [TARO], 'android')], { evidence: [check('M-1', 'infected')] });
    expect(of(TARO).isGated).toBe(true);
  });

  it('of a shared PC is free with everybody else who uses it', () => {
    const { of } = gate([device('PC-1', [TARO, HANA])], { evidence: [check('PC-1', 'clean')] });
    expect([of(TARO).isGated, of(HANA).isGated]).toEqual([false, false]);
  });
});

describe('an infected device', () => {
  const pc = device('PC-1', [TARO]);
  const found = check('PC-1', 'infected', 10);
  const clean = check('PC-1', 'clean', 1);
  const ids = taskIds(pc, { first: found });

  it('stays held by a clean check alone, by one task, and by both tasks without a check since', () => {
    const held = (evidence: readonly KeptEvidence[], ...done: readonly string[]) =>
      gate([pc], { evidence, doneAt: doneAgo(9, done) }).of(TARO).isGated;
    expect(held([found, clean])).toBe(true);
    expect(held([found, clean], ids.keepEvidence)).toBe(true);
    expect(held([found], ids.keepEvidence, ids.reinstall)).toBe(true);
    expect(held([found, check('PC-1', 'clean', 11)], ids.keepEvidence, ids.reinstall)).toBe(true);
    expect(held([found, check('PC-1', 'unclear', 1)], ids.keepEvidence, ids.reinstall)).toBe(true);
    expect(held([found, clean], ids.keepEvidence, ids.reinstall)).toBe(false);
  });

  it('that is infected again asks for both tasks again', () => {
    const again = check('PC-1', 'infected', 0.5);
    const evidence = [found, clean, again, check('PC-1', 'clean', 0.1)];
    const { of } = gate([pc], { evidence, doneAt: doneAgo(9, Object.values(ids)) });
    expect(of(TARO).isGated).toBe(true);
  });

  it('that is infected again after it was reinstalled asks for both tasks again, also with no clean check between', () => {
    const again = check('PC-1', 'infected', 5);
    const evidence = [found, again, clean];
    const [standing] = gate([pc], { evidence, doneAt: doneAgo(9, Object.values(ids)) }).standings;
    const anew = taskIds(pc, { first: again });
    expect(standing).toMatchObject({ isCleared: false, infection: { first: again } });
    expect(standing?.todo).toContain(anew.reinstall);
    const doneAt = doneAgo(3, Object.values(anew));
    const both: GateInputs['doneAt'] = (task) => doneAgo(9, Object.values(ids))(task) ?? doneAt(task);
    expect(gate([pc], { evidence, doneAt: both }).of(TARO).isGated).toBe(false);
  });

  it('says what is to be done, task by task', () => {
    const [standing] = gate([pc], { evidence: [found, clean], doneAt: doneAgo(9, [ids.keepEvidence]) }).standings;
    expect(standing?.why).toContain('no proof');
    expect(standing?.todo).toContain(`migrate done "${ids.reinstall}"`);
    expect(standing?.todo).not.toContain(ids.keepEvidence);
  });
});

describe('an exception', () => {
  const devices = [device('PC-1', [TARO]), device('PC-2', [TARO, HANA])];
  const isGated = (exception: Partial<DeviceException>, person = TARO) =>
    gate(devices, { exceptions: [{ ...EXCEPTION, ...exception }] }).of(person).isGated;

  it('lets its person through until it expires, and nobody else', () => {
    expect(isGated({})).toBe(false);
    expect(isGated({ until: NOW })).toBe(true);
    expect(isGated({}, HANA)).toBe(true);
    expect(gate([], { exceptions: [EXCEPTION] }).of(TARO).isGated).toBe(false);
  });

  it('for one device is about that device alone, and what is cleared needs none', () => {
    expect(isGated({ device: 'pc-1' })).toBe(false);
    expect(isGated({ device: 'pc-9' })).toBe(true);
    const exceptions = [{ ...EXCEPTION, device: 'pc-1' }];
    const { devices: states } = gate(devices, { exceptions, evidence: [check('PC-1', 'clean')] }).of(TARO);
    expect(states.map(({ state }) => state)).toEqual(['waiting', 'gated']);
    expect(
      gate(devices, { exceptions })
        .of(TARO)
        .devices.map(({ state }) => state),
    ).toEqual(['skipped', 'gated']);
  });
});

describe('the plan', () => {
  const people = [aPerson('taro'), aPerson('hana', { batch: 'sales' })];
  const list = [device('PC-1', [HANA, TARO]), device('PC-2', [TARO])];
  const tasksIn = (evidence: readonly KeptEvidence[], done: readonly string[] = [], hoursAgo = 1) => {
    const inputs = inputsOf({ people, states: Object.fromEntries(done.map((id) => [id, 'done'])) });
    return [...makePlan({ ...inputs, devices: { list, evidence, doneAt: doneAgo(hoursAgo, done) } })].flatMap(
      ({ steps }) => steps.filter((step): step is HandTask => step.kind === 'hand.task' && step.person !== undefined),
    );
  };

  it('has both tasks of each infected device, in their order, with the first of its users, and none of the others', () => {
    const found = check('PC-1', 'infected');
    const infection = newestInfection(device('PC-1', []), [found], () => undefined);
    if (infection === undefined) throw new Error('it is infected');
    const tasks = tasksIn([found, check('PC-2', 'unclear')]);
    expect(tasks.map(({ id, person, batch, needs }) => ({ id, person, batch, needs }))).toEqual(
      deviceTasks(device('PC-1', [HANA, TARO]), infection, String).map(({ id, needs }) => {
        return { id, person: HANA, batch: 'sales', needs };
      }),
    );
    expect(tasks[0]?.lines).toContain('Used by hana, taro.');
  });

  it('asks for nothing again that is done, nor for a further report of the same infection', () => {
    const found = check('PC-1', 'infected', 5);
    const tasks = tasksIn([found]);
    const more = [found, check('PC-1', 'infected', 2)];
    expect(tasksIn(more).map(({ id }) => id)).toEqual(tasks.map(({ id }) => id));
    expect(tasksIn(more, [tasks[0]?.id ?? '']).map(({ task }) => task)).toEqual(['reinstall-device']);
    expect(
      tasksIn(
        more,
        tasks.map(({ id }) => id),
      ),
    ).toEqual([]);
    const done = tasks.map(({ id }) => id);
    expect(tasksIn(more, done, 3).map(({ task }) => task)).toEqual(['keep-evidence', 'reinstall-device']);
  });
});

// Evidence of devices, exceptions and marks: kept once and for good, in the one chain with everything else; older logs take them once they are written.

import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { DeviceEvidence } from '../../src/model/device-evidence.ts';
import type { DeviceException } from '../../src/model/device-exception.ts';
import type { DeviceMark } from '../../src/model/device-mark.ts';
import { jobLogs, planOf, waitSteps } from './scene.ts';

const { newFile, logIn, close, remove } = jobLogs();

afterEach(close);
afterAll(remove);

function evidence(key: string): DeviceEvidence {
  const facts = { host: '表計算PC', source: 'emocheck', tool: 'EmoCheck', version: '2.4.0', file: 'x.json' } as const;
  return { key, ...facts, checkedAt: 5, claim: 'clean', said: 'EmoCheck found no process of Emotet.' };
}

const EXCEPTION: DeviceException = {
  person: 'taro@old.example',
  approvedBy: '青空 太郎',
  until: 100,
  reason: 'out of the country',
  by: 'hanako',
  at: 1,
};

describe('evidence', () => {
  it('is taken in once, whoever brings it again, with one event for each, and the chain stays whole', () => {
    const file = newFile();
    const log = logIn(file);
    expect(log.keepEvidence([evidence('b'), evidence('a'), evidence('b')]).map(({ key }) => key)).toEqual(['b', 'a']);
    expect(log.keepEvidence([evidence('a')])).toEqual([]);
    expect(logIn(file, 'write').keepEvidence([evidence('a'), evidence('c')])).toMatchObject([
      { ...evidence('c'), takenAt: expect.any(Number) },
    ]);
    const kept = [...log.deviceEvidence()].toSorted((one, other) => (one.key < other.key ? -1 : 1));
    expect(kept.map(({ takenAt, ...rest }) => rest)).toEqual(['a', 'b', 'c'].map(evidence));
    const events = [...log.events()].filter(({ name }) => name === 'device.evidence');
    expect(events.map(({ facts }) => facts['key'])).toEqual(['b', 'a', 'c']);
    expect(log.firstBrokenEvent()).toBeUndefined();
  });

  it('cannot be changed or deleted', () => {
    const file = newFile();
    logIn(file).keepEvidence([evidence('a')]);
    const database = new DatabaseSync(file);
    expect(() => database.exec("UPDATE device_evidence SET body = '{}'")).toThrow('never changed');
    expect(() => database.exec('DELETE FROM device_evidence')).toThrow('never deleted');
    database.close();
  });
});

describe('an exception', () => {
  it('takes the place of an earlier one for the same person and device; every one is in the chain', () => {
    const log = logIn(newFile());
    const ofDevice = { ...EXCEPTION, device: 'pc-1' };
    log.keepException(EXCEPTION);
    log.keepException(ofDevice);
    log.keepException({ ...EXCEPTION, until: 50, reason: 'back' });
    expect(log.exceptions()).toEqual([{ ...EXCEPTION, until: 50, reason: 'back' }, ofDevice]);
    expect([...log.events()].map(({ name, facts }) => [name, facts['reason']])).toEqual([
      ['device.exception', 'out of the country'],
      ['device.exception', 'out of the country'],
      ['device.exception', 'back'],
    ]);
    expect(log.firstBrokenEvent()).toBeUndefined();
  });
});

const HANDED_OVER: DeviceMark = {
  what: 'handed-over',
  key: 'a',
  person: 'taro@old.example',
  device: '表計算pc',
  by: 'hanako',
  at: 1,
};

describe('a mark', () => {
  it('is taken in once, with one event for each, in the order in which marks were recorded', () => {
    const file = newFile();
    const log = logIn(file);
    const back: DeviceMark = { ...HANDED_OVER, what: 'taken-back', key: 'B', takesBack: 'a', reason: 'wrong PC' };
    expect(log.keepMarks([back, HANDED_OVER, back])).toEqual([back, HANDED_OVER]);
    expect(logIn(file, 'write').keepMarks([HANDED_OVER])).toEqual([]);
    expect([...log.deviceMarks()]).toEqual([back, HANDED_OVER]);
    expect([...log.events()].map(({ name, facts }) => [name, facts['key']])).toEqual([
      ['device.taken-back', 'B'],
      ['device.handed-over', 'a'],
    ]);
    expect(log.firstBrokenEvent()).toBeUndefined();
  });

  it('stands among the events of its person, with the exceptions', () => {
    const log = logIn(newFile());
    log.savePlan(planOf(waitSteps(3)));
    log.keepMarks([HANDED_OVER, { ...HANDED_OVER, key: 'b', person: 'hana@old.example' }]);
    log.keepException(EXCEPTION);
    log.keepEvidence([evidence('a')]);
    const names = [...log.events({ person: HANDED_OVER.person })].map(({ name }) => name);
    expect(names).toEqual(['device.handed-over', 'device.exception']);
  });

  it('cannot be changed or deleted', () => {
    const file = newFile();
    logIn(file).keepMarks([HANDED_OVER]);
    const database = new DatabaseSync(file);
    expect(() => database.exec("UPDATE device_mark SET body = '{}'")).toThrow('never changed');
    expect(() => database.exec('DELETE FROM device_mark')).toThrow('never deleted');
    database.close();
  });
});

describe.each([
  [2, 'DROP TABLE device_evidence; DROP TABLE device_exception; DROP TABLE device_mark'],
  [3, 'DROP TABLE device_mark'],
])('a log of format %i', (format, younger) => {
  function oldFile(): string {
    const file = newFile();
    logIn(file).savePlan(planOf(waitSteps(3)));
    close();
    const database = new DatabaseSync(file);
    database.exec(`${younger}; PRAGMA user_version = ${format}`);
    database.close();
    return file;
  }

  it('knows of no device while it is only read', () => {
    const log = logIn(oldFile(), 'read');
    expect([...log.deviceEvidence(), ...log.deviceMarks()]).toEqual([]);
    expect(log.exceptions()).toEqual([]);
    expect([...log.steps()]).toHaveLength(3);
  });

  it('takes what is about devices once it may be written, and loses nothing', () => {
    const file = oldFile();
    const log = logIn(file, 'write');
    expect(log.keepEvidence([evidence('a')])).toHaveLength(1);
    log.keepException(EXCEPTION);
    expect(log.keepMarks([HANDED_OVER])).toHaveLength(1);
    expect(log.firstBrokenEvent()).toBeUndefined();
    expect([...log.steps()]).toHaveLength(3);
    const again = logIn(file, 'read');
    expect([...again.deviceEvidence()]).toHaveLength(1);
    expect([...again.deviceMarks()]).toHaveLength(1);
  });
});

// The states of an infected device: cleared only by a check that is newer than its reinstallation, with its evidence kept, whatever the order
// in which things happen, and whatever the order in which they are taken in.

import { describe, expect, it } from '@jest/globals';
import { deviceGate } from '../../src/client/device-gate.ts';
import { newestInfection, taskIds } from '../../src/client/device-tasks.ts';
import type { DoneAt } from '../../src/client/device-tasks.ts';
import type { Device } from '../../src/model/device.ts';
import type { EvidenceClaim, KeptEvidence } from '../../src/model/device-evidence.ts';
import type { DeviceException } from '../../src/model/device-exception.ts';

const HOUR = 60 * 60 * 1000;
const START = Date.parse('2026-11-24T00:00:00Z');
const END = 9;
const TARO = 'taro@old.example';
const PC: Device = { key: 'pc-1', host: 'PC-1', system: 'windows', uses: [{ line: 2, person: TARO }] };

/** A check at that hour, taken in at that other hour. */
function check(claim: EvidenceClaim, hour: number, takenAtHour = hour): KeptEvidence {
  const facts = { host: 'PC-1', source: 'emocheck', tool: 'EmoCheck', version: '2.4.0', file: 'x.json' } as const;
  const key = `${String(hour).padStart(8, '0')}${claim}`;
  return { ...facts, key, said: `${claim}.`, claim, checkedAt: at(hour), takenAt: at(takenAtHour) };
}

function at(hour: number): number {
  return START + hour * HOUR;
}

const FOUND = check('infected', 0);

/** Hours at which the tasks of what was found first are marked. */
interface Marks {
  readonly kept?: number;
  readonly reinstalled?: number;
}

function marksOf({ kept, reinstalled }: Marks, first = FOUND): DoneAt {
  const ids = taskIds(PC, { first });
  const hours = new Map([
    [ids.keepEvidence, kept],
    [ids.reinstall, reinstalled],
  ]);
  return (task) => {
    const hour = hours.get(task);
    return hour === undefined ? undefined : at(hour);
  };
}

function gateOf(evidence: readonly KeptEvidence[], doneAt: DoneAt, exceptions: readonly DeviceException[] = []) {
  const moment = { now: at(END), validForMs: 72 * HOUR, timeZone: 'UTC' };
  return deviceGate({ devices: [PC], evidence, exceptions, doneAt, moment });
}

function isCleared(evidence: readonly KeptEvidence[], doneAt: DoneAt): boolean {
  return gateOf(evidence, doneAt).standings[0]?.isCleared === true;
}

function orders<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

const EVENTS = ['infected', 'clean', 'kept', 'reinstalled'] as const;
const TABLE = orders(EVENTS).map((order) => ({
  order,
  hourOf: (event: (typeof EVENTS)[number]) => order.indexOf(event) + 1,
  said: order.join(', '),
}));

/** When the two later reports come in: at once, both at the end, or the clean one alone at the end. */
const IMPORTS: Readonly<Record<string, readonly EvidenceClaim[]>> = {
  'at once': [],
  'both late': ['infected', 'clean'],
  'the clean one late': ['clean'],
};

describe.each(Object.entries(IMPORTS))('a device that was found infected, reports taken in %s', (_, late) => {
  it.each(TABLE)('then $said', ({ hourOf }) => {
    const reports = (['infected', 'clean'] as const).map((claim) =>
      check(claim, hourOf(claim), late.includes(claim) ? END : hourOf(claim)),
    );
    const [reinstalled, kept] = [hourOf('reinstalled'), hourOf('kept')];
    const isRight = hourOf('infected') < reinstalled && reinstalled < hourOf('clean');
    for (const evidence of orders([FOUND, ...reports])) {
      expect(isCleared(evidence, marksOf({ reinstalled, kept }))).toBe(isRight);
      expect(isCleared(evidence, marksOf({ reinstalled }))).toBe(false);
      expect(isCleared(evidence, marksOf({ kept }))).toBe(false);
    }
  });
});

describe('a check between the infection and the mark', () => {
  const between = [FOUND, check('clean', 1)];

  it('clears nothing, and the way out is said', () => {
    const [standing] = gateOf(between, marksOf({ kept: 2, reinstalled: 3 })).standings;
    expect(standing).toMatchObject({
      isCleared: false,
      infection: { isOpen: true },
      todo: 'Check it again and take the report in: migrate evidence import',
    });
  });

  it('leaves an exception as the only other way', () => {
    const exception = { person: TARO, approvedBy: 'The president', reason: 'travels', by: 'admin', at: at(0) };
    const open = { ...exception, until: at(END + 1) };
    const of = (exceptions: readonly DeviceException[]) => gateOf(between, marksOf({ kept: 2 }), exceptions).of(TARO);
    expect(of([]).isGated).toBe(true);
    expect(of([open])).toMatchObject({ isGated: false, devices: [{ state: 'skipped' }] });
  });

  it('of a clock that ran ahead is none from after the reinstallation', () => {
    const ahead = check('clean', 5, 4);
    expect(isCleared([FOUND, ahead], marksOf({ kept: 2, reinstalled: 3 }))).toBe(false);
    expect(isCleared([FOUND, ahead, check('clean', 6)], marksOf({ kept: 2, reinstalled: 3 }))).toBe(true);
  });
});

describe('an infection', () => {
  it('of a device that is on no list, or no more, is named: nobody is held back for it', () => {
    const other = (claim: EvidenceClaim, hour: number) => ({ ...check(claim, hour), host: 'pc-9.corp.example' });
    const unlisted = (...evidence: readonly KeptEvidence[]) => gateOf(evidence, marksOf({})).unlisted;
    expect(unlisted(FOUND, other('clean', 1), check('infected', 2))).toEqual([]);
    expect(unlisted(FOUND, other('infected', 0), other('clean', 1))).toEqual(['pc-9.corp.example']);
  });

  const of = (evidence: readonly KeptEvidence[], marks: Marks = {}) => newestInfection(PC, evidence, marksOf(marks));
  const again = check('infected', 4);

  it('goes on until the device was reinstalled, whatever clean check lies between', () => {
    expect(of([check('clean', 1)])).toBeUndefined();
    expect(of([again, check('clean', 2), FOUND])).toEqual({ first: FOUND, last: again });
    expect(of([again, FOUND], { reinstalled: 3 })).toEqual({ first: again, last: again });
    expect(of([again, FOUND], { reinstalled: 5 })).toEqual({ first: FOUND, last: again, reinstalledAt: at(5) });
  });

  it('keeps its name when an older report is found later, so that nothing marked is asked for again', () => {
    const older = check('infected', -3, 6);
    expect(of([older, FOUND])?.first).toBe(FOUND);
    expect(isCleared([older, FOUND, check('clean', 5)], marksOf({ kept: 1, reinstalled: 2 }))).toBe(true);
  });

  it('is over with the mark of its own task, also where the clock was put back between', () => {
    expect(of([again], {})?.reinstalledAt).toBeUndefined();
    const marked = newestInfection(PC, [again], marksOf({ reinstalled: 3 }, again));
    expect(marked?.reinstalledAt).toBe(at(4));
  });
});

// Where each device stands: what was recorded last counts, an infection makes void what was before it, an old check takes nothing back.

import { describe, expect, it } from '@jest/globals';
import { deviceBoard } from '../../src/client/device-board.ts';
import type { BoardLine } from '../../src/client/device-board.ts';
import { deviceGate } from '../../src/client/device-gate.ts';
import type { GateInputs } from '../../src/client/device-gate.ts';
import type { PastKit } from '../../src/client/standing-marks.ts';
import type { Device } from '../../src/model/device.ts';
import type { EvidenceClaim, KeptEvidence } from '../../src/model/device-evidence.ts';
import type { DeviceException } from '../../src/model/device-exception.ts';
import { REPORTED_STATUSES } from '../../src/model/device-mark.ts';
import type { DeviceMark, ReportedStatus } from '../../src/model/device-mark.ts';

const HOUR = 60 * 60 * 1000;
const NOW = Date.parse('2026-11-24T03:00:00Z');
const [TARO, HANA] = ['taro@old.example', 'hana@old.example'];
const PC: Device = {
  key: 'pc-1',
  host: 'PC-1',
  system: 'windows',
  uses: [TARO, HANA, TARO].map((person, line) => ({ line, person })),
};
const OF = { person: TARO, device: 'pc-1', by: 'admin' };

function check(claim: EvidenceClaim, hoursAgo: number): KeptEvidence {
  const at = NOW - hoursAgo * HOUR;
  const facts = { source: 'emocheck', tool: 'EmoCheck', said: claim, file: 'x', host: 'PC-1' } as const;
  return { ...facts, key: `${claim}${hoursAgo}`, claim, checkedAt: at, takenAt: at };
}

const CLEAN = [check('clean', 10)];

function reported(status: ReportedStatus, hoursAgo: number, takenHoursAgo = hoursAgo): DeviceMark {
  const time = NOW - hoursAgo * HOUR;
  return {
    what: 'reported',
    key: `${status}${hoursAgo}`,
    ...OF,
    at: NOW - takenHoursAgo * HOUR,
    status,
    detail: '',
    time,
    file: 'r',
  };
}

function handedOver(hoursAgo: number): DeviceMark {
  return { what: 'handed-over', key: `handed${hoursAgo}`, ...OF, at: NOW - hoursAgo * HOUR };
}

function saidDone(hoursAgo: number): DeviceMark {
  return { what: 'done', key: `done${hoursAgo}`, ...OF, at: NOW - hoursAgo * HOUR, evidence: 'seen' };
}

function takenBack(takesBack: string): DeviceMark {
  return { what: 'taken-back', key: `not ${takesBack}`, ...OF, at: NOW, takesBack, reason: 'wrong PC' };
}

const EXCEPTION: DeviceException = { ...OF, approvedBy: 'president', until: NOW + 1, reason: 'travels', at: 0 };

type Scene = Partial<GateInputs> & {
  readonly marks?: readonly DeviceMark[];
  readonly hasKit?: boolean;
  readonly pastKits?: readonly PastKit[];
};

function board({ marks = [], hasKit = false, pastKits = [], ...more }: Scene): readonly BoardLine[] {
  const devices = [PC];
  const moment = { now: NOW, validForMs: 72 * HOUR, timeZone: 'UTC' };
  const gate = deviceGate({ devices, evidence: CLEAN, exceptions: [], doneAt: () => undefined, moment, ...more });
  const kitOf = (person: string) => (hasKit && person === TARO ? [PC.key] : []);
  return deviceBoard({ devices, gate, marks, kitOf, pastKits: () => pastKits });
}

const state = (scene: Scene) => board(scene)[0]?.state;

describe('the board', () => {
  it('has one line for each person at each device; marks and kits of one are none of the other', () => {
    const lines = board({ marks: [saidDone(1)], hasKit: true });
    expect(lines.map(({ person, state: is }) => [person, is])).toEqual([
      [TARO, 'done'],
      [HANA, 'waiting'],
    ]);
  });

  it('goes from gated over kit ready and handed over to done', () => {
    expect(state({ evidence: [] })).toBe('gated');
    expect(state({ evidence: [], hasKit: true })).toBe('gated');
    expect(state({})).toBe('waiting');
    expect(state({ evidence: [], exceptions: [EXCEPTION] })).toBe('skipped');
    expect(state({ evidence: [], exceptions: [EXCEPTION], hasKit: true })).toBe('kit-ready');
    expect(state({ hasKit: true })).toBe('kit-ready');
    expect(state({ hasKit: true, marks: [handedOver(2)] })).toBe('handed-over');
    expect(state({ hasKit: true, marks: [handedOver(2), reported('applied', 1)] })).toBe('done');
  });

  it('shows what every report comes to, in words', () => {
    const states = REPORTED_STATUSES.map((status) => [status, state({ marks: [reported(status, 1)] })]);
    expect(Object.fromEntries(states)).toEqual({
      applied: 'done',
      'rolled-back': 'waiting',
      'not-applied': 'waiting',
      'waiting-outlook-open': 'waiting',
      'waiting-other-run': 'waiting',
      'waiting-person': 'waiting',
      'gate-infected': 'failed',
      'gate-no-report': 'failed',
      'gate-expired': 'failed',
      'gate-table': 'failed',
      error: 'failed',
      'not-listed': 'failed',
      'no-outlook': 'failed',
    });
  });

  it('counts the newest report, in whatever order reports come in, and by no clock that runs ahead', () => {
    expect(state({ marks: [reported('applied', 1), reported('error', 2, 0)] })).toBe('done');
    expect(state({ marks: [reported('error', 1), reported('applied', 2, 0)] })).toBe('failed');
    expect(state({ marks: [reported('error', -100, 2), reported('applied', 1)] })).toBe('done');
  });

  it('handed over after it had set itself up is done all the same; after a failure it is a new try', () => {
    expect(state({ marks: [handedOver(1), reported('applied', 3, 0)] })).toBe('done');
    expect(state({ marks: [reported('error', 3), handedOver(1)] })).toBe('handed-over');
    expect(state({ marks: [saidDone(1), reported('error', 2, 0)] })).toBe('done');
  });

  it('takes one state back at a time, and what was said before counts again', () => {
    const marks = [handedOver(3), reported('error', 2), reported('applied', 1)];
    const steps = ['done', 'failed', 'handed-over', 'waiting'];
    for (const step of steps) {
      const [line] = board({ marks });
      expect(line?.state).toBe(step);
      if (line?.mark !== undefined) marks.push(takenBack(line.mark.key));
    }
  });

  it('says what was taken back last, so that an undo that is said twice is known', () => {
    const marks = [handedOver(3), saidDone(2), takenBack('done2')];
    expect(board({ marks })[0]).toMatchObject({ state: 'handed-over', lastUndo: { reason: 'wrong PC' } });
    expect(board({ marks: [...marks, saidDone(0)] })[0]?.lastUndo).toBeUndefined();
    expect(board({ marks })[1]?.lastUndo).toBeUndefined();
  });

  it('keeps what is done when its check grows old, and voids it when an infection is found later', () => {
    expect(state({ evidence: [check('clean', 100)], marks: [saidDone(1)] })).toBe('done');
    const infected = [check('clean', 10), check('infected', 2)];
    expect(state({ evidence: infected, marks: [saidDone(5)] })).toBe('gated');
    expect(state({ evidence: infected, marks: [saidDone(5)], exceptions: [EXCEPTION] })).toBe('skipped');
    const reinstalled = { evidence: [...infected, check('clean', 1)], doneAt: () => NOW - 1.5 * HOUR };
    expect(state({ ...reinstalled, marks: [saidDone(5)] })).toBe('waiting');
    expect(state({ ...reinstalled, marks: [saidDone(5), saidDone(0)] })).toBe('done');
  });

  it('names a kit in hand that the gate holds, and how to say that it was taken back', () => {
    const infected = [check('clean', 10), check('infected', 2)];
    const [own] = board({ evidence: infected, marks: [handedOver(5)] });
    expect(own).toMatchObject({
      state: 'gated',
      why: 'Infected: infected. A kit for it is in hand already.',
      todo: expect.stringContaining(`migrate device undo "PC-1" --person ${TARO} --reason "..."; and migrate plan`),
    });
    const [back] = board({ evidence: infected, marks: [handedOver(5), takenBack(own?.mark?.key ?? '')] });
    expect([back?.why, back?.mark]).toEqual([own?.standing.why, undefined]);

    // Handed over for another device, with everything that was in the kit then.
    const other: DeviceMark = { ...handedOver(5), device: 'pc-2' };
    const kit = (hoursAgo: number, ...devices: string[]): PastKit => ({ writtenAt: NOW - hoursAgo * HOUR, devices });
    const given = (...pastKits: PastKit[]) => board({ evidence: infected, marks: [other], pastKits })[0];
    expect(given(kit(6, 'pc-1', 'pc-2'), kit(1, 'pc-2'))?.todo).toMatch(/device undo "pc-2" /);
    expect(given(kit(6, 'pc-1', 'pc-2'), kit(1, 'pc-2'))?.mark).toBeUndefined();
    for (const kits of [[], [kit(6, 'pc-2'), kit(4, 'pc-1')], [kit(8, 'pc-1'), kit(6, 'pc-2')]]) {
      expect(given(...kits)?.why).toBe(own?.standing.why);
    }
  });

  it('says of what an exception alone has let through that the gate holds it again, once that has ended', () => {
    const over = { ...EXCEPTION, until: NOW - HOUR };
    const [line] = board({ evidence: [], exceptions: [over], marks: [handedOver(2)] });
    expect(line).toMatchObject({
      state: 'handed-over',
      why: expect.stringMatching(
        /^Handed over by admin\. The gate holds it again\. No report .* is over since 2026-11-24 02:00\.$/,
      ),
      todo: expect.stringMatching(/^Ask for the kit back .*; and Check it and take the report in/),
    });
    const stale = [check('clean', 100)];
    const when = (marks: readonly DeviceMark[]) => board({ evidence: stale, exceptions: [over], marks })[0]?.why;
    expect(when([handedOver(50)])).toBe('Handed over by admin.');
    expect(when([handedOver(2)])).toMatch(/The gate holds it again\. The check is older/);
    expect(when([])).toMatch(/older than 72 hours.* is over since/);
    expect(board({ exceptions: [over], marks: [handedOver(2)] })[0]?.why).toBe('Handed over by admin.');
  });

  it('names an exception beside every state', () => {
    const [line] = board({ evidence: [], exceptions: [EXCEPTION], marks: [handedOver(1)] });
    expect(line).toMatchObject({ state: 'handed-over', exception: { approvedBy: 'president' } });
  });
});

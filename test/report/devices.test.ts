// The board in the four forms of a report: who stands where and why, who goes on by exception; whatever names and PCs say, it is text.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Papa from 'papaparse';
import { boardText } from '../../src/command/text/board-text.ts';
import { wallText } from '../../src/model/zone.ts';
import { deviceCsv } from '../../src/report/device-csv.ts';
import type { DeviceLine, DevicesSummary } from '../../src/report/device-lines.ts';
import { reportCsv } from '../../src/report/report-csv.ts';
import { reportHtml } from '../../src/report/report-html.ts';
import { reportJson } from '../../src/report/report-json.ts';
import { reportText } from '../../src/report/report-text.ts';
import { summarise } from '../../src/report/summarise.ts';
import type { Summary } from '../../src/report/summary.ts';
import { countOf, openScene, save, say, stepsOf } from './scene.ts';
import type { Scene } from './scene.ts';

const NASTY = '=cmd|"/c calc"<img src=x onerror=alert(1)>';

/** In Tokyo the next day; wherever the tests run, it is told in the company's zone. */
const SINCE = Date.parse('2026-11-24T18:30:05Z');

const LINE: DeviceLine = {
  person: 'taro@old.example',
  name: '青空 太郎',
  host: 'PC-1',
  system: 'windows',
  clients: ['outlook-classic'],
  state: 'gated',
  why: `Infected: ${NASTY}`,
  todo: 'migrate plan',
  since: undefined,
  verdict: 'infected',
  isAsked: true,
  exception: undefined,
};
const TERMS = { approvedBy: NASTY, until: 1, lastDay: '2026-11-30', reason: '海外出張中' };
const DEVICES: DevicesSummary = {
  board: [
    LINE,
    {
      ...LINE,
      host: 'PC-2',
      state: 'done',
      why: 'Done, reports the device.',
      todo: undefined,
      since: SINCE,
      exception: TERMS,
    },
  ],
  exceptions: [
    {
      ...TERMS,
      person: LINE.person,
      name: LINE.name,
      host: 'PC-2',
      device: 'pc-2',
      state: 'expired',
      by: 'admin',
      at: 0,
    },
  ],
  without: [{ person: 'hana@old.example', name: undefined }],
  unlisted: ['PC-77'],
  timeZone: 'Asia/Tokyo',
};

let scene: Scene;
let summary: Summary;

beforeEach(() => {
  scene = openScene();
  save(scene.log, stepsOf('taro', 'all'), { batches: [countOf('all', 1)] });
  summary = summarise(scene.log, { clock: scene.clock, timeZone: 'Asia/Tokyo', say, devices: DEVICES });
});
afterEach(() => scene.remove());

describe('the board in a report', () => {
  it('is text: counts, who is held and why, exceptions, people without a device, and that nothing of it is a proof', () => {
    const text = reportText(summary);
    expect(text).toContain('by person and device: 1 held by the gate, 1 done (reported)');
    expect(text).toContain(
      `青空 太郎 <taro@old.example>, PC-1: held by the gate. Infected: ${NASTY}\n      to do: migrate plan`,
    );
    expect(text).toContain(
      `exception for 青空 太郎 <taro@old.example>, PC-2: approved by ${NASTY}, expired on 2026-11-30: 海外出張中`,
    );
    expect(text).toContain('Without a device on the list, so held by the gate: hana@old.example');
    expect(text).toContain('Infected, and not on the device list, so nobody is held back for them: PC-77.');
    expect(text).toContain('Clean is no proof');
  });

  it('is text: what is in hand though the gate holds it again stands with what asks for something', () => {
    const given = {
      ...LINE,
      host: 'PC-8',
      state: 'handed-over',
      why: 'Handed over.',
      todo: 'Ask for it back.',
    } as const;
    const board = [given, { ...given, host: 'PC-9', todo: undefined }];
    const devices = { ...DEVICES, board };
    const text = reportText(summarise(scene.log, { clock: scene.clock, timeZone: 'Asia/Tokyo', say, devices }));
    expect(text).toContain('PC-8: handed over. Handed over.\n      to do: Ask for it back.');
    expect(text).not.toContain('PC-9: handed over.');
  });

  it('is a page on which nothing runs', () => {
    const page = reportHtml(summary);
    expect(page).toContain('<h2 id="devices">Devices</h2>');
    expect(page).toContain('Exceptions from the device gate');
    expect(page).toContain('nobody is held back for them: PC-77.');
    expect(page).not.toContain('<img');
  });

  it('is a column of the table of people, and a table of its own, in which no spreadsheet runs anything', () => {
    const people = Papa.parse<Record<string, string>>(reportCsv(summary), { header: true }).data;
    expect(people[0]?.['devices']).toBe('PC-1: held by the gate; PC-2: done (reported)');
    const devices = Papa.parse<Record<string, string>>(deviceCsv(DEVICES.board, DEVICES.timeZone), {
      header: true,
    }).data;
    expect(devices[0]).toMatchObject({ device: 'PC-1', state: 'held by the gate', check: 'infected' });
    expect(devices[1]).toMatchObject({ 'exception approved by': `'${NASTY}`, 'exception until': '2026-11-30' });
  });

  it('tells every time by the wall clocks of the company, as a verdict does', () => {
    expect(boardText(DEVICES.board, DEVICES).join('\n')).toContain('(2026-11-25 03:30)');
    expect(reportHtml(summary)).toContain('<td>2026-11-25 03:30</td>');
    expect(deviceCsv(DEVICES.board, DEVICES.timeZone)).toContain('"2026-11-25 03:30:05"');
    const asOf = wallText(summary.at, 'Asia/Tokyo');
    expect([reportText(summary), reportHtml(summary)]).toEqual([
      expect.stringContaining(`Report of ${asOf}`),
      expect.stringContaining(`As of ${asOf}`),
    ]);
  });

  it('is JSON as it is; where there is no device list, nothing is said of devices', () => {
    expect(JSON.parse(reportJson(summary))).toMatchObject({ devices: { board: [{ host: 'PC-1' }, { host: 'PC-2' }] } });
    const without = summarise(scene.log, { clock: scene.clock, timeZone: 'Asia/Tokyo', say });
    expect(reportText(without)).not.toMatch(/device/iu);
    expect(reportHtml(without)).not.toContain('id="devices"');
  });
});

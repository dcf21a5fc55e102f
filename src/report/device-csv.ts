// One row for each person at each device, for Excel.

import { csvToRead } from '../model/csv-text.ts';
import { exactWallText } from '../model/zone.ts';
import { DEVICE_WORDS } from './device-words.ts';
import type { DeviceLine } from './device-lines.ts';

const COLUMNS: readonly (readonly [string, (line: DeviceLine, timeZone: string) => string | undefined])[] = [
  ['name', ({ name }) => name],
  ['old address', ({ person }) => person],
  ['device', ({ host }) => host],
  ['system', ({ system }) => system],
  ['mail programs', ({ clients }) => clients.join(', ')],
  ['state', ({ state }) => DEVICE_WORDS[state]],
  ['why', ({ why }) => why],
  ['to do', ({ todo }) => todo],
  ['since', ({ since }, timeZone) => (since === undefined ? '' : exactWallText(since, timeZone))],
  ['check', ({ verdict, isAsked }) => (isAsked ? verdict : 'not asked')],
  ['exception approved by', ({ exception }) => exception?.approvedBy],
  ['exception until', ({ exception }) => exception?.lastDay],
  ['exception reason', ({ exception }) => exception?.reason],
];

/** Times are those of the wall clocks in `timeZone`, as a spreadsheet reads them. */
export function deviceCsv(lines: readonly DeviceLine[], timeZone: string): string {
  const rows = lines.map((line) => COLUMNS.map(([, value]) => value(line, timeZone) ?? ''));
  return csvToRead([COLUMNS.map(([name]) => name), ...rows]);
}

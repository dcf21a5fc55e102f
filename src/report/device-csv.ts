// One row for each person at each device, for Excel.

import { csvToRead } from '../model/csv-text.ts';
import { DEVICE_WORDS } from './device-words.ts';
import type { DeviceLine } from './device-lines.ts';

const COLUMNS: readonly (readonly [string, (line: DeviceLine) => string | undefined])[] = [
  ['name', ({ name }) => name],
  ['old address', ({ person }) => person],
  ['device', ({ host }) => host],
  ['system', ({ system }) => system],
  ['mail programs', ({ clients }) => clients.join(', ')],
  ['state', ({ state }) => DEVICE_WORDS[state]],
  ['why', ({ why }) => why],
  ['to do', ({ todo }) => todo],
  ['since', ({ since }) => isoTime(since)],
  ['check', ({ verdict, isAsked }) => (isAsked ? verdict : 'not asked')],
  ['exception approved by', ({ exception }) => exception?.approvedBy],
  ['exception until', ({ exception }) => exception?.lastDay],
  ['exception reason', ({ exception }) => exception?.reason],
];

export function deviceCsv(lines: readonly DeviceLine[]): string {
  const rows = lines.map((line) => COLUMNS.map(([, value]) => value(line) ?? ''));
  return csvToRead([COLUMNS.map(([name]) => name), ...rows]);
}

function isoTime(atMs: number | undefined): string | undefined {
  return atMs === undefined ? undefined : new Date(atMs).toISOString();
}

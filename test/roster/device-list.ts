// Device lists for tests: rows by heading, read beside the staff of a small company with two people of one name.

import { readDevices } from '../../src/roster/read-devices.ts';
import type { DevicesReading } from '../../src/roster/read-devices.ts';
import { people } from './partner-list.ts';
import { company, written } from './staff-list.ts';

/** A row that is in order; a test changes what it is about. */
export const GOOD = {
  ホスト名: 'PC-001',
  使用者: '石川 直樹',
  OS: 'Windows 11',
  メールソフト: 'Outlook 2021',
  方式: 'IMAP',
  備考: '',
} as const;

export function readDeviceText(
  text: string,
  options: { readonly isStaffFaulty?: true; readonly deviceColumns?: Readonly<Record<string, string>> } = {},
): DevicesReading {
  const { isStaffFaulty, deviceColumns } = options;
  const lists = { ...company.lists, ...(deviceColumns && { deviceColumns }) };
  return readDevices(text, {
    file: 'devices.csv',
    settings: { ...company, lists },
    people,
    ...(isStaffFaulty && { isStaffFaulty }),
  });
}

/** Each row changes cells of the good one. */
export function readDeviceRows(rows: readonly Partial<Record<keyof typeof GOOD, string>>[]): DevicesReading {
  const headings = Object.keys(GOOD) as (keyof typeof GOOD)[];
  const cells = rows.map((row) => headings.map((heading) => row[heading] ?? GOOD[heading]));
  return readDeviceText(written([headings, ...cells]));
}

// Staff lists for tests: rows as arrays, written as a spreadsheet would, read with the settings of the example company.

import type { Settings } from '../../src/model/settings.ts';
import type { Problem } from '../../src/model/problem.ts';
import { readStaff } from '../../src/roster/read-staff.ts';
import type { StaffReading } from '../../src/roster/read-staff.ts';
import { exampleSettings } from '../../src/settings/example.ts';
import { readSettings } from '../../src/settings/read-settings.ts';

export const OLD = 'aozora-shoji.example';
export const NEW = 'aozora-trading.example';

export const company = exampleCompany();

function exampleCompany(): Settings {
  const reading = readSettings(exampleSettings({ provider: 'google-workspace' }), 'migrate.yaml');
  if ('problems' in reading) throw new Error('The example does not read.');
  return reading.settings;
}

/** The provider of the tests keeps these for itself. */
export function addressFault(address: string): string | undefined {
  return /^(?:postmaster|abuse)@/.test(address) ? 'it is reserved for the operators of the domain.' : undefined;
}

export function read(text: string, settings: Partial<Settings> = {}): StaffReading {
  return readStaff(text, { file: 'staff.csv', settings: { ...company, ...settings }, addressFault });
}

export interface Form {
  readonly delimiter: string;
  readonly newline: string;
  readonly quotes: 'all' | 'needed';
}

export function written(rows: readonly (readonly string[])[], form: Partial<Form> = {}): string {
  const { delimiter = ',', newline = '\r\n', quotes = 'needed' } = form;
  const cell = (text: string) =>
    quotes === 'all' || /["\r\n,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map(cell).join(delimiter) + newline).join('');
}

/** `4:2 staff.address-twice`. */
export function shown({ place, code }: Problem): string {
  return `${place?.line ?? 0}:${place?.column ?? 0} ${code}`;
}

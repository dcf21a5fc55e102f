// One row of the list as a person. All that is wrong with the row is found in one pass; a row with an error makes nobody.

import type { Person } from '../model/person.ts';
import type { ProviderName } from '../model/directory.ts';
import { hasErrors } from '../model/problem.ts';
import type { StaffField } from '../model/staff-field.ts';
import type { Choice } from './choice.ts';
import { cleanCode } from './clean.ts';
import { readName } from './name.ts';
import type { Name } from './name.ts';
import { staffProblem } from './problems.ts';
import type { Row } from './row.ts';
import { checkLength, readLanguageCell, readPhoneCell, readTextCell } from './row-cells.ts';
import { readAddresses } from './row-addresses.ts';
import type { AddressContext } from './row-addresses.ts';

export interface ListContext extends AddressContext {
  readonly batches: Choice<string>;
  readonly licences: Choice<string>;
  /** Line of each employee number. */
  readonly numbers: Map<string, number>;
  /** Departments and titles repeat: each is kept once. */
  readonly words: Map<string, string>;
}

/** Characters that the providers take (Graph: resources/user; Directory API: users, name). */
const MOST: Readonly<Record<ProviderName, { name: number; shown: number; department: number; title: number }>> = {
  'microsoft-365': { name: 64, shown: 256, department: 64, title: 128 },
  'google-workspace': { name: 60, shown: 256, department: 256, title: 256 },
  // Every host has its own bounds: these keep a list that somebody has mixed up out.
  'imap-host': { name: 128, shown: 256, department: 256, title: 256 },
};

export function readPerson(row: Row<StaffField>, context: ListContext): Person | undefined {
  const name = readNames(row, context.settings.provider);
  const addresses = readAddresses(row, context);
  const most = MOST[context.settings.provider];
  const department = readTextCell(row, {
    column: row.column('department'),
    most: most.department,
    words: context.words,
  });
  const title = readTextCell(row, { column: row.column('title'), most: most.title, words: context.words });
  const phone = readPhone(row);
  const batch = readBatch(row, context);
  const language = readLanguageCell(row, row.column('language')) ?? context.settings.language;
  const licence = readLicence(row, context.licences);
  const employeeNumber = readNumber(row, context.numbers);
  if (name === undefined || addresses === undefined || batch === undefined || hasErrors(row.problems)) return undefined;
  return {
    key: addresses.old,
    line: row.line,
    ...name,
    oldAddress: addresses.old,
    newAddress: addresses.new,
    aliases: addresses.aliases,
    ...(department !== '' && { department }),
    ...(title !== '' && { title }),
    ...(phone !== '' && { phone }),
    batch,
    language,
    ...(licence !== undefined && { licence }),
    ...(employeeNumber !== '' && { employeeNumber }),
  };
}

function readNames(row: Row<StaffField>, provider: ProviderName): Name | undefined {
  const column = (field: StaffField) => row.column(field);
  const shown = row.read(column('displayName'), 'text');
  const family = row.read(column('familyName'), 'text');
  const given = row.read(column('givenName'), 'text');
  if (shown === undefined || family === undefined || given === undefined) return undefined;
  const name = readName({ shown, family, given });
  if (name === undefined) {
    const asked = shown === '' && family !== '' ? column('givenName') : column('familyName');
    const at = shown === '' ? (asked ?? column('displayName')) : column('displayName');
    const heading = row.heading(at);
    if (shown === '') row.say(at, 'cell-empty', { heading });
    else row.add(staffProblem('staff.name-not-parted', row.place(at), { heading, value: shown }));
    return undefined;
  }
  const most = MOST[provider];
  checkLength(row, { column: column('displayName') ?? column('familyName'), text: name.displayName, most: most.shown });
  checkLength(row, { column: column('familyName') ?? column('displayName'), text: name.familyName, most: most.name });
  checkLength(row, { column: column('givenName') ?? column('displayName'), text: name.givenName, most: most.name });
  return name;
}

function readPhone(row: Row<StaffField>): string {
  const [phone, extension] = (['phone', 'extension'] as const).map((field) => readPhoneCell(row, row.column(field)));
  if (extension === undefined || extension === '') return phone ?? '';
  const inner = /^\d/.test(extension) ? `内線${extension}` : extension;
  return phone === undefined || phone === '' ? inner : `${phone} ${inner}`;
}

function readBatch(row: Row<StaffField>, { settings, batches }: ListContext): string | undefined {
  const column = row.column('batch');
  const cell = row.read(column, 'text');
  const heading = row.heading(column);
  if (cell === undefined) return undefined;
  if (cell === '') {
    const [only, ...more] = settings.batches;
    if (more.length === 0) return only?.name;
    row.say(column, 'cell-empty', { heading });
    return undefined;
  }
  const found = batches.find(cell);
  if (found.name !== undefined) return found.name;
  row.add(
    staffProblem('staff.batch-unknown', row.place(column), {
      heading,
      value: cell,
      known: batches.known,
      near: found.near,
    }),
  );
  return undefined;
}

function readLicence(row: Row<StaffField>, licences: Choice<string>): string | undefined {
  const column = row.column('licence');
  const cell = row.read(column, 'text') ?? '';
  if (cell === '') return undefined;
  const found = licences.find(cell);
  if (found.name !== undefined) return found.name;
  const facts = { heading: row.heading(column), value: cell, known: licences.known, near: found.near };
  row.add(staffProblem('staff.licence-unknown', row.place(column), facts));
  return undefined;
}

function readNumber(row: Row<StaffField>, numbers: Map<string, number>): string {
  const column = row.column('employeeNumber');
  const value = cleanCode(row.read(column, 'text') ?? '');
  if (value === '') return value;
  const line = numbers.get(value);
  if (line === undefined) numbers.set(value, row.line);
  else row.add(staffProblem('staff.number-twice', row.place(column), { heading: row.heading(column), value, line }));
  return value;
}

// Company, department, title and name of one row, as a letter needs them: no honorific, no title in the name, length within bounds.

import type { Language } from '../model/person.ts';
import type { PartnerField } from '../model/partner-field.ts';
import { cleanName } from './clean.ts';
import { partnerProblem } from './partner-problems.ts';
import {
  inFull,
  partTitle,
  withoutCompanyHonorific,
  withoutPersonHonorific,
  withoutWesternHonorific,
} from './partner-words.ts';
import type { Row } from './row.ts';
import { readTextCell } from './row-cells.ts';

export interface PartnerNames {
  readonly company: string;
  readonly department: string;
  readonly title: string;
  readonly name: string;
}

/** Characters; what a line of an envelope, or a header of a message, bears. */
const MOST = 120;

export function readPartnerNames(
  row: Row<PartnerField>,
  { language, words }: { language: Language; words: Map<string, string> },
): PartnerNames {
  const read = (field: PartnerField) => readTextCell(row, { column: row.column(field), most: MOST, words });
  const company = read('company');
  const department = read('department');
  const title = read('title');
  const { name, column } = readWholeName(row, read);
  if (row.isEmpty('company'))
    row.say(row.column('company'), 'cell-empty', { heading: row.heading(row.column('company')) });
  checkHonorific(row, { column: row.column('company'), value: company, bare: short(company, withoutCompanyHonorific) });
  checkHonorific(row, {
    column: row.column('department'),
    value: department,
    bare: short(department, withoutCompanyHonorific),
  });
  checkHonorific(row, { column: row.column('title'), value: title, bare: short(title, withoutPersonHonorific) });
  checkName(row, { column, name, language });
  const full = short(company, inFull) ?? company;
  if (full !== company) {
    const at = row.column('company');
    const facts = { heading: row.heading(at), value: company, proposal: full };
    row.add(partnerProblem('partner.abbreviation', row.place(at), facts));
  }
  return { company, department, title, name };
}

/** The name in one cell, or in two. */
function readWholeName(
  row: Row<PartnerField>,
  read: (field: PartnerField) => string,
): { name: string; column: number | undefined } {
  const [shown, family, given] = [read('name'), read('familyName'), read('givenName')];
  if (shown !== '' || (family === '' && given === '')) return { name: shown, column: row.column('name') };
  const isWestern = /^[\p{Script=Latin}\p{P}\s]+$/u.test(family + given);
  const parts = isWestern ? [given, family] : [family, given];
  return { name: cleanName(parts.join(' ')), column: row.column('familyName') ?? row.column('givenName') };
}

function checkName(
  row: Row<PartnerField>,
  { column, name, language }: { column: number | undefined; name: string; language: Language },
): void {
  const western = language === 'ja' ? short(name, withoutWesternHonorific) : undefined;
  const bare = short(name, withoutPersonHonorific) ?? western;
  checkHonorific(row, { column, value: name, bare });
  const parted = bare === undefined ? short(name, partTitle) : undefined;
  if (parted === undefined) return;
  const facts = { heading: row.heading(column), value: name, ...parted };
  row.add(partnerProblem('partner.title-in-name', row.place(column), facts));
}

function checkHonorific(
  row: Row<PartnerField>,
  { column, value, bare }: { column: number | undefined; value: string; bare: string | undefined },
): void {
  if (bare === undefined) return;
  const facts = { heading: row.heading(column), value, proposal: bare };
  row.add(partnerProblem('partner.honorific', row.place(column), facts));
}

/** A text beyond its bound was told as that, and is looked at no further. */
function short<T>(text: string, look: (text: string) => T): T | undefined {
  return text.length > 2 * MOST ? undefined : look(text);
}

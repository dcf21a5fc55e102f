// One row of the partner list, read and checked by itself. What other rows say of the same contact is not known here.

import type { Language } from '../model/person.ts';
import type { PartnerField } from '../model/partner-field.ts';
import type { Partner, PartnerRoute, PartnerSender } from '../model/partner.ts';
import { hasErrors } from '../model/problem.ts';
import type { Place } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { readAddressCell } from './address-cell.ts';
import { cleanName, cleanPhone } from './clean.ts';
import type { ListPlaces } from './list-places.ts';
import type { OurPeople } from './our-people.ts';
import { routeChoice, senderChoice } from './partner-choices.ts';
import { readPartnerNames } from './partner-names.ts';
import type { PartnerNames } from './partner-names.ts';
import { partnerProblem } from './partner-problems.ts';
import type { Row } from './row.ts';
import { checkLength, readChoiceCell, readLanguageCell, readPhoneCell } from './row-cells.ts';
import { readPeopleCells } from './row-people.ts';

/** `''` and undefined: the row says nothing of it. */
export interface PartnerDraft extends PartnerNames {
  readonly line: number;
  readonly addresses: readonly string[];
  readonly contacts: readonly string[];
  readonly language: Language | undefined;
  readonly route: PartnerRoute | undefined;
  readonly from: PartnerSender | undefined;
  readonly phone: string;
  readonly postalCode: string;
  readonly postalAddress: string;
  readonly places: ListPlaces<PartnerField>;
  /** Further lines that were merged into this one. */
  readonly mergedLines: readonly number[];
  /** Lines of what another row gave. */
  readonly fieldLines?: Partner['fieldLines'];
}

/** Where a field of the contact stands in its own row. */
export function placeIn({ places, line }: PartnerDraft, field: PartnerField): Place {
  return places.place(line, field);
}

export interface DraftContext {
  readonly settings: Settings;
  readonly people: OurPeople;
  /** Companies, departments and titles repeat: each is kept once. */
  readonly words: Map<string, string>;
  /** The staff list has errors: whom it lacks is not told here. */
  readonly isStaffFaulty: boolean;
}

const MOST_POSTAL = 200;
/** One for all: a list has a hundred thousand rows. */
const NONE: readonly number[] = [];

/** Undefined where the row has an error. */
export function readDraft(row: Row<PartnerField>, context: DraftContext): PartnerDraft | undefined {
  const language = readLanguageCell(row, row.column('language'));
  const names = readPartnerNames(row, { language: language ?? context.settings.language, words: context.words });
  const addresses = readAddresses(row, context.settings);
  const contacts = readContacts(row, context);
  const route = readChoiceCell(row, {
    field: 'route',
    choice: routeChoice,
    unknown: (place, facts) => partnerProblem('partner.route-unknown', place, facts),
  });
  const from = readChoiceCell(row, {
    field: 'from',
    choice: senderChoice,
    unknown: (place, facts) => partnerProblem('partner.from-unknown', place, facts),
  });
  const phone = readPhoneCell(row, row.column('phone'));
  const postalAddress = readPostalAddress(row);
  const postalCode = readPostalCode(row, postalAddress);
  if (addresses === undefined || contacts === undefined || hasErrors(row.problems)) return undefined;
  return {
    ...names,
    line: row.line,
    addresses,
    contacts,
    language,
    route,
    from,
    phone,
    postalCode,
    postalAddress,
    places: row.places,
    mergedLines: NONE,
  };
}

function readAddresses(row: Row<PartnerField>, { oldDomains, newDomain }: Settings): readonly string[] | undefined {
  const found = row.columns('addresses').map((column) => {
    const cell = row.read(column, 'address');
    if (cell === undefined || cell === '') return cell;
    const reading = readAddressCell(cell, { takesCarriers: true });
    const facts = { heading: row.heading(column), value: cell };
    if ('code' in reading) {
      if (reading.code === 'two-addresses') row.say(column, reading.code, facts);
      else row.say(column, reading.code, { ...facts, proposal: reading.proposal });
      return undefined;
    }
    const own = [...oldDomains, newDomain].find((domain) => isWithin(reading.domain, domain));
    if (own === undefined) return reading.address;
    row.add(partnerProblem('partner.own-domain', row.place(column), { ...facts, domain: own }));
    return undefined;
  });
  const known = found.filter((address) => address !== undefined);
  return known.length < found.length ? undefined : [...new Set(known.filter((address) => address !== ''))];
}

/** True for the domain itself and every domain below it. */
export function isWithin(domain: string, above: string): boolean {
  return domain === above || domain.endsWith(`.${above}`);
}

function readContacts(row: Row<PartnerField>, { people, isStaffFaulty }: DraftContext): readonly string[] | undefined {
  return readPeopleCells(row, {
    field: 'contacts',
    people,
    isStaffFaulty,
    unknown: (place, facts) => partnerProblem('partner.contact-unknown', place, facts),
    ambiguous: (place, facts) => partnerProblem('partner.contact-ambiguous', place, facts),
  });
}

function readPostalAddress(row: Row<PartnerField>): string {
  const parts = row.columns('postalAddress').map((column) => cleanName(row.read(column, 'text') ?? ''));
  const text = parts.filter((part) => part !== '').join(' ');
  checkLength(row, { column: row.column('postalAddress'), text, most: MOST_POSTAL });
  return text;
}

const JAPANESE_PLACE = /[都道府県市区町村]/u;

function readPostalCode(row: Row<PartnerField>, postalAddress: string): string {
  const column = row.column('postalCode');
  const code = cleanPhone(row.read(column, 'text') ?? '').replace(/^〒\s*/u, '');
  if (code === '') return code;
  const digits = code.replace(/[-\s]/g, '');
  if (/^\d{7}$/.test(digits)) return `${digits.slice(0, 3)}-${digits.slice(3)}`;
  const isForeign = /^[a-z0-9][a-z0-9 -]{1,10}$/i.test(code) && !JAPANESE_PLACE.test(postalAddress);
  if (!isForeign) {
    const facts = { heading: row.heading(column), value: code };
    row.add(partnerProblem('partner.postal-code', row.place(column), facts));
  }
  return code;
}

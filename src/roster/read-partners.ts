// The partner list: from text to partners, and all of its problems at once. Each contact once, nobody skipped without a word.

import type { Person } from '../model/person.ts';
import type { PartnerField } from '../model/partner-field.ts';
import type { Partner, SuppressEntry } from '../model/partner.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { readAddressCell } from './address-cell.ts';
import type { ListPlaces } from './list-places.ts';
import { listProblem } from './list-problems.ts';
import { identitiesOf, mergeDrafts, nameKey } from './merge-drafts.ts';
import { ourPeople } from './our-people.ts';
import { confirmedChoice } from './partner-choices.ts';
import { placeIn, readDraft } from './partner-draft.ts';
import type { DraftContext, PartnerDraft } from './partner-draft.ts';
import { PARTNERS } from './partner-kind.ts';
import { partnerProblem } from './partner-problems.ts';
import { byPlace, readList } from './read-list.ts';
import type { Row } from './row.ts';
import { suppressedBy } from './suppress-list.ts';

export interface PartnersReading {
  /** In the order of the list, suppressed ones too; a row with an error is not among them. */
  readonly partners: readonly Partner[];
  /** Rows that an import proposed and nobody has confirmed or turned down. */
  readonly unconfirmed: number;
  /** Every address that any row has, used or not: who has one of them need not be proposed again. */
  readonly listed: ReadonlySet<string>;
  /** By line and column. */
  readonly problems: readonly Problem[];
  /** Where the fields of the list stand. */
  readonly places?: ListPlaces<PartnerField>;
}

export interface PartnersOptions {
  /** The name that places and messages show. */
  readonly file: string;
  readonly settings: Settings;
  readonly people: readonly Person[];
  /** The staff list has errors, so `people` is not everybody: whom it lacks is not told here. */
  readonly isStaffFaulty?: true;
  readonly suppress: readonly SuppressEntry[];
}

export function readPartners(text: string, options: PartnersOptions): PartnersReading {
  const { file, settings } = options;
  const context: DraftContext = {
    settings,
    people: ourPeople(options.people),
    words: new Map(),
    isStaffFaulty: options.isStaffFaulty === true,
  };
  const drafts: PartnerDraft[] = [];
  const unconfirmed: number[] = [];
  const listed = new Set<string>();
  const read = readList(text, {
    file,
    kind: PARTNERS,
    mapped: settings.lists.partnerColumns ?? {},
    missing: missingFields,
    onRow: (row) => {
      for (const address of addressesOf(row)) listed.add(address);
      const answer = readConfirmed(row);
      if (answer === 'open') unconfirmed.push(row.line);
      if (answer !== 'yes') return;
      const draft = readDraft(row, context);
      if (draft !== undefined) drafts.push(draft);
    },
  });
  const { merged, problems } = mergeDrafts(drafts);
  const told = [...read.problems, ...problems, ...namesakes(merged)];
  const [first] = unconfirmed;
  if (first !== undefined) {
    told.push(partnerProblem('partner.unconfirmed', { file, line: first }, { number: unconfirmed.length }));
  }
  const find = suppressedBy(options.suppress);
  const partners = merged.flatMap((draft) => {
    const lacks = whatLacks(draft, context);
    told.push(...lacks);
    return lacks.length > 0 || draft.contacts.length === 0 ? [] : [toPartner(draft, { settings, find })];
  });
  const { places } = read;
  const sorted = told.toSorted(byPlace);
  return { partners, unconfirmed: unconfirmed.length, listed, problems: sorted, ...(places && { places }) };
}

function missingFields(of: ReadonlyMap<PartnerField, unknown>): readonly PartnerField[] {
  return ['company', 'contacts', ...(of.has('route') ? [] : (['addresses'] as const))];
}

function addressesOf(row: Row<PartnerField>): readonly string[] {
  const readings = row.columns('addresses').map((column) => readAddressCell(row.peek(column), { takesCarriers: true }));
  return readings.flatMap((reading) => ('address' in reading ? [reading.address] : []));
}

/** A list without such a column holds partners only. */
function readConfirmed(row: Row<PartnerField>): 'yes' | 'no' | 'open' {
  const column = row.column('confirmed');
  if (column === undefined) return 'yes';
  const cell = row.read(column, 'text');
  if (cell === undefined) return 'no';
  if (cell === '') return 'open';
  const found = confirmedChoice.find(cell);
  if (found.name !== undefined) return found.name;
  const facts = { heading: row.heading(column), value: cell, known: confirmedChoice.known, near: found.near };
  row.add(partnerProblem('partner.confirmed-unknown', row.place(column), facts));
  return 'no';
}

/** Two contacts of one name at one company may be one person with two addresses, who would get two messages. */
function namesakes(merged: readonly PartnerDraft[]): readonly Problem[] {
  const lines = new Map<string, number>();
  return merged.flatMap((draft) => {
    if (draft.name === '') return [];
    const key = nameKey({ ...draft, department: '' });
    const line = lines.get(key);
    if (line === undefined) {
      lines.set(key, draft.line);
      return [];
    }
    const { company, name } = draft;
    return [partnerProblem('partner.same-name', placeIn(draft, 'name'), { company, name, line })];
  });
}

/** What only the merged rows together can lack. */
function whatLacks(draft: PartnerDraft, { isStaffFaulty }: DraftContext): readonly Problem[] {
  const problems: Problem[] = [];
  if (draft.contacts.length === 0 && !isStaffFaulty) {
    const facts = { heading: draft.places.heading('contacts') };
    problems.push(listProblem(PARTNERS, 'cell-empty', { place: placeIn(draft, 'contacts'), facts }));
  }
  const { route = draft.addresses.length > 0 ? 'mail' : undefined } = draft;
  if (route === undefined) problems.push(partnerProblem('partner.route-open', placeIn(draft, 'addresses'), {}));
  const lacks =
    (route === 'mail' && draft.addresses.length === 0 && 'mail address') ||
    (route === 'phone' && draft.phone === '' && 'telephone number') ||
    (route === 'letter' && draft.postalAddress === '' && 'postal address');
  if (route !== undefined && lacks !== false) {
    problems.push(partnerProblem('partner.route-lacks', placeIn(draft, 'route'), { route, lacks }));
  }
  return problems;
}

function toPartner(
  draft: PartnerDraft,
  { settings, find }: { settings: Settings; find: (addresses: readonly string[]) => SuppressEntry | undefined },
): Partner {
  const { department, title, name, phone, postalCode, postalAddress } = draft;
  const suppressed = find(draft.addresses);
  return {
    key: identitiesOf(draft)[0] ?? nameKey(draft),
    line: draft.line,
    mergedLines: draft.mergedLines,
    ...(draft.fieldLines !== undefined && { fieldLines: draft.fieldLines }),
    company: draft.company,
    ...(department !== '' && { department }),
    ...(title !== '' && { title }),
    ...(name !== '' && { name }),
    addresses: draft.addresses,
    contacts: draft.contacts,
    language: draft.language ?? settings.language,
    route: draft.route ?? 'mail',
    from: draft.from ?? 'new',
    ...(phone !== '' && { phone }),
    ...(postalCode !== '' && { postalCode }),
    ...(postalAddress !== '' && { postalAddress }),
    ...(suppressed !== undefined && { suppressed }),
  };
}

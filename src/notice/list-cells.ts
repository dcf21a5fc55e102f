// Which cell of a list the words of a letter come from, so that whoever has to mend it need not search.

import type { PartnerField } from '../model/partner-field.ts';
import type { Partner } from '../model/partner.ts';
import type { Person } from '../model/person.ts';
import type { Place } from '../model/problem.ts';
import type { StaffField } from '../model/staff-field.ts';

/** Where the lists have what they say. */
export interface ListPlacing {
  readonly ofPartner: (partner: Partner, field: PartnerField) => Place;
  readonly ofPerson: (person: Person, field: StaffField) => Place;
}

/** One cell whose text can stand in a letter. */
export interface Cell {
  readonly text: string;
  readonly place: Place;
}

/** The row of a reader. */
export interface Origin {
  readonly row: Place;
  /** In the order in which they are searched. */
  readonly cells: () => readonly Cell[];
}

const PARTNER_CELLS = ['name', 'company', 'department', 'title', 'postalAddress', 'postalCode', 'phone'] as const;
const PERSON_CELLS = ['displayName', 'department', 'title', 'newAddress', 'oldAddress'] as const;

export function partnerOrigin(
  partner: Partner,
  { placing, people }: { readonly placing: ListPlacing; readonly people: ReadonlyMap<string, Person> },
): Origin {
  const { file, line = partner.line } = placing.ofPartner(partner, 'company');
  return {
    row: { file, line },
    cells: () => [
      ...PARTNER_CELLS.flatMap((field) => cellOf(partner[field], () => placing.ofPartner(partner, field))),
      ...partner.contacts.flatMap((key) => people.get(key) ?? []).flatMap((person) => cellsOf(person, placing)),
    ],
  };
}

export function personOrigin(person: Person, placing: ListPlacing): Origin {
  const { file, line = person.line } = placing.ofPerson(person, 'oldAddress');
  return { row: { file, line }, cells: () => cellsOf(person, placing) };
}

function cellsOf(person: Person, placing: ListPlacing): readonly Cell[] {
  return PERSON_CELLS.flatMap((field) => cellOf(person[field], () => placing.ofPerson(person, field)));
}

function cellOf(text: string | undefined, place: () => Place): readonly Cell[] {
  return text === undefined || text === '' ? [] : [{ text, place: place() }];
}

/** A cell that the words of a letter come from: all of them, or those at one end. */
export interface CellFound {
  readonly place: Place;
  readonly isWhole: boolean;
}

/** Lines are wrapped and spaces joined on the way into a letter, so white space does not count. */
export function cellOfWords(words: string, { cells }: Origin): CellFound | undefined {
  const wanted = tight(words);
  if (wanted === '') return undefined;
  const all = cells().map(({ text, place }) => ({ text: tight(text), place }));
  const whole = all.find(({ text }) => text.includes(wanted));
  if (whole !== undefined) return { place: whole.place, isWhole: true };
  const partly = all.find(({ text }) => wanted.includes(text) || meet(text, wanted) || meet(wanted, text));
  return partly && { place: partly.place, isWhole: false };
}

/** Whether one text ends with the beginning of the other. */
function meet(before: string, after: string): boolean {
  const most = Math.min(before.length, after.length);
  for (let length = most; length > 0; length -= 1) if (before.endsWith(after.slice(0, length))) return true;
  return false;
}

const tight = (text: string): string => text.replace(/\s+/gu, '');

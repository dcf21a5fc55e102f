// The staff list: from text to people, and all of its problems at once, each with file:line and column. Nobody is repaired into another.

import type { Person } from '../model/person.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { StaffField } from '../model/staff-field.ts';
import { makeChoice } from './choice.ts';
import { makeClaims } from './claims.ts';
import type { Claims } from './claims.ts';
import type { ListPlaces } from './list-places.ts';
import { staffProblem } from './problems.ts';
import { byPlace, readList } from './read-list.ts';
import type { Collision } from './row-addresses.ts';
import { readPerson } from './row-person.ts';
import type { ListContext } from './row-person.ts';
import { STAFF } from './staff-kind.ts';

export interface StaffReading {
  /** In the order of the list; a row with an error is not among them. */
  readonly people: readonly Person[];
  /** By line and column. */
  readonly problems: readonly Problem[];
  /** Where the fields of the list stand. */
  readonly places?: ListPlaces<StaffField>;
}

export interface StaffOptions {
  /** The name that places and messages show. */
  readonly file: string;
  readonly settings: Settings;
  /** Why the provider does not allow an address; undefined where it is fine. */
  readonly addressFault: (address: string) => string | undefined;
  /** Most aliases of an account. Google: 30 (support.google.com/a/answer/182084). */
  readonly mostAliases?: number;
}

const MOST_ALIASES = 30;

export function readStaff(text: string, options: StaffOptions): StaffReading {
  const { file, settings } = options;
  const people: Person[] = [];
  const collisions: Collision[] = [];
  const claims = makeClaims(options.addressFault);
  const context: ListContext = {
    settings,
    claims,
    addressFault: options.addressFault,
    // A rename keeps the old address as one of the aliases.
    mostAliases: (options.mostAliases ?? MOST_ALIASES) - (settings.mode === 'rename' ? 1 : 0),
    onCollision: (collision) => void collisions.push(collision),
    batches: makeChoice(settings.batches.map(({ name }) => name)),
    licences: makeChoice(settings.licence?.allowed ?? []),
    numbers: new Map(),
    words: new Map(),
  };
  const read = readList(text, {
    file,
    kind: STAFF,
    mapped: settings.lists.columns,
    missing: (of) => missingFields(of, settings),
    onRow: (row) => {
      const person = readPerson(row, context);
      if (person !== undefined) people.push(person);
    },
  });
  const told = [...read.problems, ...collisions.map((collision) => toldCollision(collision, claims))];
  if (read.rows === 0 && !hasErrors(told)) told.push(staffProblem('staff.no-people', { file, line: 1 }, {}));
  if (!hasErrors(told)) told.push(...emptyBatches(people, { file, settings }));
  return { people, problems: told.toSorted(byPlace), ...(read.places && { places: read.places }) };
}

function toldCollision(collision: Collision, claims: Claims): Problem {
  const { place, heading, value, wish } = collision;
  const proposal = wish === undefined ? undefined : claims.propose(wish);
  const facts = { heading, value, proposal };
  switch (collision.kind) {
    case 'not-allowed':
      return staffProblem('staff.address-not-allowed', place, { ...facts, reason: collision.reason });
    case 'made-twice':
      return staffProblem('staff.address-made-twice', place, { ...facts, ...collision.earlier });
    case 'twice':
      return staffProblem('staff.address-twice', place, { ...facts, ...collision.earlier });
  }
}

function emptyBatches(
  people: readonly Person[],
  { file, settings }: { file: string; settings: Settings },
): readonly Problem[] {
  const used = new Set(people.map(({ batch }) => batch));
  return settings.batches
    .filter(({ name }) => !used.has(name))
    .map(({ name }) => staffProblem('staff.batch-empty', { file }, { name }));
}

/** What the list must have: a name, the old address, a batch where there are several, and whatever the address rule is made of. */
function missingFields(of: ReadonlyMap<StaffField, unknown>, { batches, newAddress }: Settings): readonly StaffField[] {
  const needed: StaffField[] = ['oldAddress'];
  if (!of.has('displayName') && !(of.has('familyName') && of.has('givenName'))) {
    needed.push(
      ...(of.has('familyName') || of.has('givenName')
        ? (['familyName', 'givenName'] as const)
        : (['displayName'] as const)),
    );
  }
  if (batches.length > 1) needed.push('batch');
  if (newAddress.rule === 'pattern' && !of.has('newAddress')) {
    if (/\{(?:given|g)\}/.test(newAddress.pattern)) needed.push('givenRomaji');
    if (/\{(?:family|f)\}/.test(newAddress.pattern)) needed.push('familyRomaji');
  }
  return needed;
}

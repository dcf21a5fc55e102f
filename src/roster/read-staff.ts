// The staff list: from text to people, and all of its problems at once, each with file:line and column. Nobody is repaired into another.

import type { Person } from '../model/person.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { makeChoice } from './choice.ts';
import { makeClaims } from './claims.ts';
import type { Claims } from './claims.ts';
import { folded } from './clean.ts';
import { findColumns } from './headings.ts';
import type { Columns } from './headings.ts';
import { fieldOf } from './known-headings.ts';
import { staffProblem } from './problems.ts';
import { Row } from './row.ts';
import type { Collision } from './row-addresses.ts';
import { readPerson } from './row-person.ts';
import type { ListContext } from './row-person.ts';
import { readTable } from './table.ts';
import type { TableRow } from './table.ts';

export interface StaffReading {
  /** In the order of the list; a row with an error is not among them. */
  readonly people: readonly Person[];
  /** By line and column. */
  readonly problems: readonly Problem[];
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
  const problems: Problem[] = [];
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
  let table: { columns: Columns; isReadable: boolean } | undefined;
  let rows = 0;

  const onRow = (row: TableRow) => {
    if (table === undefined) {
      const found = findColumns(row.cells, { file, line: row.line, settings });
      problems.push(...found.problems);
      table = { columns: found.columns, isReadable: !hasErrors(found.problems) };
      return;
    }
    rows += 1;
    const { columns, isReadable } = table;
    const ragged = raggedness(row, { file, columns });
    if (ragged !== undefined) problems.push(ragged);
    if (ragged !== undefined || !isReadable) return;
    const open = new Row(row, { file, columns });
    const person = readPerson(open, context);
    problems.push(...open.problems);
    if (person !== undefined) people.push(person);
  };

  const broken = readTable(text, { file, score: knownHeadings, onRow });
  const told = [...problems, ...broken, ...collisions.map((collision) => toldCollision(collision, claims))];
  if (rows === 0 && !hasErrors(told)) told.push(staffProblem('staff.no-people', { file, line: 1 }, {}));
  if (!hasErrors(told)) told.push(...emptyBatches(people, { file, settings }));
  return { people, problems: told.toSorted(byPlace) };
}

function knownHeadings(cells: readonly string[]): number {
  return cells.filter((cell) => fieldOf(folded(cell)) !== undefined).length;
}

/** The place is the first cell that is missing, or the first one too many. */
function raggedness(row: TableRow, { file, columns }: { file: string; columns: Columns }): Problem | undefined {
  const [cells, headings] = [row.cells.length, columns.headings.length];
  if (cells === headings) return undefined;
  const place = { file, line: row.line, column: Math.min(cells, headings) + 1 };
  return staffProblem('staff.row-ragged', place, { cells, headings });
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

function byPlace(one: Problem, other: Problem): number {
  return (
    (one.place?.line ?? 0) - (other.place?.line ?? 0) ||
    (one.place?.column ?? 0) - (other.place?.column ?? 0) ||
    (one.code < other.code ? -1 : Number(one.code > other.code))
  );
}

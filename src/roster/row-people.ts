// Cells that name our own people, by name, old or new address, several in one cell too. Nobody is guessed; who is not found is told.

import type { Place, Problem } from '../model/problem.ts';
import { cleanCode } from './clean.ts';
import type { OurPeople } from './our-people.ts';
import type { Row } from './row.ts';

/** What people put between two of our people. A space is part of a name. */
const BETWEEN = /[,;、・/\r\n]+/;

interface PeopleWish<Field extends string> {
  readonly field: Field;
  readonly people: OurPeople;
  /** The staff list has errors: whom it lacks is not told. */
  readonly isStaffFaulty: boolean;
  readonly unknown: (place: Place, facts: PersonFacts & { readonly near: string | undefined }) => Problem;
  readonly ambiguous: (place: Place, facts: PersonFacts & { readonly known: string }) => Problem;
}

interface PersonFacts {
  readonly heading: string;
  readonly value: string;
}

/** Keys of the people, each once; undefined where a cell or a name is faulty. */
export function readPeopleCells<Field extends string>(
  row: Row<Field>,
  { field, people, isStaffFaulty, unknown, ambiguous }: PeopleWish<Field>,
): readonly string[] | undefined {
  const cells = row.columns(field).map((column) => ({ column, cell: row.read(column, 'address') }));
  const keys = cells.flatMap(({ column, cell }) =>
    cleanCode(cell ?? '')
      .split(BETWEEN)
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((value) => {
        const found = people.find(value);
        if ('key' in found) return found.key;
        if ('near' in found && isStaffFaulty) return undefined;
        const facts = { heading: row.heading(column), value };
        row.add(
          'known' in found
            ? ambiguous(row.place(column), { ...facts, known: found.known.join(', ') })
            : unknown(row.place(column), { ...facts, near: found.near }),
        );
        return undefined;
      }),
  );
  const known = keys.filter((key) => key !== undefined);
  const isWhole = known.length === keys.length && cells.every(({ cell }) => cell !== undefined);
  return isWhole ? [...new Set(known)] : undefined;
}

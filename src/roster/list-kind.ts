// What one kind of list is: its fields, the headings that are known for them, and the words in which its problems are told.

import { folded } from './clean.ts';
import type { ListWords } from './list-problems.ts';

export interface ListKind<Field extends string> extends ListWords {
  readonly fields: readonly Field[];
  /** What a field is called in messages, with a heading in brackets. */
  readonly fieldNames: Readonly<Record<Field, string>>;
  /** Fields that several columns may hold. */
  readonly several: ReadonlySet<Field>;
  readonly headings: KnownHeadings<Field>;
}

/** All headings here are folded: lower case, usual width, without spaces and signs. */
export interface KnownHeadings<Field extends string> {
  readonly all: readonly string[];
  fieldOf(heading: string): Field | undefined;
  /** Columns that such lists have and that we have no use for: no warning. */
  isIgnored(heading: string): boolean;
}

/** Marks that people add to a heading: (必須), (任意), * ... The signs are gone already. */
const MARKS = /(?:必須|任意|required|optional)$/;

/** `known` and `ignored` hold words with spaces between them. The headings of `several` may be numbered. */
export function knownHeadings<Field extends string>(
  fields: readonly Field[],
  { known, ignored, several }: { known: Readonly<Record<Field, string>>; ignored: string; several: ReadonlySet<Field> },
): KnownHeadings<Field> {
  const byHeading: ReadonlyMap<string, Field> = new Map(
    fields.flatMap((field) => known[field].split(' ').map((name): [string, Field] => [name, field])),
  );
  const left: ReadonlySet<string> = new Set(ignored.split(' '));
  const numbered = (heading: string) => {
    const field = byHeading.get(heading.replace(/\d+$/, ''));
    return field !== undefined && several.has(field) ? field : undefined;
  };
  return {
    all: [...byHeading.keys()],
    fieldOf(heading) {
      const bare = heading.replace(MARKS, '');
      return byHeading.get(bare) ?? numbered(bare);
    },
    isIgnored: (heading) => left.has(heading.replace(MARKS, '')),
  };
}

/** How many headings of a line are known. */
export function countKnown<Field extends string>(kind: ListKind<Field>, cells: readonly string[]): number {
  return cells.filter((cell) => kind.headings.fieldOf(folded(cell)) !== undefined).length;
}

// Which column holds what: headings in English and Japanese, or as migrate.yaml maps them. Nothing is guessed from cells.

import { nearest } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import { folded, isBlank, trimmed } from './clean.ts';
import type { ListKind } from './list-kind.ts';
import { listProblem } from './list-problems.ts';
import type { ListCode, ListFacts } from './list-problems.ts';
import type { TableRow } from './table.ts';

/** For each field the columns that hold it, from 0. */
export interface Columns<Field extends string> {
  readonly of: ReadonlyMap<Field, readonly number[]>;
  readonly headings: readonly string[];
}

interface Heading {
  readonly text: string;
  readonly folded: string;
  /** From 0. */
  readonly index: number;
}

export interface ColumnsWish<Field extends string> {
  readonly file: string;
  readonly kind: ListKind<Field>;
  /** Headings as migrate.yaml maps them: field -> heading. */
  readonly mapped: Readonly<Record<string, string>>;
  /** The fields without which the list cannot be read, and that it lacks. */
  readonly missing: (of: ReadonlyMap<Field, unknown>) => readonly Field[];
}

/** Finds the columns. `problems` may hold warnings only; with an error the rows cannot be read. */
export function findColumns<Field extends string>(
  { line, cells }: TableRow,
  { file, kind, mapped: wanted, missing }: ColumnsWish<Field>,
): { columns: Columns<Field>; problems: readonly Problem[] } {
  const headings = cells
    .map((cell, index): Heading => {
      const text = trimmed(cell).replace(/\s+/g, ' ');
      // A heading of signs only is folded to nothing.
      return { text, folded: folded(cell) || text, index };
    })
    .filter(({ text }) => !isBlank(text));
  const problems: Problem[] = [];
  const say = <C extends ListCode>(index: number | undefined, code: C, facts: ListFacts<C>) => {
    const place = index === undefined ? { file, line } : { file, line, column: index + 1 };
    problems.push(listProblem(kind, code, { place, facts }));
  };
  const seen = new Map<string, Heading>();
  for (const heading of headings) {
    const earlier = seen.get(heading.folded);
    if (earlier === undefined) seen.set(heading.folded, heading);
    else {
      say(heading.index, 'heading-twice', { heading: heading.text, column: earlier.index + 1 });
    }
  }
  const mapped = mappedHeadings(seen, { kind, wanted });
  for (const { field, heading } of mapped.absent) {
    const near = nearest(
      heading,
      [...seen.values()].map(({ text }) => text),
    );
    say(undefined, 'mapped-heading-absent', { field, name: kind.fieldNames[field], heading, near });
  }
  const of = new Map<Field, number[]>();
  for (const heading of seen.values()) {
    const field = mapped.fields.get(heading.folded) ?? knownField(heading.folded, { kind, taken: mapped.taken });
    if (field === undefined) {
      if (kind.headings.isIgnored(heading.folded)) continue;
      const near = nearest(heading.folded, kind.headings.all);
      say(heading.index, 'heading-unknown', { heading: heading.text, near });
      continue;
    }
    const earlier = of.get(field);
    if (earlier === undefined) of.set(field, [heading.index]);
    else if (kind.several.has(field)) earlier.push(heading.index);
    else {
      const first = headings.find(({ index }) => index === earlier[0])?.text ?? '';
      const facts = { heading: heading.text, first, field, name: kind.fieldNames[field] };
      say(heading.index, 'column-twice', facts);
    }
  }
  for (const field of missing(of)) {
    // A mapped heading that is absent is reported as that.
    if (of.has(field) || mapped.taken.has(field)) continue;
    const single = headings.length === 1 ? headings[0]?.text : undefined;
    say(undefined, 'column-missing', { field, name: kind.fieldNames[field], single });
  }
  return { columns: { of, headings: cells.map((cell) => trimmed(cell).replace(/\s+/g, ' ')) }, problems };
}

function mappedHeadings<Field extends string>(
  seen: ReadonlyMap<string, Heading>,
  { kind, wanted }: { kind: ListKind<Field>; wanted: Readonly<Record<string, string>> },
) {
  const fields = new Map<string, Field>();
  const taken = new Set<Field>();
  const absent: { field: Field; heading: string }[] = [];
  for (const field of kind.fields) {
    const heading = wanted[field];
    if (heading === undefined) continue;
    taken.add(field);
    if (seen.has(folded(heading))) fields.set(folded(heading), field);
    else absent.push({ field, heading });
  }
  return { fields, taken, absent };
}

function knownField<Field extends string>(
  heading: string,
  { kind, taken }: { kind: ListKind<Field>; taken: ReadonlySet<Field> },
): Field | undefined {
  const field = kind.headings.fieldOf(heading);
  return field === undefined || taken.has(field) ? undefined : field;
}

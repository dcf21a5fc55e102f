// Which column holds what: headings in English and Japanese, or as migrate.yaml maps them. Nothing is guessed from cells.

import { nearest } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { STAFF_FIELDS } from '../model/staff-field.ts';
import type { StaffField } from '../model/staff-field.ts';
import { folded, isBlank, trimmed } from './clean.ts';
import { ALL_HEADINGS, fieldOf, isIgnored } from './known-headings.ts';
import { staffProblem } from './problems.ts';

/** For each field the columns that hold it, from 0. Only aliases may have more than one. */
export interface Columns {
  readonly of: ReadonlyMap<StaffField, readonly number[]>;
  readonly headings: readonly string[];
}

interface Heading {
  readonly text: string;
  readonly folded: string;
  /** From 0. */
  readonly index: number;
}

/** Finds the columns. `problems` may hold warnings only; with an error the rows cannot be read. */
export function findColumns(
  cells: readonly string[],
  { file, line, settings }: { file: string; line: number; settings: Settings },
): { columns: Columns; problems: readonly Problem[] } {
  const headings = cells
    .map((cell, index): Heading => {
      const text = trimmed(cell).replace(/\s+/g, ' ');
      // A heading of signs only is folded to nothing.
      return { text, folded: folded(cell) || text, index };
    })
    .filter(({ text }) => !isBlank(text));
  const place = (index: number) => ({ file, line, column: index + 1 });
  const problems: Problem[] = [];
  const seen = new Map<string, Heading>();
  for (const heading of headings) {
    const earlier = seen.get(heading.folded);
    if (earlier === undefined) seen.set(heading.folded, heading);
    else {
      const facts = { heading: heading.text, column: earlier.index + 1 };
      problems.push(staffProblem('staff.heading-twice', place(heading.index), facts));
    }
  }
  const mapped = mappedHeadings(seen, settings);
  for (const { field, heading } of mapped.absent) {
    const near = nearest(
      heading,
      [...seen.values()].map(({ text }) => text),
    );
    problems.push(staffProblem('staff.mapped-heading-absent', { file, line }, { field, heading, near }));
  }
  const of = new Map<StaffField, number[]>();
  for (const heading of seen.values()) {
    const field = mapped.fields.get(heading.folded) ?? knownField(heading.folded, mapped.taken);
    if (field === undefined) {
      if (isIgnored(heading.folded)) continue;
      const facts = { heading: heading.text, near: nearest(heading.folded, ALL_HEADINGS) };
      problems.push(staffProblem('staff.heading-unknown', place(heading.index), facts));
      continue;
    }
    const earlier = of.get(field);
    if (earlier === undefined) of.set(field, [heading.index]);
    else if (field === 'aliases') earlier.push(heading.index);
    else {
      const first = headings.find(({ index }) => index === earlier[0])?.text ?? '';
      problems.push(staffProblem('staff.column-twice', place(heading.index), { heading: heading.text, first, field }));
    }
  }
  const missing = missingFields(of, settings).map((field) =>
    staffProblem(
      'staff.column-missing',
      { file, line },
      { field, single: headings.length === 1 ? headings[0]?.text : undefined },
    ),
  );
  return {
    columns: { of, headings: cells.map((cell) => trimmed(cell).replace(/\s+/g, ' ')) },
    problems: [...problems, ...missing],
  };
}

function mappedHeadings(seen: ReadonlyMap<string, Heading>, settings: Settings) {
  const fields = new Map<string, StaffField>();
  const taken = new Set<StaffField>();
  const absent: { field: StaffField; heading: string }[] = [];
  for (const field of STAFF_FIELDS) {
    const heading = settings.lists.columns[field];
    if (heading === undefined) continue;
    taken.add(field);
    if (seen.has(folded(heading))) fields.set(folded(heading), field);
    else absent.push({ field, heading });
  }
  return { fields, taken, absent };
}

function knownField(heading: string, taken: ReadonlySet<StaffField>): StaffField | undefined {
  const field = fieldOf(heading);
  return field === undefined || taken.has(field) ? undefined : field;
}

/** What the list must have: a name, the old address, a batch where there are several, and whatever the address rule is made of. */
function missingFields(of: ReadonlyMap<StaffField, unknown>, { batches, newAddress, lists }: Settings): StaffField[] {
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
  // A mapped heading that is absent is reported as that.
  return needed.filter((field) => !of.has(field) && lists.columns[field] === undefined);
}

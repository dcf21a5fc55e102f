// A list of any kind, row by row. Its one rule: every row is handed on or told with its line, none is passed over in silence.

import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import { findColumns } from './headings.ts';
import type { Columns, ColumnsWish } from './headings.ts';
import { countKnown } from './list-kind.ts';
import { ListPlaces } from './list-places.ts';
import type { ListKind } from './list-kind.ts';
import { listProblem } from './list-problems.ts';
import { Row } from './row.ts';
import { readTable } from './table.ts';
import type { TableRow } from './table.ts';

export interface ListReader<Field extends string> extends ColumnsWish<Field> {
  /** Called for every row that is whole; what it finds wrong stays in the row and is gathered afterwards. */
  readonly onRow: (row: Row<Field>) => void;
}

export interface ListReading<Field extends string> {
  readonly problems: readonly Problem[];
  /** Rows below the headings, faulty ones too. */
  readonly rows: number;
  /** Absent where the list has no headings. */
  readonly places?: ListPlaces<Field>;
}

export function readList<Field extends string>(text: string, reader: ListReader<Field>): ListReading<Field> {
  const { file, kind } = reader;
  const problems: Problem[] = [];
  let table: { columns: Columns<Field>; places: ListPlaces<Field>; isReadable: boolean } | undefined;
  let rows = 0;
  const onRow = (row: TableRow) => {
    if (table === undefined) {
      const found = findColumns(row, reader);
      problems.push(...found.problems);
      const places = new ListPlaces(file, found.columns);
      table = { columns: found.columns, places, isReadable: !hasErrors(found.problems) };
      return;
    }
    rows += 1;
    const { columns, places, isReadable } = table;
    const ragged = raggedness(row, { file, columns, kind });
    if (ragged !== undefined) problems.push(ragged);
    if (ragged !== undefined || !isReadable) return;
    const open = new Row(row, { file, columns, list: kind, places });
    reader.onRow(open);
    problems.push(...open.problems);
  };
  const broken = readTable(text, { file, list: kind, score: (cells) => countKnown(kind, cells), onRow });
  const found = table?.places;
  return { problems: [...problems, ...broken], rows, ...(found !== undefined && { places: found }) };
}

/** The place is the first cell that is missing, or the first one too many. */
function raggedness<Field extends string>(
  row: TableRow,
  { file, columns, kind }: { file: string; columns: Columns<Field>; kind: ListKind<Field> },
): Problem | undefined {
  const [cells, headings] = [row.cells.length, columns.headings.length];
  if (cells === headings) return undefined;
  const place = { file, line: row.line, column: Math.min(cells, headings) + 1 };
  return listProblem(kind, 'row-ragged', { place, facts: { cells, headings } });
}

export function byPlace(one: Problem, other: Problem): number {
  return (
    (one.place?.line ?? 0) - (other.place?.line ?? 0) ||
    (one.place?.column ?? 0) - (other.place?.column ?? 0) ||
    (one.code < other.code ? -1 : Number(one.code > other.code))
  );
}

// One row of the list, cell by cell. Gathers what is wrong with it; a row with an error makes nobody.

import type { Place, Problem } from '../model/problem.ts';
import { cellFault, codePoint, faultyCharacter, isPlain, privateCharacter } from './cell-fault.ts';
import { isNothing } from './clean.ts';
import type { Columns } from './headings.ts';
import type { ListPlaces } from './list-places.ts';
import { listProblem } from './list-problems.ts';
import type { ListCode, ListFacts, ListWords } from './list-problems.ts';
import type { TableRow } from './table.ts';

/** How a cell is looked at before its meaning is read. */
export type CellKind = 'text' | 'address' | 'phone';

interface RowParts<Field extends string> {
  readonly file: string;
  readonly columns: Columns<Field>;
  readonly list: ListWords;
  readonly places: ListPlaces<Field>;
}

/** Columns count from 0 here, and from 1 in places. A field without a column reads as empty. */
export class Row<Field extends string> {
  readonly line: number;
  readonly problems: Problem[] = [];
  /** Of the whole list. */
  readonly places: ListPlaces<Field>;
  readonly #cells: readonly string[];
  readonly #file: string;
  readonly #columns: Columns<Field>;
  readonly #list: ListWords;

  constructor({ line, cells }: TableRow, { file, columns, list, places }: RowParts<Field>) {
    this.line = line;
    this.#cells = cells;
    this.#file = file;
    this.#columns = columns;
    this.#list = list;
    this.places = places;
  }

  column(field: Field): number | undefined {
    return this.columns(field)[0];
  }

  columns(field: Field): readonly number[] {
    return this.#columns.of.get(field) ?? [];
  }

  heading(column: number | undefined): string {
    return column === undefined ? '' : (this.#columns.headings[column] ?? '');
  }

  place(column: number | undefined): Place {
    const place = { file: this.#file, line: this.line };
    return column === undefined ? place : { ...place, column: column + 1 };
  }

  /** The cell as it is, unchecked: never to be used, only to be compared. */
  peek(column: number): string {
    return this.#cells[column] ?? '';
  }

  /** True where no column of the field has anything in this row. */
  isEmpty(field: Field): boolean {
    return this.columns(field).every((column) => isNothing(this.#cells[column] ?? ''));
  }

  /** Tells what can be wrong in every list. What only one kind of list knows is added as a problem of its own. */
  say<C extends ListCode>(column: number | undefined, code: C, facts: ListFacts<C>): void {
    this.add(listProblem(this.#list, code, { place: this.place(column), facts }));
  }

  add(problem: Problem): void {
    this.problems.push(problem);
  }

  /** The cell; '' where it is empty; undefined where it is faulty, which is then told. */
  read(column: number | undefined, kind: CellKind): string | undefined {
    const cell = column === undefined ? '' : (this.#cells[column] ?? '');
    if (isNothing(cell)) return '';
    if (isPlain(cell)) return detached(cell);
    const heading = this.heading(column);
    const character = privateCharacter(cell);
    if (character !== undefined) {
      this.say(column, 'private-character', { heading, value: cell, character: codePoint(character) });
    }
    const fault = cellFault(cell);
    if (fault === undefined || isFine(fault, { cell, kind })) return detached(cell);
    if (fault === 'formula' || fault === 'line-break') this.say(column, fault, { heading, value: cell });
    else this.say(column, fault, { heading, character: faultyCharacter(cell) });
    return undefined;
  }
}

/** Two addresses may stand on two lines: that is told better as such. A telephone number may begin with +81. */
function isFine(fault: string, { cell, kind }: { cell: string; kind: CellKind }): boolean {
  if (fault === 'line-break') return kind === 'address';
  return fault === 'formula' && kind === 'phone' && /^\s*[+＋][\s(（]*[\d０-９]/.test(cell);
}

const SCRATCH = Buffer.alloc(1024);

/**
 * A copy that stands alone. A piece of 13 characters or more is a window into the text that it was cut from, and V8 keeps that whole
 * text as long as one window lives. Only for text without broken characters.
 */
function detached(piece: string): string {
  if (piece.length < 13) return piece;
  if (piece.length * 3 > SCRATCH.length) return Buffer.from(piece, 'utf8').toString('utf8');
  return SCRATCH.toString('utf8', 0, SCRATCH.write(piece, 'utf8'));
}

// Where the fields of a list stand: one for all of its rows, so that whoever keeps a row's facts need not keep the row.

import type { Place } from '../model/problem.ts';
import type { Columns } from './headings.ts';

export class ListPlaces<Field extends string> {
  readonly #file: string;
  readonly #columns: Columns<Field>;

  constructor(file: string, columns: Columns<Field>) {
    this.#file = file;
    this.#columns = columns;
  }

  /** Of the first column of the field; of the line alone where there is none. */
  place(line: number, field: Field): Place {
    const column = this.#columns.of.get(field)?.[0];
    return { file: this.#file, line, ...(column !== undefined && { column: column + 1 }) };
  }

  heading(field: Field): string {
    const column = this.#columns.of.get(field)?.[0];
    return column === undefined ? '' : (this.#columns.headings[column] ?? '');
  }
}

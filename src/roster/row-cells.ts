// Cells that several lists have, read in one way: texts, telephone numbers, languages. What is wrong is told in the row.

import type { Language } from '../model/person.ts';
import type { Place, Problem } from '../model/problem.ts';
import { languageChoice } from './choice.ts';
import type { Choice } from './choice.ts';
import { cleanName, cleanPhone } from './clean.ts';
import type { Row } from './row.ts';

const MOST_PHONE = 64;

/** Words that stand with a number: extension, switchboard, direct. */
const PHONE_WORDS = /内線|代表|直通|外線|携帯|ext(?:ension)?\.?|tel\.?|[xX]/gi;

interface TextWish {
  readonly column: number | undefined;
  readonly most: number;
  /** Departments and titles repeat: each is kept once. */
  readonly words: Map<string, string>;
}

export function readTextCell<Field extends string>(row: Row<Field>, { column, most, words }: TextWish): string {
  const text = cleanName(row.read(column, 'text') ?? '');
  checkLength(row, { column, text, most });
  const kept = words.get(text);
  if (kept === undefined) words.set(text, text);
  return kept ?? text;
}

export function readPhoneCell<Field extends string>(row: Row<Field>, column: number | undefined): string {
  const number = cleanPhone(row.read(column, 'phone') ?? '');
  const digits = number.replace(PHONE_WORDS, '');
  if (number !== '' && !(/\d/.test(digits) && /^[\d+\-() .#*/,:]+$/.test(digits))) {
    row.say(column, 'phone', { heading: row.heading(column), value: number });
  }
  checkLength(row, { column, text: number, most: MOST_PHONE });
  return number;
}

/** Undefined where the cell is empty, and where it names no language, which is then told. */
export function readLanguageCell<Field extends string>(
  row: Row<Field>,
  column: number | undefined,
): Language | undefined {
  const cell = row.read(column, 'text') ?? '';
  if (cell === '') return undefined;
  const found = languageChoice.find(cell);
  if (found.name !== undefined) return found.name;
  const facts = { heading: row.heading(column), value: cell, known: languageChoice.known, near: found.near };
  row.say(column, 'language-unknown', facts);
  return undefined;
}

/** Undefined where the cell is empty, and where it names none of the choices, which is then told. */
export function readChoiceCell<Field extends string, Name extends string>(
  row: Row<Field>,
  wish: {
    readonly field: Field;
    readonly choice: Choice<Name>;
    readonly unknown: (
      place: Place,
      facts: {
        readonly heading: string;
        readonly value: string;
        readonly known: string;
        readonly near: string | undefined;
      },
    ) => Problem;
  },
): Name | undefined {
  const { field, choice, unknown } = wish;
  const column = row.column(field);
  const cell = row.read(column, 'text') ?? '';
  if (cell === '') return undefined;
  const found = choice.find(cell);
  if (!('near' in found)) return found.name;
  row.add(
    unknown(row.place(column), { heading: row.heading(column), value: cell, known: choice.known, near: found.near }),
  );
  return undefined;
}

export function checkLength<Field extends string>(
  row: Row<Field>,
  { column, text, most }: { column: number | undefined; text: string; most: number },
): void {
  if (text.length <= most) return;
  const length = Array.from(text).length;
  if (length > most) row.say(column, 'too-long', { heading: row.heading(column), length, most });
}

// The words of the problems that every list can have, with its table, its headings and its cells. A code begins with the list's name.

import type { Place, Problem } from '../model/problem.ts';

/** What is wrong; why it matters; what to do. */
export type Words = readonly [what: string, why: string, todo: string];

/** What the words differ in between the lists. */
export interface ListWords {
  /** Where codes begin: `staff` gives `staff.formula`. */
  readonly prefix: 'staff' | 'partner' | 'suppress' | 'import' | 'device' | 'mailbox';
  /** Key under `lists` of migrate.yaml that maps headings; absent where there is none. */
  readonly mapping?: 'columns' | 'partnerColumns' | 'deviceColumns';
  /** Whom a column, or a cell, that must not be missing is needed for. */
  readonly neededFor: string;
  /** What a length is bounded by, and what becomes of a text that is longer. */
  readonly lengthBound: readonly [by: string, otherwise: string];
  /** Why a second address in the cell does harm, and where it belongs. */
  readonly secondAddress: readonly [why: string, todo: string];
  /** What a language and a telephone number are used for. */
  readonly languageUse: string;
  readonly phoneUse: string;
}

/** A cell: the heading of its column, and what stands in it. */
export interface Cell {
  readonly heading: string;
  readonly value: string;
}

const texts = {
  // The table
  'quote-unclosed': ({ text }: { text: string }) => [
    `A quote is opened here and never closed: ${show(text)}`,
    'Everything up to the end of the file would belong to this one cell. The lines after this one were read by themselves.',
    'Close the quote, or remove it. A quote inside a quoted cell is written twice: "".',
  ],
  'text-after-quote': ({ text }: { text: string }) => [
    `Text follows the closing quote of the cell that begins here: ${show(text)}`,
    'Nobody can say where this cell ends. The lines after this one were read by themselves.',
    'A quote inside a quoted cell is written twice: "". Nothing but a delimiter may follow the closing one.',
  ],
  'row-ragged': ({ cells, headings }: { cells: number; headings: number }) => [
    `The row has ${cells} ${cells === 1 ? 'cell' : 'cells'}, the heading line has ${headings}.`,
    'Where a delimiter is missing or too many, values stand in wrong columns.',
    cells < headings
      ? 'Complete the row. Excel leaves out empty cells at the end of rows: let the last column be one that is always filled.'
      : 'Remove the superfluous delimiter, or put a value that contains one into quotes.',
  ],

  // The headings
  'heading-twice': ({ heading, column }: { heading: string; column: number }) => [
    `The heading ${show(heading)} stands in column ${column} already.`,
    'Nobody can say which of the two counts.',
    'Rename or remove one of the two columns.',
  ],
  'column-twice': (
    { heading, first, field, name }: { heading: string; first: string; field: string; name: string },
    list,
  ) => [
    `${show(heading)} and ${show(first)} both mean ${name}.`,
    'Nobody can say which of the two counts.',
    list.mapping === undefined
      ? 'Rename or remove one.'
      : `Rename or remove one, or say in migrate.yaml: lists: { ${list.mapping}: { ${field}: ${first} } }`,
  ],
  'column-missing': ({ field, name, single }: { field: string; name: string; single: string | undefined }, list) => [
    `There is no column for ${name}.`,
    single === undefined
      ? `It is needed for ${list.neededFor}.`
      : `It is needed for ${list.neededFor}. The heading line has one cell only: ${show(single)}. Cells are parted by comma, semicolon or tab.`,
    list.mapping === undefined
      ? 'Add it.'
      : `Add it, or map its heading in migrate.yaml: lists: { ${list.mapping}: { ${field}: your heading } }`,
  ],
  'heading-unknown': ({ heading, near }: { heading: string; near: string | undefined }, list) => {
    const ways = [
      ...(near === undefined ? [] : [`rename it to ${near}`]),
      ...(list.mapping === undefined ? [] : [`map it in migrate.yaml under lists.${list.mapping}`]),
    ];
    return [
      `The column ${show(heading)} is not known and is left out${near === undefined ? '.' : `; did you mean ${near}?`}`,
      'Its cells are neither read nor checked.',
      `Nothing, if it is not needed.${ways.length === 0 ? '' : ` Otherwise ${ways.join(', or ')}.`}`,
    ];
  },
  'mapped-heading-absent': (
    facts: { field: string; name: string; heading: string; near: string | undefined },
    { mapping = '' },
  ) => [
    `migrate.yaml maps ${facts.field} to ${show(facts.heading)}, which is no heading of this list${facts.near === undefined ? '.' : `; did you mean ${facts.near}?`}`,
    `${facts.name} cannot be read.`,
    `Correct the heading here, or in migrate.yaml under lists.${mapping}.`,
  ],

  // Any cell
  'control-character': ({ heading, character }: { heading: string; character: string }) => [
    `${heading}: the cell holds the control character ${character}.`,
    'It is invisible here, and does harm in addresses, headers and scripts.',
    'Type the cell anew.',
  ],
  'bidi-character': ({ heading, character }: { heading: string; character: string }) => [
    `${heading}: the cell holds ${character}, which changes the direction of writing.`,
    'What is seen is not what is stored; fraud is made with it.',
    'Type the cell anew instead of pasting it.',
  ],
  'broken-character': ({ heading, character }: { heading: string; character: string }) => [
    `${heading}: the cell holds ${character}, which is no character.`,
    'Something was lost when the file was saved or decoded.',
    'Type the cell anew and save the list as CSV UTF-8.',
  ],
  'unseen-character': ({ heading, character }: { heading: string; character: string }) => [
    `${heading}: the cell holds ${character}, which nobody sees.`,
    'A text can be hidden behind it, or look empty.',
    'Type the cell anew instead of pasting it.',
  ],
  'line-break': ({ heading, value }: Cell) => [
    `${heading}: the cell ${show(value)} has a line break or a tab in it.`,
    'It would end up in a name or a header, where it does harm.',
    'Write the cell on one line.',
  ],
  formula: ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} begins like a formula of a spreadsheet.`,
    'Spreadsheets run it when they open a list or a report of ours.',
    value.startsWith('="')
      ? 'Write the value alone, without =" and ".'
      : 'Write the value without = + - @ at its beginning.',
  ],
  'private-character': ({ heading, value, character }: Cell & { character: string }) => [
    `${heading}: ${show(value)} holds ${character}, a character that your company defined itself (外字).`,
    'Everybody else sees another sign, or none.',
    'Write it with a character that everybody has, for example the common form of the ideograph.',
  ],
  'cell-empty': ({ heading }: { heading: string }, { neededFor }) => [
    `${heading}: the cell is empty.`,
    `It is needed for ${neededFor}.`,
    'Fill it in, or remove the row.',
  ],
  'too-long': ({ heading, length, most }: { heading: string; length: number; most: number }, { lengthBound }) => [
    `${heading}: the text has ${length} characters, ${lengthBound[0]} ${most}.`,
    lengthBound[1],
    `Shorten it to ${most} characters.`,
  ],
  'two-addresses': ({ heading, value }: Cell, { secondAddress }) => [
    `${heading}: ${show(value)} holds more than one address.`,
    secondAddress[0],
    secondAddress[1],
  ],
  'address-invalid': ({ heading, value, proposal }: Cell & { proposal: string | undefined }) => [
    `${heading}: ${show(value)} is not a mail address by itself.`,
    'It would be refused, or reach somebody else.',
    proposal === undefined ? 'Write it as name@domain, in ASCII before the @.' : `Write ${proposal}`,
  ],
  'language-unknown': (facts: Cell & { known: string; near: string | undefined }, { languageUse }) => [
    `${facts.heading}: ${show(facts.value)} is not a language that we write${facts.near === undefined ? '.' : `; did you mean ${facts.near}?`}`,
    languageUse,
    `Write one of ${facts.known}.`,
  ],
  phone: ({ heading, value }: Cell, { phoneUse }) => [
    `${heading}: ${show(value)} is not a telephone number.`,
    phoneUse,
    'Write digits, with + - ( ) and spaces, or leave the cell empty.',
  ],
} satisfies Record<string, (facts: never, list: ListWords) => Words>;

const WARNINGS: ReadonlySet<ListCode> = new Set<ListCode>(['heading-unknown', 'private-character']);

type Texts = typeof texts;
export type ListCode = keyof Texts;
export type ListFacts<C extends ListCode> = Parameters<Texts[C]>[0];

/** The problem of one code at one place of one list. */
export function listProblem<C extends ListCode>(
  list: ListWords,
  code: C,
  { place, facts }: { place: Place; facts: ListFacts<C> },
): Problem {
  const words: { [Name in ListCode]: (facts: ListFacts<Name>, list: ListWords) => Words } = texts;
  const [what, why, todo] = words[code](facts, list);
  const severity = WARNINGS.has(code) ? 'warning' : 'error';
  return { code: `${list.prefix}.${code}`, severity, place, what, why, todo };
}

/** A value as a message shows it: on one line, no longer than a line, unseen characters written out. */
export function show(value: string): string {
  const text = JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}

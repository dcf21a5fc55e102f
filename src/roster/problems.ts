// The words of every problem in a staff list, made from a code and values.

import type { Place, Problem } from '../model/problem.ts';
import type { StaffField } from '../model/staff-field.ts';

/** What is wrong; why it matters; what to do. */
type Words = readonly [what: string, why: string, todo: string];

/** A cell: the heading of its column, and what stands in it. */
interface Cell {
  readonly heading: string;
  readonly value: string;
}

const texts = {
  // The table
  'staff.no-people': () => [
    'The list holds nobody.',
    'There is nothing to plan.',
    'Check the name of the file in migrate.yaml under lists.staff, and that the first line holds the headings.',
  ],
  'staff.quote-unclosed': ({ text }: { text: string }) => [
    `A quote is opened here and never closed: ${show(text)}`,
    'Everything up to the end of the file would belong to this one cell. The lines after this one were read by themselves.',
    'Close the quote, or remove it. A quote inside a quoted cell is written twice: "".',
  ],
  'staff.text-after-quote': ({ text }: { text: string }) => [
    `Text follows the closing quote of the cell that begins here: ${show(text)}`,
    'Nobody can say where this cell ends. The lines after this one were read by themselves.',
    'A quote inside a quoted cell is written twice: "". Nothing but a delimiter may follow the closing one.',
  ],
  'staff.row-ragged': ({ cells, headings }: { cells: number; headings: number }) => [
    `The row has ${cells} ${cells === 1 ? 'cell' : 'cells'}, the heading line has ${headings}.`,
    'Where a delimiter is missing or too many, values stand in wrong columns.',
    cells < headings
      ? 'Complete the row. Excel leaves out empty cells at the end of rows: let the last column be one that is always filled.'
      : 'Remove the superfluous delimiter, or put a value that contains one into quotes.',
  ],
  'staff.heading-twice': ({ heading, column }: { heading: string; column: number }) => [
    `The heading ${show(heading)} stands in column ${column} already.`,
    'Nobody can say which of the two counts.',
    'Rename or remove one of the two columns.',
  ],
  'staff.column-twice': ({ heading, first, field }: { heading: string; first: string; field: StaffField }) => [
    `${show(heading)} and ${show(first)} both mean ${FIELD_NAMES[field]}.`,
    'Nobody can say which of the two counts.',
    `Rename or remove one, or say in migrate.yaml: lists: { columns: { ${field}: ${first} } }`,
  ],
  'staff.column-missing': ({ field, single }: { field: StaffField; single: string | undefined }) => [
    `There is no column for ${FIELD_NAMES[field]}.`,
    single === undefined
      ? 'It is needed for everybody.'
      : `It is needed for everybody. The heading line has one cell only: ${show(single)}. Cells are parted by comma, semicolon or tab.`,
    `Add it, or map its heading in migrate.yaml: lists: { columns: { ${field}: your heading } }`,
  ],
  'staff.heading-unknown': ({ heading, near }: { heading: string; near: string | undefined }) => [
    `The column ${show(heading)} is not known and is left out${near === undefined ? '.' : `; did you mean ${near}?`}`,
    'Its cells are neither read nor checked.',
    near === undefined
      ? 'Nothing, if it is not needed. Otherwise map it in migrate.yaml under lists.columns.'
      : `Nothing, if it is not needed. Otherwise rename it to ${near}, or map it in migrate.yaml under lists.columns.`,
  ],
  'staff.mapped-heading-absent': (facts: { field: StaffField; heading: string; near: string | undefined }) => [
    `migrate.yaml maps ${facts.field} to ${show(facts.heading)}, which is no heading of this list${facts.near === undefined ? '.' : `; did you mean ${facts.near}?`}`,
    `${FIELD_NAMES[facts.field]} cannot be read.`,
    'Correct the heading here, or in migrate.yaml under lists.columns.',
  ],

  // Any cell
  'staff.control-character': ({ heading, character }: { heading: string; character: string }) => [
    `${heading}: the cell holds the control character ${character}.`,
    'It is invisible here, and does harm in addresses, headers and scripts.',
    'Type the cell anew.',
  ],
  'staff.bidi-character': ({ heading, character }: { heading: string; character: string }) => [
    `${heading}: the cell holds ${character}, which changes the direction of writing.`,
    'What is seen is not what is stored; fraud is made with it.',
    'Type the cell anew instead of pasting it.',
  ],
  'staff.broken-character': ({ heading, character }: { heading: string; character: string }) => [
    `${heading}: the cell holds ${character}, which is no character.`,
    'Something was lost when the file was saved or decoded.',
    'Type the cell anew and save the list as CSV UTF-8.',
  ],
  'staff.line-break': ({ heading, value }: Cell) => [
    `${heading}: the cell ${show(value)} has a line break or a tab in it.`,
    'It would end up in a name or a header, where it does harm.',
    'Write the cell on one line.',
  ],
  'staff.formula': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} begins like a formula of a spreadsheet.`,
    'Spreadsheets run it when they open a list or a report of ours.',
    value.startsWith('="')
      ? 'Write the value alone, without =" and ".'
      : 'Write the value without = + - @ at its beginning.',
  ],
  'staff.private-character': ({ heading, value, character }: Cell & { character: string }) => [
    `${heading}: ${show(value)} holds ${character}, a character that your company defined itself (外字).`,
    'Everybody else sees another sign, or none.',
    'Write it with a character that everybody has, for example the common form of the ideograph.',
  ],
  'staff.cell-empty': ({ heading }: { heading: string }) => [
    `${heading}: the cell is empty.`,
    'It is needed for everybody.',
    'Fill it in, or remove the row.',
  ],
  'staff.too-long': ({ heading, length, most }: { heading: string; length: number; most: number }) => [
    `${heading}: the text has ${length} characters, the provider takes ${most}.`,
    'The account could not be made.',
    `Shorten it to ${most} characters.`,
  ],

  // Names
  'staff.name-not-parted': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} cannot be parted into family name and given name.`,
    'The provider wants both, and a guess would be on every letter.',
    'Put one space between the two (family name first in Japanese), or use the columns 姓 and 名.',
  ],

  // Addresses
  'staff.two-addresses': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} holds more than one address.`,
    'One message would go to both, and an account can have one only.',
    'Leave one address here. Further ones on the new domain belong into the column エイリアス.',
  ],
  'staff.address-invalid': ({ heading, value, proposal }: Cell & { proposal: string | undefined }) => [
    `${heading}: ${show(value)} is not a mail address by itself.`,
    'It would be refused, or reach somebody else.',
    proposal === undefined ? 'Write it as name@domain, in ASCII before the @.' : `Write ${proposal}`,
  ],
  'staff.old-domain': ({ heading, value, domains, near }: Cell & { domains: string; near: string | undefined }) => [
    `${heading}: ${show(value)} is not on an old domain (${domains})${near === undefined ? '.' : `; did you mean @${near}?`}`,
    'Only mailboxes of the domains that are left are moved.',
    'Correct it, remove the row, or add the domain to domains.old in migrate.yaml.',
  ],
  'staff.new-domain': ({ heading, value, domain, near }: Cell & { domain: string; near: string | undefined }) => [
    `${heading}: ${show(value)} is not on the new domain (${domain})${near === undefined ? '.' : `; did you mean @${near}?`}`,
    'Everybody gets an address on the new domain, and nothing else is touched.',
    `Correct it to …@${domain}.`,
  ],
  'staff.address-twice': ({ heading, value, line, role, proposal }: Claimed) => [
    `${heading}: ${show(value)} is ${ROLES[role]} of line ${line} already (letter case and width do not count).`,
    'Two people cannot have one address; mail for one would reach the other.',
    proposal === undefined
      ? `Remove this row, or correct it or line ${line}.`
      : `Write another one here or in line ${line}; free is ${proposal}`,
  ],
  'staff.address-made-twice': ({ heading, value, line, role, proposal }: Claimed) => [
    `The address made by the rule from ${heading}, ${show(value)}, is ${ROLES[role]} of line ${line} already.`,
    'Two people cannot have one address; mail for one would reach the other.',
    `Decide who gets it, and write an address of its own into 新メールアドレス of this line or of line ${line}${proposal === undefined ? '.' : `; free is ${proposal}`}`,
  ],
  'staff.address-not-allowed': (facts: Cell & { reason: string; proposal: string | undefined }) => [
    `${facts.heading}: the provider does not allow ${show(facts.value)}: ${facts.reason.replace(/\.$/, '')}.`,
    'The account could not be made, or its mail would go elsewhere.',
    `Write another one into 新メールアドレス${facts.proposal === undefined ? '.' : `; free and allowed is ${facts.proposal}`}`,
  ],
  'staff.romaji': ({ heading, value }: Cell) => [
    `${heading}: no address can be made from ${show(value)}.`,
    'The rule for new addresses needs Latin letters without anything else.',
    'Write the name in Latin letters, or give the address in 新メールアドレス.',
  ],
  'staff.aliases-too-many': ({ heading, number, most }: { heading: string; number: number; most: number }) => [
    `${heading}: ${number} aliases, but an account can have ${most}.`,
    'The provider refuses the rest of them.',
    `Leave at most ${most}.`,
  ],

  // Choices and numbers
  'staff.batch-unknown': (facts: Cell & { known: string; near: string | undefined }) => [
    `${facts.heading}: there is no batch ${show(facts.value)}${facts.near === undefined ? '.' : `; did you mean ${facts.near}?`}`,
    'The person would be in no batch, and never be moved.',
    `Write one of ${facts.known}, or add the batch to migrate.yaml.`,
  ],
  'staff.language-unknown': (facts: Cell & { known: string; near: string | undefined }) => [
    `${facts.heading}: ${show(facts.value)} is not a language that we write${facts.near === undefined ? '.' : `; did you mean ${facts.near}?`}`,
    'Replies and hand-outs are written in it.',
    `Write one of ${facts.known}.`,
  ],
  'staff.licence-unknown': (facts: Cell & { known: string; near: string | undefined }) => [
    `${facts.heading}: the licence ${show(facts.value)} is not allowed${facts.near === undefined ? '.' : `; did you mean ${facts.near}?`}`,
    'Licences cost money: only those that migrate.yaml names are assigned.',
    facts.known === ''
      ? 'Add a section licence to migrate.yaml, or empty the cell.'
      : `Write one of ${facts.known}, or add it to licence.allowed in migrate.yaml.`,
  ],
  'staff.phone': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} is not a telephone number.`,
    'It would stand in the directory and in every signature.',
    'Write digits, with + - ( ) and spaces, or leave the cell empty.',
  ],
  'staff.number-twice': ({ heading, value, line }: Cell & { line: number }) => [
    `${heading}: ${show(value)} stands in line ${line} already.`,
    'The same person may be in the list twice.',
    'Check both lines.',
  ],
  'staff.batch-empty': ({ name }: { name: string }) => [
    `Nobody is in the batch ${show(name)} of migrate.yaml.`,
    'A batch that was meant for somebody may be misspelt in the list.',
    'Nothing, if it is meant so.',
  ],
} satisfies Record<string, (facts: never) => Words>;

export type AddressRole = 'old' | 'new' | 'alias';

interface Claimed extends Cell {
  readonly line: number;
  readonly role: AddressRole;
  readonly proposal: string | undefined;
}

const ROLES: Readonly<Record<AddressRole, string>> = {
  old: 'the old address',
  new: 'the new address',
  alias: 'an alias',
};

const FIELD_NAMES: Readonly<Record<StaffField, string>> = {
  displayName: 'the name (氏名, or 姓 and 名)',
  familyName: 'the family name (姓)',
  givenName: 'the given name (名)',
  familyRomaji: 'the family name in Latin letters (姓ローマ字)',
  givenRomaji: 'the given name in Latin letters (名ローマ字)',
  oldAddress: 'the old address (旧メールアドレス)',
  newAddress: 'the new address (新メールアドレス)',
  aliases: 'aliases (エイリアス)',
  department: 'the department (部署)',
  title: 'the title (役職)',
  phone: 'the telephone number (電話番号)',
  extension: 'the extension (内線)',
  batch: 'the batch (バッチ)',
  language: 'the language (言語)',
  licence: 'the licence (ライセンス)',
  employeeNumber: 'the employee number (社員番号)',
};

const WARNINGS: ReadonlySet<Code> = new Set<Code>([
  'staff.heading-unknown',
  'staff.private-character',
  'staff.number-twice',
  'staff.batch-empty',
]);

type Texts = typeof texts;
export type Code = keyof Texts;
export type Facts<C extends Code> = Parameters<Texts[C]> extends [infer Given] ? Given : Record<string, never>;

/** The problem of one code at one place. */
export function staffProblem<C extends Code>(code: C, place: Place, facts: Facts<C>): Problem {
  const words: { [Name in Code]: (facts: Facts<Name>) => Words } = texts;
  const [what, why, todo] = words[code](facts);
  return { code, severity: WARNINGS.has(code) ? 'warning' : 'error', place, what, why, todo };
}

/** A value as a message shows it: on one line, no longer than a line, unseen characters written out. */
function show(value: string): string {
  const text = JSON.stringify(value.length > 80 ? `${value.slice(0, 79)}…` : value);
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}

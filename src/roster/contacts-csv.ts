// The contacts CSV of Outlook (English, Japanese) and of Google (both of its forms). A heading decides; no cell is guessed at.

import { postalLine } from './address-book.ts';
import type { BookEntry, BookReading } from './address-book.ts';
import { folded } from './clean.ts';
import type { ListWords } from './list-problems.ts';
import { readTable } from './table.ts';
import type { TableRow } from './table.ts';

/** Folded headings; where several columns hold a field, the first one that is not empty counts, in this order. */
const HEADINGS = {
  company: ['company', 'organizationname', 'organization1name', '会社名'],
  department: ['department', 'organizationdepartment', 'organization1department', '部署'],
  title: ['jobtitle', 'organizationtitle', 'organization1title', '役職'],
  shownName: ['name', 'fileas'],
  familyName: ['lastname', 'familyname', '姓'],
  givenName: ['firstname', 'givenname', '名'],
  phone: [
    'businessphone',
    'companymainphone',
    'businessphone2',
    'phone1value',
    'phone2value',
    'mobilephone',
    '会社電話',
    '会社代表電話',
    '会社電話2',
    '携帯電話',
  ],
  postalCode: ['businesspostalcode', 'address1postalcode', '郵便番号会社'],
  region: ['businessstate', 'address1region', '都道府県会社'],
  city: ['businesscity', 'address1city', '市町村会社', '市区町村会社'],
  street: ['businessstreet', 'address1street', '番地会社'],
  extended: ['businessstreet2', 'address1extendedaddress', '住所2会社', '番地2会社'],
  country: ['businesscountryregion', 'businesscountry', 'address1country', '国会社地域'],
  formatted: ['address1formatted'],
} as const;

/** Every one that is filled, in this order. */
const ADDRESSES = [
  ...[
    'emailaddress',
    'email2address',
    'email3address',
    '電子メールアドレス',
    '電子メール2アドレス',
    '電子メール3アドレス',
  ],
  ...['email1value', 'email2value', 'email3value', 'email4value', 'email5value'],
];

const NAMES: readonly string[] = Object.values(HEADINGS).flat();
/** Where Google puts several values into one cell. */
const GOOGLE_SEPARATOR = ' ::: ';

const WORDS: ListWords = {
  prefix: 'import',
  neededFor: 'every contact',
  lengthBound: ['a row has room for', 'It would break the row.'],
  secondAddress: ['', ''],
  languageUse: '',
  phoneUse: '',
};

/** Undefined where the headings are those of neither program. */
export function readContactsCsv(text: string, file: string): BookReading | undefined {
  const entries: BookEntry[] = [];
  let columns: ReadonlyMap<string, number> | undefined;
  const onRow = (row: TableRow) => {
    if (columns === undefined) columns = columnsOf(row.cells);
    else entries.push(toEntry(row, columns));
  };
  const score = (cells: readonly string[]) => cells.filter((cell) => isKnown(folded(cell))).length;
  const problems = readTable(text, { file, list: WORDS, score, onRow });
  const hasAddresses = columns !== undefined && ADDRESSES.some((name) => columns?.has(name));
  return hasAddresses ? { entries, leftOut: 0, problems } : undefined;
}

function isKnown(heading: string): boolean {
  return NAMES.includes(heading) || ADDRESSES.includes(heading);
}

function columnsOf(cells: readonly string[]): ReadonlyMap<string, number> {
  return new Map(cells.map((cell, index): [string, number] => [folded(cell), index]).toReversed());
}

function toEntry({ line, cells }: TableRow, columns: ReadonlyMap<string, number>): BookEntry {
  const at = (heading: string) => (cells[columns.get(heading) ?? cells.length] ?? '').trim();
  const read = (field: keyof typeof HEADINGS) =>
    HEADINGS[field].map((heading) => at(heading).split(GOOGLE_SEPARATOR)[0] ?? '').find((value) => value !== '') ?? '';
  const parts = { region: read('region'), city: read('city'), street: read('street') };
  const composed = postalLine({ ...parts, extended: read('extended'), country: read('country') });
  return {
    line,
    company: read('company'),
    department: read('department'),
    title: read('title'),
    shownName: read('familyName') === '' || read('givenName') === '' ? read('shownName') : '',
    familyName: read('familyName'),
    givenName: read('givenName'),
    addresses: ADDRESSES.flatMap((heading) => at(heading).split(GOOGLE_SEPARATOR)).filter((value) => value !== ''),
    phone: read('phone'),
    postalCode: read('postalCode'),
    postalAddress: parts.street === '' ? read('formatted').replace(/\s+/g, ' ') || composed : composed,
  };
}

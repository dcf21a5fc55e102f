// From contacts of an address book to proposed rows of the partner list. Its one rule: whoever or whatever is left out is told.

import type { Place, Problem } from '../model/problem.ts';
import type { SuppressEntry } from '../model/partner.ts';
import type { Settings } from '../model/settings.ts';
import type { BookEntry } from './address-book.ts';
import { isEastAsian } from './address-book.ts';
import { readAddressCell } from './address-cell.ts';
import { cellFault, faultyCharacter } from './cell-fault.ts';
import { cleanName, cleanPhone, isNothing } from './clean.ts';
import { importProblem } from './import-problems.ts';
import { isWithin } from './partner-draft.ts';
import { suppressedBy } from './suppress-list.ts';

/** One row; every text is fit for a cell. */
export interface Proposal {
  readonly line: number;
  readonly company: string;
  readonly department: string;
  readonly title: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly language: 'ja' | 'en' | '';
  readonly route: 'phone' | 'letter' | '';
  readonly phone: string;
  readonly postalCode: string;
  readonly postalAddress: string;
  /** Addresses of our people who know the partner, as far as that is known. */
  readonly writers: readonly string[];
  readonly note: string;
}

export interface ProposeOptions {
  readonly file: string;
  readonly settings: Settings;
  readonly suppress: readonly SuppressEntry[];
  /** Addresses that the partner list has already. */
  readonly listed: ReadonlySet<string>;
}

export interface Proposing {
  readonly proposals: readonly Proposal[];
  /** Contacts that the partner list has already. */
  readonly listed: number;
  readonly problems: readonly Problem[];
}

export function proposePartners(entries: readonly BookEntry[], options: ProposeOptions): Proposing {
  const { file, settings, suppress } = options;
  const problems: Problem[] = [];
  const proposals: Proposal[] = [];
  const lines = new Map<string, number>();
  const suppressed = suppressedBy(suppress);
  const ours = [...settings.oldDomains, settings.newDomain];
  let listed = 0;
  for (const entry of entries) {
    const place = { file, line: entry.line };
    const proposal = toProposal(entry, { place, problems });
    const name =
      [proposal.company, proposal.name].filter((text) => text !== '').join(' ') || 'A contact without a name';
    const isOurs = (address: string) =>
      ours.some((domain) => isWithin(address.slice(address.indexOf('@') + 1), domain));
    const own = proposal.addresses.find(isOurs);
    const forbidden = proposal.addresses.find((address) => suppressed([address]) !== undefined);
    const twice = proposal.addresses.find((address) => lines.has(address));
    if (own !== undefined) problems.push(importProblem('import.own', place, { name, address: own }));
    else if (forbidden !== undefined) {
      problems.push(importProblem('import.suppressed', place, { name, address: forbidden }));
    } else if (proposal.addresses.some((address) => options.listed.has(address))) listed += 1;
    else if (twice !== undefined) {
      const facts = { name, address: twice, line: lines.get(twice) ?? 0 };
      problems.push(importProblem('import.twice', place, facts));
    } else if (proposal.addresses.length === 0 && proposal.route === '') {
      problems.push(importProblem('import.no-way', place, { name }));
    } else {
      proposals.push(proposal);
      for (const address of proposal.addresses) lines.set(address, entry.line);
    }
  }
  return { proposals, listed, problems };
}

interface Telling {
  readonly place: Place;
  readonly problems: Problem[];
}

function toProposal(entry: BookEntry, telling: Telling): Proposal {
  const text = (field: string, value: string) => cleanName(fit(value, { field, isPhone: false }, telling));
  const family = text('姓', entry.familyName);
  const given = text('名', entry.givenName);
  const shown = text('氏名', entry.shownName);
  const composed = isEastAsian(family + given) ? `${family} ${given}` : `${given} ${family}`;
  const name = shown === '' ? composed.trim() : shown;
  const company = text('会社名', entry.company);
  const addresses = entry.addresses.flatMap((value) => readOne(value, telling));
  const phone = cleanPhone(fit(entry.phone, { field: '電話番号', isPhone: true }, telling));
  const postalAddress = text('住所', entry.postalAddress);
  const elsewhere = (phone !== '' && 'phone') || (postalAddress !== '' && 'letter') || '';
  return {
    line: entry.line,
    company,
    department: text('部署', entry.department),
    title: text('役職', entry.title),
    name,
    addresses: [...new Set(addresses)],
    language: languageOf(company + name),
    route: addresses.length > 0 ? '' : elsewhere,
    phone,
    postalCode: cleanPhone(fit(entry.postalCode, { field: '郵便番号', isPhone: false }, telling)),
    postalAddress,
    writers: entry.writers ?? [],
    note: entry.note ?? '',
  };
}

/** Only a first idea, to be looked at: by the letters of company and name. */
function languageOf(text: string): 'ja' | 'en' | '' {
  if (isEastAsian(text)) return 'ja';
  return /^[\p{Script=Latin}\p{P}\p{S}\p{N}\s]+$/u.test(text) ? 'en' : '';
}

function readOne(value: string, { place, problems }: Telling): readonly string[] {
  if (isNothing(value)) return [];
  const reading = readAddressCell(value, { takesCarriers: true });
  if ('address' in reading) return [reading.address];
  const reason =
    reading.code === 'two-addresses' ? 'it is more than one address' : 'it is not a mail address by itself';
  problems.push(importProblem('import.value', place, { field: 'メールアドレス', value, reason }));
  return [];
}

const REASONS = {
  formula: () => 'it begins like a formula of a spreadsheet',
  'bidi-character': (value: string) => `it holds ${faultyCharacter(value)}, which changes the direction of writing`,
  'broken-character': (value: string) => `it holds ${faultyCharacter(value)}, which is no character`,
  'unseen-character': (value: string) => `it holds ${faultyCharacter(value)}, which nobody sees`,
  'control-character': (value: string) => `it holds the control character ${faultyCharacter(value)}`,
};

/** The text, if a cell may hold it. Line breaks become spaces: address books have them in postal addresses. */
function fit(
  text: string,
  { field, isPhone }: { field: string; isPhone: boolean },
  { place, problems }: Telling,
): string {
  const value = text.replace(/[\t\r\n]+/g, ' ');
  if (isNothing(value)) return '';
  const fault = cellFault(value);
  if (fault === undefined || fault === 'line-break') return value;
  if (fault === 'formula' && isPhone && /^\s*[+＋][\s(（]*[\d０-９]/u.test(value)) return value;
  problems.push(importProblem('import.value', place, { field, value, reason: REASONS[fault](value) }));
  return '';
}

// Those to whom nothing may be written: addresses and whole domains. What cannot be read is an error, since it would be written to.

import { asciiDomain, readAddress } from '../model/mail-address.ts';
import type { SuppressEntry } from '../model/partner.ts';
import type { Problem } from '../model/problem.ts';
import { cleanCode, cleanName } from './clean.ts';
import { knownHeadings } from './list-kind.ts';
import type { ListKind } from './list-kind.ts';
import { partnerProblem } from './partner-problems.ts';
import { byPlace, readList } from './read-list.ts';
import type { Row } from './row.ts';

const FIELDS = ['entry', 'reason'] as const;
type SuppressField = (typeof FIELDS)[number];

const SUPPRESS: ListKind<SuppressField> = {
  prefix: 'suppress',
  neededFor: 'every row',
  lengthBound: ['a report has room for', 'It would break the report.'],
  secondAddress: ['Each of them has a row of its own.', 'Write one address, or one domain, a row.'],
  languageUse: '',
  phoneUse: '',
  fields: FIELDS,
  fieldNames: { entry: 'the address or domain (アドレス)', reason: 'the reason (理由)' },
  several: new Set<SuppressField>(),
  headings: knownHeadings(FIELDS, {
    known: {
      entry:
        'アドレス メールアドレス メール ドメイン ドメイン名 アドレスまたはドメイン メールアドレスまたはドメイン アドレスドメイン 宛先 対象 送信禁止先 ' +
        'address email mail emailaddress mailaddress domain addressordomain emailordomain entry recipient',
      reason: '理由 事由 reason why',
    },
    ignored: '備考 メモ note notes memo comment comments 登録日 日付 date 登録者 会社名 氏名 company name no 番号',
    several: new Set<SuppressField>(),
  }),
};

export interface SuppressReading {
  readonly entries: readonly SuppressEntry[];
  readonly problems: readonly Problem[];
}

export function readSuppress(text: string, file: string): SuppressReading {
  const entries = new Map<string, SuppressEntry>();
  const { problems } = readList(text, {
    file,
    kind: SUPPRESS,
    mapped: {},
    missing: () => ['entry'],
    onRow: (row) => {
      const entry = readEntry(row);
      if (entry === undefined) return;
      const earlier = entries.get(entry.entry);
      if (earlier === undefined) entries.set(entry.entry, entry);
      else {
        const facts = { value: entry.entry, line: earlier.line };
        row.add(partnerProblem('suppress.twice', row.place(row.column('entry')), facts));
      }
    },
  });
  return { entries: [...entries.values()], problems: problems.toSorted(byPlace) };
}

function readEntry(row: Row<SuppressField>): SuppressEntry | undefined {
  const column = row.column('entry');
  const cell = row.read(column, 'text');
  const heading = row.heading(column);
  if (cell === '') row.say(column, 'cell-empty', { heading });
  if (cell === undefined || cell === '') return undefined;
  const entry = entryOf(cleanCode(cell));
  const reason = cleanName(row.read(row.column('reason'), 'text') ?? '');
  if (entry !== undefined) return { line: row.line, entry, ...(reason !== '' && { reason }) };
  row.add(partnerProblem('suppress.entry', row.place(column), { heading, value: cell }));
  return undefined;
}

function entryOf(text: string): string | undefined {
  if (!text.includes('@')) return asciiDomain(text.toLowerCase());
  const reading = readAddress(text, { takesCarriers: true });
  return 'fault' in reading ? undefined : reading.address;
}

/** Finds the entry that forbids one of the addresses: the address itself, its domain, or a domain above it. */
export function suppressedBy(
  entries: readonly SuppressEntry[],
): (addresses: readonly string[]) => SuppressEntry | undefined {
  const byText = new Map(entries.map((entry) => [entry.entry, entry]));
  const one = (address: string): SuppressEntry | undefined => {
    const direct = byText.get(address);
    if (direct !== undefined) return direct;
    const labels = address.slice(address.lastIndexOf('@') + 1).split('.');
    for (let first = 0; first < labels.length; first += 1) {
      const above = byText.get(labels.slice(first).join('.'));
      if (above !== undefined) return above;
    }
    return undefined;
  };
  return (addresses) => addresses.map(one).find((entry) => entry !== undefined);
}

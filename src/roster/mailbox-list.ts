// The mailboxes that a mail host has, as its administrator has exported them. What cannot be read is an error: it might be in the way.

import { readAddressCell } from './address-cell.ts';
import { cleanName } from './clean.ts';
import { knownHeadings } from './list-kind.ts';
import type { ListKind } from './list-kind.ts';
import { byPlace, readList } from './read-list.ts';
import type { Row } from './row.ts';
import type { Problem } from '../model/problem.ts';

const FIELDS = ['address', 'displayName'] as const;
type MailboxListField = (typeof FIELDS)[number];

const MAILBOXES: ListKind<MailboxListField> = {
  prefix: 'mailbox',
  neededFor: 'every mailbox',
  lengthBound: ['a report has room for', 'It would break the report.'],
  secondAddress: ['Each mailbox has a row of its own.', 'Write one address a row.'],
  languageUse: '',
  phoneUse: '',
  fields: FIELDS,
  fieldNames: { address: 'the address (メールアドレス)', displayName: 'the name (表示名)' },
  several: new Set<MailboxListField>(),
  headings: knownHeadings(FIELDS, {
    known: {
      address:
        'メールアドレス アドレス メール アカウント メールアカウント メールボックス ユーザー ユーザ address email mail mailaddress emailaddress account mailbox user username',
      displayName: '表示名 氏名 名前 ユーザー名 displayname name fullname',
    },
    ignored:
      '容量 クォータ 使用量 備考 メモ パスワード 転送先 作成日 最終ログイン 状態 quota usage size note notes memo password forward created lastlogin status domain ドメイン no 番号',
    several: new Set<MailboxListField>(),
  }),
};

export interface MailboxListReading {
  readonly mailboxes: readonly { readonly address: string; readonly displayName?: string }[];
  readonly problems: readonly Problem[];
}

export function readMailboxList(text: string, file: string): MailboxListReading {
  const found = new Map<string, MailboxListReading['mailboxes'][number]>();
  const { problems } = readList(text, {
    file,
    kind: MAILBOXES,
    mapped: {},
    missing: () => ['address'],
    onRow: (row) => {
      const mailbox = readMailbox(row);
      if (mailbox !== undefined) found.set(mailbox.address, mailbox);
    },
  });
  return { mailboxes: [...found.values()], problems: problems.toSorted(byPlace) };
}

function readMailbox(row: Row<MailboxListField>): MailboxListReading['mailboxes'][number] | undefined {
  const column = row.column('address');
  const cell = row.read(column, 'text');
  if (cell === '') row.say(column, 'cell-empty', { heading: row.heading(column) });
  if (cell === undefined || cell === '') return undefined;
  const reading = readAddressCell(cell);
  if ('code' in reading) {
    const facts = { heading: row.heading(column), value: cell };
    if (reading.code === 'two-addresses') row.say(column, 'two-addresses', facts);
    else row.say(column, 'address-invalid', { ...facts, proposal: reading.proposal });
    return undefined;
  }
  const displayName = cleanName(row.read(row.column('displayName'), 'text') ?? '');
  return { address: reading.address, ...(displayName !== '' && { displayName }) };
}

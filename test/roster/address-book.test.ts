// Address books as phones, Outlook and Google write them, and what is proposed from them.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Papa from 'papaparse';
import type { SuppressEntry } from '../../src/model/partner.ts';
import { proposalCsv } from '../../src/roster/proposal-csv.ts';
import { proposePartners } from '../../src/roster/propose-partners.ts';
import type { Proposing } from '../../src/roster/propose-partners.ts';
import { readAddressBook } from '../../src/roster/read-address-book.ts';
import { textOf } from '../../src/store/text.ts';
import { readPartnerText } from './partner-list.ts';
import { company, OLD, written } from './staff-list.ts';

const SUPPRESS: readonly SuppressEntry[] = [{ line: 2, entry: 'akane.test' }];

function fixture(file: string): string {
  const reading = textOf(readFileSync(new URL(`lists/${file}`, import.meta.url)), file);
  if ('problems' in reading) throw new Error(`${file} cannot be read`);
  return reading.text;
}

function proposed(text: string, listed: ReadonlySet<string> = new Set()): Proposing {
  const file = 'book';
  const { entries, problems } = readAddressBook(text, file);
  const found = proposePartners(entries, { file, settings: company, suppress: SUPPRESS, listed });
  return { ...found, problems: [...problems, ...found.problems] };
}

const shown = ({ problems }: Proposing) => problems.map(({ code, place }) => `${place?.line ?? 0} ${code}`);

describe('vCard', () => {
  it('2.1 of a phone: quoted-printable in Shift_JIS, soft line breaks, a card in a card', () => {
    const found = proposed(fixture('phone-2.1.vcf'));
    expect(found.proposals).toMatchObject([
      {
        line: 1,
        company: '株式会社みどり工業',
        department: '購買部 第二購買課 海外調達グループ',
        title: '課長',
        name: '髙橋 一郎',
        addresses: ['takahashi@midori.example', 'a..b.@docomo.ne.jp'],
        language: 'ja',
        route: '',
        phone: '03-0000-2001',
        postalCode: '100-0001',
        postalAddress: '東京都千代田区千代田0-0-1 3階',
      },
      { company: 'あかね物流', name: '佐藤 花子', title: '', addresses: [], route: 'phone', phone: '090-0000-2003' },
    ]);
    expect(found.problems.map(({ code, what }) => [code, what])).toEqual([
      ['import.unreadable', 'TITLE cannot be read: it is not written in X-UNKNOWN.'],
    ]);
  });

  it('is the same with every kind of line end', () => {
    for (const file of ['phone-2.1.vcf', 'phone-3.0.vcf', 'book-4.0.vcf']) {
      const unix = fixture(file).replaceAll('\r\n', '\n');
      expect(proposed(unix.replaceAll('\n', '\r\n'))).toEqual(proposed(unix));
    }
  });

  it('3.0: folded lines, groups of properties, what was escaped, the preferred address first', () => {
    const found = proposed(fixture('phone-3.0.vcf'));
    expect(found.proposals).toMatchObject([
      {
        company: '株式会社しろがね, 東京',
        department: '営業部',
        name: '鈴木 一郎',
        addresses: ['suzuki@shirogane.test', 'private@suzuki.example'],
        phone: '+81 3-0000-3002',
        postalAddress: '東京都港区港0-0-3 白銀ビル',
      },
      { company: 'みどり工業 代表', name: '', addresses: ['info@midori.example'] },
    ]);
    expect(shown(found).map((text) => text.replace(/^\d+ /, ''))).toEqual([
      'import.card-open',
      'import.own',
      'import.no-way',
    ]);
    expect(JSON.stringify(found.proposals)).not.toContain('内緒');
  });

  it('4.0: addresses as URIs, groups, and what must not get into a list', () => {
    const found = proposed(fixture('book-4.0.vcf'));
    expect(found.proposals).toMatchObject([
      {
        company: 'Weiss Handels GmbH',
        department: 'Einkauf',
        name: 'Karl Weiss',
        addresses: ['karl@weiss.example', 'second@weiss.example'],
        language: 'en',
        phone: '+49-30-00001008 ext 12',
        postalAddress: 'Beispielplatz 1, Berlin, Germany',
      },
      { name: '', company: '', addresses: ['x@one.example'] },
    ]);
    expect(shown(found).map((text) => text.replace(/^\d+ /, ''))).toEqual([
      'import.group',
      'import.value',
      'import.value',
      'import.value',
      'import.twice',
      'import.suppressed',
    ]);
  });
});

describe('a contacts CSV', () => {
  it('of Outlook in Japanese, in CP932', () => {
    const found = proposed(fixture('outlook-ja.csv'));
    expect(found.proposals).toMatchObject([
      {
        company: '㈱むらさき',
        department: '第①営業部',
        title: '主任',
        name: '山﨑 恵',
        addresses: ['yamazaki@murasaki.example', 'megumi@murasaki.test'],
        phone: '03-0000-4001',
        postalCode: '100-0005',
        postalAddress: '東京都千代田区丸の内0-0-5 むらさきビル',
      },
      { company: 'こはく商店', addresses: [], route: 'phone', phone: '03-0000-4002' },
    ]);
    expect(found.problems.map(({ code, place }) => [code, place?.line])).toEqual([['import.value', 5]]);
  });

  it('of Outlook in English', () => {
    expect(proposed(fixture('outlook-en.csv')).proposals).toMatchObject([
      {
        company: 'Northwind Example Ltd.',
        title: 'Buyer',
        name: 'Jane Doe',
        addresses: ['jane.doe@northwind.test'],
        language: 'en',
        phone: '+44 20 0000 0001',
        postalAddress: '1 Example Road, London, United Kingdom',
      },
    ]);
  });

  it('of Google, as it is now: several values in one cell', () => {
    expect(proposed(fixture('google-new.csv')).proposals).toMatchObject([
      {
        company: 'もえぎ食品株式会社',
        department: '商品部',
        title: '係長',
        name: '山田 花子',
        addresses: ['hanako@moegi.example', 'h2@moegi.example'],
        phone: '03-0000-5001',
        postalCode: '600-0000',
        postalAddress: '〒600-0000 京都府京都市 下京区0-0-2',
      },
    ]);
  });

  it('of Google, as it was', () => {
    expect(proposed(fixture('google-old.csv')).proposals).toMatchObject([
      { company: '株式会社るりシステム', title: 'マネージャー', name: '瑠璃川 光', addresses: ['hikaru@ruri.test'] },
      { name: 'Phone Only', route: 'phone' },
    ]);
  });

  it('of anybody else is refused', () => {
    expect(shown(proposed('会社,連絡先\r\nみどり,a@midori.example\r\n'))).toEqual(['0 import.unknown-form']);
    expect(shown(proposed(''))).toEqual(['0 import.unknown-form']);
    expect(shown(proposed('Company,E-mail Address\r\n'))).toEqual(['0 import.nobody']);
  });
});

describe('the proposals', () => {
  it('leave out whom the partner list has already', () => {
    const found = proposed(fixture('google-new.csv'), new Set(['h2@moegi.example']));
    expect([found.proposals.length, found.listed, found.problems.length]).toEqual([0, 1, 0]);
  });

  it('are a partner list in which nobody is confirmed, and a good one once somebody has', () => {
    for (const file of ['phone-2.1.vcf', 'phone-3.0.vcf', 'outlook-ja.csv', 'google-new.csv', 'google-old.csv']) {
      const { proposals } = proposed(fixture(file));
      const csv = proposalCsv(proposals, '=evil.vcf');
      expect(csv).not.toMatch(/(?:^|,)"[=@-]/m);
      const open = readPartnerText(csv);
      expect(open.partners).toEqual([]);
      expect(open.unconfirmed).toBe(proposals.length);
      expect(open.problems.map(({ code }) => code)).toEqual(['partner.unconfirmed']);
      const [headings = [], ...rows] = Papa.parse<string[]>(csv.slice(1), { skipEmptyLines: true }).data;
      const filled = rows.map((row) =>
        row.map((cell, index) => {
          if (headings[index] === '確認') return '済';
          if (headings[index] === '担当者') return '石川 直樹';
          return headings[index] === '会社名' ? cell || 'みどり工業' : cell;
        }),
      );
      const { partners, problems } = readPartnerText(written([headings, ...filled]));
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(partners.map(({ name = '' }) => name)).toEqual(proposals.map(({ name }) => name));
      expect(partners.map(({ addresses }) => addresses)).toEqual(proposals.map(({ addresses }) => addresses));
    }
  });
});

describe('whatever the file', () => {
  const parts = [
    ...[
      'BEGIN:VCARD',
      'END:VCARD',
      'N:鈴木;一郎',
      'FN:=cmd()',
      'EMAIL:a@one.example',
      'EMAIL;PREF:b@one.example',
      'ORG:㈱みどり',
    ],
    ...[
      'EMAIL;ENCODING=QUOTED-PRINTABLE:c=40one.example=',
      ' folded',
      'TEL:03-0000-0000',
      'ADR:;;;;;;;;',
      'N;CHARSET=',
      '=82',
    ],
    ...[
      'Company,E-mail Address',
      'みどり,"a@one.example',
      'x',
      '',
      '\u202e',
      '"',
      ';',
      ':',
      'EMAIL:x@akane.test',
      `EMAIL:x@${OLD}`,
    ],
  ];

  it('there is no exception, each address is proposed once, and never one that is ours or suppressed', () => {
    const lines = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string()), { maxLength: 30 });
    const newlines = fc.constantFrom('\r\n', '\n');
    fc.assert(
      fc.property(lines, newlines, fc.boolean(), (texts, newline, isCard) => {
        const { proposals, problems } = proposed(
          [isCard ? 'BEGIN:VCARD' : 'Company,E-mail Address', ...texts].join(newline),
        );
        const addresses = proposals.flatMap((proposal) => proposal.addresses);
        expect(new Set(addresses).size).toBe(addresses.length);
        expect(addresses.some((address) => /akane\.test$/.test(address) || address.endsWith(OLD))).toBe(false);
        expect(proposalCsv(proposals, 'book')).not.toMatch(/(?:^|,)"[=@-]|\u202e/m);
        expect(proposals.length > 0 || problems.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

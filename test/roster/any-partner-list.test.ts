// Laws that hold for every partner list: whatever comes in, nobody is skipped in silence, nobody is told twice, nobody who is suppressed is open.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PartnersReading } from '../../src/roster/read-partners.ts';
import { NEW, OLD, written } from './staff-list.ts';
import { people, readPartnerText } from './partner-list.ts';

const HEADINGS = ['会社名', '氏名', 'メールアドレス', 'メールアドレス2', '担当者', '経路', '電話番号', '言語'];
const SUPPRESS = written([['アドレス'], ['b@one.example'], ['two.test']]);

const local = fc.constantFrom('a', 'b', 'c', 'A', 'ｂ', '..', 'a..b.', '花');
const domain = fc.constantFrom(
  'one.example',
  'ＯＮＥ.example',
  'two.test',
  'sub.two.test',
  'みどり.test',
  'docomo.ne.jp',
  OLD,
  NEW,
);
const address = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(local, domain).map((parts) => parts.join('@')) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      '-',
      'a@one.example,b@two.test',
      'a@one.example\r\nBcc: c@one.example',
      'x＠one.example',
    ),
  },
);
const second = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: address });
const naughty = fc.constantFrom(
  '=1+1',
  '\u202eevil',
  '様',
  '㈱',
  '\0',
  'ご担当者様',
  '{{name}}',
  '"',
  'a\r\nBcc: x@y.test',
  '𠮷',
);
const row = fc.tuple(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('みどり', '㈱みどり', 'あかね', '') },
    { weight: 1, arbitrary: naughty },
  ),
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('鈴木 一郎', '佐藤', '', '部長') },
    { weight: 1, arbitrary: naughty },
  ),
  address,
  second,
  fc.constantFrom('石川 直樹', `kato.s@${OLD}`, 'Anna Weber、石川直樹', '清水 修', 'だれか', ''),
  fc.constantFrom('', 'mail', '電話', 'ウェブ', 'FAX'),
  fc.constantFrom('', '03-0000-0000', 'なし'),
  fc.constantFrom('', 'ja', '英語'),
);
const rows = fc.array(row, { maxLength: 10 });

describe('whatever the text', () => {
  it('there is no exception, and every address is with one partner only', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      rows.map((cells) => written([HEADINGS, ...cells])),
      fc
        .tuple(rows, fc.array(fc.tuple(fc.nat(), fc.constantFrom('"', ',', '\n', '\r', '\ufeff', ';', '\0', '@'))))
        .map(([cells, marks]) =>
          marks.reduce(
            (text, [at, mark]) => {
              const place = at % (text.length + 1);
              return text.slice(0, place) + mark + text.slice(place);
            },
            written([HEADINGS, ...cells]),
          ),
        ),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expectLaws(readPartnerText(text, { suppress: SUPPRESS }));
      }),
      { numRuns: 300 },
    );
  });
});

describe('every row', () => {
  it('is a partner, a part of one, or has an error', () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const { partners, problems } = readPartnerText(written([HEADINGS, ...cells]), { suppress: SUPPRESS });
        const accepted = partners.flatMap((partner) => [partner.line, ...partner.mergedLines]);
        const refused = new Set(
          problems.filter(({ severity }) => severity === 'error').map(({ place }) => place?.line),
        );
        expect(new Set(accepted).size).toBe(accepted.length);
        let line = 2;
        for (const row of cells) {
          // A row that was merged into one that lacks something else is told by the line of that one.
          const isTold = accepted.includes(line) || refused.has(line) || problems.some(isMergedAt(line));
          const isBlank = row.every((cell) => cell.trim() === '');
          expect(isTold).toBe(!isBlank);
          line += 1 + (row.join('').match(/\r\n/g)?.length ?? 0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its address out of every message once it is suppressed', () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const { partners } = readPartnerText(written([HEADINGS, ...cells]), { suppress: SUPPRESS });
        for (const { addresses, suppressed } of partners) {
          const isForbidden = addresses.some((one) => one === 'b@one.example' || /[@.]two\.test$/.test(one));
          expect(suppressed !== undefined).toBe(isForbidden);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function isMergedAt(line: number) {
  return ({ code, place }: PartnersReading['problems'][number]) => code === 'partner.merged' && place?.line === line;
}

function expectLaws({ partners, problems }: PartnersReading): void {
  const addresses = partners.flatMap((partner) => partner.addresses);
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(new Set(partners.map(({ key }) => key)).size).toBe(partners.length);
  const known = new Set(people.map(({ key }) => key));
  for (const partner of partners) {
    expect(partner.contacts.length).toBeGreaterThan(0);
    expect(partner.contacts.every((key) => known.has(key))).toBe(true);
    expect(partner.route !== 'mail' || partner.addresses.length > 0).toBe(true);
    expect(
      partner.addresses.every((one) => /^[\x21-\x7e]+@[a-z0-9.-]+$/.test(one) && one.split('@').length === 2),
    ).toBe(true);
    expect(partner.addresses.some((one) => one.endsWith(OLD) || one.endsWith(NEW))).toBe(false);
    expect(JSON.stringify(partner)).not.toMatch(/[\u202a-\u202e]|\\[rn0]|\\u000/);
  }
  expect(problems.every(({ place }) => place?.file === 'partners.csv')).toBe(true);
}

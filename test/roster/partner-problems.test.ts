// What is refused in a partner list: each with file, line and column, all at once, and a message that says what to write.

import { describe, expect, it } from '@jest/globals';
import { OLD, NEW, shown, written } from './staff-list.ts';
import { readPartnerText, readRows } from './partner-list.ts';
import { readSuppress } from '../../src/roster/suppress-list.ts';

/** What one changed cell of a good row is told; the columns of a good row are 会社名, 氏名, メールアドレス, 担当者. */
function told(row: Readonly<Record<string, string>>): readonly string[] {
  return readRows([row]).problems.map((problem) => `${shown(problem)} ${problem.todo}`);
}

describe('an address that would reach somebody else', () => {
  it.each([
    ['a@midori.example,b@midori.example', 'two-addresses'],
    ['a@midori.example;b@midori.example', 'two-addresses'],
    ['a@midori.example、b@midori.example', 'two-addresses'],
    ['a@midori.example\nb@midori.example', 'two-addresses'],
    ['a@midori.example\r\nBcc: b@midori.example', 'two-addresses'],
    ['a@midori.example\r\nX-Header: 1', 'address-invalid'],
    ['a(at)midori.example', 'address-invalid'],
    ['a◎midori.example', 'address-invalid'],
    ['a@@midori.example', 'two-addresses'],
    ['a..b@midori.example', 'address-invalid'],
    ['花子@midori.example', 'address-invalid'],
    ['=a@midori.example', 'formula'],
    ['a\u202e@midori.example', 'bidi-character'],
    ['a\u0007@midori.example', 'control-character'],
    ['a\ufffd@midori.example', 'broken-character'],
  ])('%j is refused', (cell, code) => {
    const { partners, problems } = readRows([{ メールアドレス: cell }]);
    expect(partners).toEqual([]);
    expect(problems.map(shown)).toEqual([`2:3 partner.${code}`]);
  });

  it('is proposed bare where it stands with a name or as a link', () => {
    expect(told({ メールアドレス: '鈴木 <suzuki@midori.example>' })).toEqual([
      '2:3 partner.address-invalid Write suzuki@midori.example',
    ]);
    expect(told({ メールアドレス: 'mailto:suzuki@midori.example' })).toEqual([
      '2:3 partner.address-invalid Write suzuki@midori.example',
    ]);
  });

  it('is refused on our own domains and below them, with the reason', () => {
    for (const domain of [OLD, NEW, `mail.${OLD}`]) {
      const { partners, problems } = readRows([{ メールアドレス: `a@${domain}` }]);
      expect(partners).toEqual([]);
      expect(problems.map(shown)).toEqual(['2:3 partner.own-domain']);
      expect(problems[0]?.what).toContain('a domain of ours');
    }
    expect(readRows([{ メールアドレス: `a@not${OLD}` }]).partners).toHaveLength(1);
  });
});

describe('an honorific that the letter would double', () => {
  it.each([
    ['会社名', 1, 'みどり工業株式会社 御中', 'みどり工業株式会社'],
    ['氏名', 2, '鈴木 一郎 様', '鈴木 一郎'],
    ['氏名', 2, '鈴木一郎様様', '鈴木一郎'],
    ['氏名', 2, '鈴木先生', '鈴木'],
    ['氏名', 2, '鈴木 さん', '鈴木'],
    ['役職', 5, '部長様', '部長'],
    ['役職', 5, '部長殿', '部長'],
    ['部署', 5, '購買部御中', '購買部'],
  ])('%s: %3$s is refused, and %4$s proposed', (...[heading, column, cell, proposal]) => {
    expect(told({ [heading]: cell })).toEqual([`2:${column} partner.honorific Write ${proposal}`]);
  });

  it('for nobody in particular means an empty cell', () => {
    for (const cell of ['ご担当者様', '御担当者 様', 'ご担当者']) {
      expect(told({ 氏名: cell })[0]).toMatch(/^2:2 partner\.honorific Leave the cell empty/);
    }
  });

  it('from the West counts where the letter is Japanese', () => {
    expect(told({ 氏名: 'Mr. John Smith' })).toEqual(['2:2 partner.honorific Write John Smith']);
    expect(told({ 氏名: 'Mr. John Smith', 言語: 'en' })).toEqual([]);
    expect(told({ 氏名: 'Drew Smith' })).toEqual([]);
  });

  it('may hide as a title in the name', () => {
    expect(told({ 氏名: '鈴木部長' })).toEqual(['2:2 partner.title-in-name Write 鈴木 here and 部長 into 役職.']);
    expect(told({ 氏名: '鈴木 代表取締役社長' })).toEqual([
      '2:2 partner.title-in-name Write 鈴木 here and 代表取締役社長 into 役職.',
    ]);
  });

  it('is not seen where there is none', () => {
    expect(told({ 会社名: '株式会社湯殿', 部署: '様式課', 役職: '部長', 氏名: '御殿 先' })).toEqual([]);
  });
});

describe('an abbreviated company', () => {
  it.each([
    ['㈱みどり', '株式会社みどり'],
    ['みどり（株）', 'みどり株式会社'],
    ['(有) みどり', '有限会社 みどり'],
    ['㈲みどり', '有限会社みどり'],
    ['みどり㈻', 'みどり学校法人'],
  ])('%s is warned about, and %s proposed', (cell, proposal) => {
    const { partners, problems } = readRows([{ 会社名: cell }]);
    expect(partners).toHaveLength(1);
    expect(problems.map(({ severity, todo }) => [severity, todo])).toEqual([['warning', `Write ${proposal}`]]);
  });
});

describe('who deals with the partner at our side', () => {
  it('is proposed where an address or a name is misspelt', () => {
    expect(told({ 担当者: `ishikwa@${OLD}` })).toEqual([
      `2:4 partner.contact-unknown Write ishikawa@${OLD}, if that is meant.`,
    ]);
    expect(told({ 担当者: '石川 直輝' })).toEqual(['2:4 partner.contact-unknown Write 石川 直樹, if that is meant.']);
  });

  it('is asked for by address where two people have the name', () => {
    expect(told({ 担当者: '清水修' })).toEqual([
      `2:4 partner.contact-ambiguous Write the old address: shimizu.o@${OLD}, shimizu.s@${OLD}`,
    ]);
  });

  it('cannot be left out, and every unknown one is told', () => {
    expect(told({ 担当者: '' })).toEqual(['2:4 partner.cell-empty Fill it in, or remove the row.']);
    const { problems } = readRows([{ 担当者: 'だれか、石川 直樹/どなたか' }]);
    expect(problems.map(shown)).toEqual(['2:4 partner.contact-unknown', '2:4 partner.contact-unknown']);
  });
});

describe('how a partner is told', () => {
  it.each([
    [{ 経路: 'FAX' }, '2:5 partner.route-unknown'],
    [{ 経路: 'phone' }, '2:5 partner.route-lacks'],
    [{ 経路: 'letter' }, '2:5 partner.route-lacks'],
    [{ 経路: 'mail', メールアドレス: '' }, '2:5 partner.route-lacks'],
    [{ メールアドレス: '' }, '2:3 partner.route-open'],
    [{ 送信元: '社長' }, '2:5 partner.from-unknown'],
    [{ 言語: 'fr' }, '2:5 partner.language-unknown'],
    [{ 電話番号: 'なし' }, '2:5 partner.phone'],
    [{ 郵便番号: '600001', 住所: '北海道札幌市' }, '2:5 partner.postal-code'],
    [{ 郵便番号: '=1' }, '2:5 partner.formula'],
    [{ 確認: 'たぶん' }, '2:5 partner.confirmed-unknown'],
    [{ 会社名: '' }, '2:1 partner.cell-empty'],
    [{ 会社名: 'あ'.repeat(121) }, '2:1 partner.too-long'],
    [{ 会社名: '様'.repeat(200_000) }, '2:1 partner.too-long'],
    [{ 氏名: '鈴木\n一郎' }, '2:2 partner.line-break'],
  ])('%j has a problem', (row, expected) => {
    const { partners, problems } = readRows([row]);
    expect(partners).toEqual([]);
    expect(problems.map(shown)).toEqual([expected]);
  });
});

describe('all problems', () => {
  it('come at once, in the order of the file, and the good rows still count', () => {
    const { partners, problems } = readRows([
      { 氏名: '鈴木様', メールアドレス: 'x', 担当者: 'だれか' },
      {},
      { メールアドレス: `a@${OLD}` },
    ]);
    expect(partners.map(({ line }) => line)).toEqual([3]);
    expect(problems.map(shown)).toEqual([
      '2:2 partner.honorific',
      '2:3 partner.address-invalid',
      '2:4 partner.contact-unknown',
      '4:3 partner.own-domain',
    ]);
    expect(problems.every(({ what, why, todo }) => what !== '' && why !== '' && todo !== '')).toBe(true);
  });

  it('of the table and its headings are told as in the staff list', () => {
    const text = `会社名,メール,E-mail,部所,担当者\r\nみどり,a@midori.example\r\n"みどり,b\r\n`;
    expect(readPartnerText(text).problems.map(shown)).toEqual([
      '1:4 partner.heading-unknown',
      '2:3 partner.row-ragged',
      '3:1 partner.quote-unclosed',
    ]);
  });
});

describe('a suppress list', () => {
  it('with an entry that cannot be read is refused, since somebody would be written to', () => {
    const { entries, problems } = readSuppress(
      written([
        ['ドメイン', '理由'],
        ['akane.test', ''],
        ['akane', ''],
        ['a@x.example b@x.example', ''],
        ['', '理由だけ'],
        ['AKANE.TEST', ''],
        ['@akane.test', ''],
      ]),
      'suppress.csv',
    );
    expect(entries).toEqual([{ line: 2, entry: 'akane.test' }]);
    expect(problems.map(shown)).toEqual([
      '3:1 suppress.entry',
      '4:1 suppress.entry',
      '5:1 suppress.cell-empty',
      '6:1 suppress.twice',
      '7:1 suppress.formula',
    ]);
  });

  it('without its column is refused', () => {
    expect(readSuppress('理由\r\nx\r\n', 'suppress.csv').problems.map(shown)).toEqual(['1:0 suppress.column-missing']);
  });
});

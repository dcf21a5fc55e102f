// The partner list read: what a row becomes, how rows of one contact are merged, and who is never written to.

import { describe, expect, it } from '@jest/globals';
import { NEW, OLD, shown, written } from './staff-list.ts';
import { GOOD, readPartnerText, readRows } from './partner-list.ts';

describe('a partner list in good order', () => {
  it('becomes partners, with everything that a letter needs', () => {
    const { partners, problems } = readRows([
      {
        会社名: '株式会社みどり工業',
        部署: '購買部',
        役職: '課長',
        氏名: '髙橋　一郎',
        メールアドレス: 'Ｔａｋａｈａｓｈｉ＠Ｍｉｄｏｒｉ．ｅｘａｍｐｌｅ',
        担当者: `石川直樹、kato.s@${NEW}`,
        言語: '英語',
        送信元: '両方',
        電話番号: '０３－００００－０００１',
        郵便番号: '〒１０００００１',
        住所: '東京都千代田区千代田1-1　みどりビル',
      },
    ]);
    expect(problems).toEqual([]);
    expect(partners).toEqual([
      {
        key: 'takahashi@midori.example',
        line: 2,
        mergedLines: [],
        company: '株式会社みどり工業',
        department: '購買部',
        title: '課長',
        name: '髙橋 一郎',
        addresses: ['takahashi@midori.example'],
        contacts: [`ishikawa@${OLD}`, `kato.s@${OLD}`],
        language: 'en',
        route: 'mail',
        from: 'both',
        phone: '03-0000-0001',
        postalCode: '100-0001',
        postalAddress: '東京都千代田区千代田1-1 みどりビル',
      },
    ]);
  });

  it('has headings in English as well, and names in two columns', () => {
    const { partners, problems } = readPartnerText(
      written([
        ['Company', 'Last name', 'First name', 'E-mail', 'E-mail 2', 'Our contact', 'Language', 'Route', 'From', 'ZIP'],
        [
          'Midori Inc.',
          'Smith',
          'Ann',
          'ann@midori.example',
          'a@midori.test',
          `Sales@${NEW}`,
          'en',
          'Mail',
          'old',
          'EC1A 1BB',
        ],
        ['みどり商店', '鈴木', '一郎', 'suzuki@midori.example', '', 'ANNA WEBER', '', '', '', ''],
      ]),
    );
    expect(problems).toEqual([]);
    expect(partners).toMatchObject([
      { name: 'Ann Smith', addresses: ['ann@midori.example', 'a@midori.test'], from: 'old', postalCode: 'EC1A 1BB' },
      { name: '鈴木 一郎', contacts: [`anna.weber@${OLD}`], language: 'ja', route: 'mail', from: 'new' },
    ]);
  });

  it('maps headings of its own in migrate.yaml, and only there', () => {
    const { staff, columns } = { staff: 'staff.csv', columns: {} };
    const settings = { lists: { staff, columns, partnerColumns: { contacts: '弊社の人' } } };
    const text = written([
      ['会社名', 'メールアドレス', '弊社の人'],
      ['みどり商店', 'a@midori.example', '石川 直樹'],
    ]);
    expect(readPartnerText(text, { settings }).partners).toHaveLength(1);
    expect(readPartnerText(text).problems.map(shown)).toEqual([
      '1:0 partner.column-missing',
      '1:3 partner.heading-unknown',
    ]);
  });

  it('may hold nobody', () => {
    for (const text of ['', '\r\n', '会社名,メールアドレス,担当者\r\n', '会社名,メールアドレス,担当者\r\n,,\r\n']) {
      expect(readPartnerText(text)).toMatchObject({ partners: [], unconfirmed: 0, listed: new Set(), problems: [] });
    }
  });

  it('takes old addresses of carriers and domains in Japanese', () => {
    const { partners, problems } = readRows([
      { メールアドレス: 'a..b.@docomo.ne.jp', 氏名: '鈴木 一郎' },
      { メールアドレス: '.x@Ezweb.ne.jp', 氏名: '鈴木 二郎' },
      { メールアドレス: 'info@みどり.example', 氏名: '鈴木 三郎' },
    ]);
    expect(problems).toEqual([]);
    expect(partners.map(({ key }) => key)).toEqual([
      'a..b.@docomo.ne.jp',
      '.x@ezweb.ne.jp',
      'info@xn--p9j0b8a.example',
    ]);
  });

  it('tells by telephone, letter or web page whoever has no address', () => {
    const { partners, problems } = readRows([
      { メールアドレス: '', 経路: '電話', 電話番号: '03-0000-0002' },
      { メールアドレス: '', 経路: '郵送', 住所: '東京都港区1', 会社名: 'あかね商事' },
      { メールアドレス: '-', 経路: 'ウェブ', 会社名: 'しろがね商事' },
    ]);
    expect(problems).toEqual([]);
    expect(partners.map(({ key, route }) => [key, route])).toEqual([
      ['株式会社みどり工業//鈴木一郎', 'phone'],
      ['あかね商事//鈴木一郎', 'letter'],
      ['しろがね商事//鈴木一郎', 'web'],
    ]);
  });
});

describe('two rows about one contact', () => {
  it('become one, and the warning shows both lines and what was added', () => {
    const { partners, problems } = readRows([
      { 担当者: '石川 直樹', 電話番号: '' },
      { 会社名: 'あかね商事', メールアドレス: 'other@midori.example', 氏名: '' },
      {
        会社名: '㈱みどり工業',
        メールアドレス: ' SUZUKI@midori.example',
        担当者: '加藤 さくら',
        電話番号: '03-0000-0003',
      },
    ]);
    expect(partners).toMatchObject([
      { line: 2, mergedLines: [4], contacts: [`ishikawa@${OLD}`, `kato.s@${OLD}`], phone: '03-0000-0003' },
      { line: 3, mergedLines: [] },
    ]);
    expect(problems.map(shown)).toEqual(['4:1 partner.abbreviation', '4:3 partner.merged']);
    expect(problems[1]?.what).toBe(
      `suzuki@midori.example stands in line 2 already; the two lines are one contact (it adds kato.s@${OLD}, 電話番号 03-0000-0003).`,
    );
  });

  it('are found by any of their addresses', () => {
    const { partners } = readRows([
      { メールアドレス2: 'second@midori.example' },
      { メールアドレス: 'second@midori.example', メールアドレス2: 'third@midori.example' },
    ]);
    expect(partners).toMatchObject([
      { mergedLines: [3], addresses: ['suzuki@midori.example', 'second@midori.example', 'third@midori.example'] },
    ]);
  });

  it('are refused where they contradict each other, with both values', () => {
    const { partners, problems } = readRows([
      { 言語: 'ja', 役職: '課長' },
      { 言語: 'en', 役職: '部長' },
    ]);
    expect(partners).toMatchObject([{ line: 2, language: 'ja', title: '課長' }]);
    expect(problems.map(shown)).toEqual(['3:5 partner.contradiction', '3:6 partner.contradiction']);
    expect(problems[1]?.what).toBe(
      '役職: "部長" here, "課長" in line 2, and both lines are about suzuki@midori.example.',
    );
  });

  it('are not made of two contacts by a third row', () => {
    const { partners, problems } = readRows([
      {},
      { メールアドレス: 'b@midori.example', 氏名: '佐藤 花子' },
      { メールアドレス2: 'b@midori.example' },
    ]);
    expect(partners).toHaveLength(2);
    expect(problems.map(shown)).toEqual(['4:3 partner.joins-two']);
    expect(problems[0]?.what).toContain('lines 2, 3');
  });

  it('without an address are one where company, department and name are the same', () => {
    const row = { メールアドレス: '', 経路: 'phone', 電話番号: '03-0000-0002' };
    const { partners, problems } = readRows([row, { ...row, 会社名: '(株)みどり工業', 氏名: '鈴木一郎' }]);
    expect(partners).toMatchObject([{ mergedLines: [3] }]);
    expect(problems.map(shown)).toEqual(['3:1 partner.abbreviation', '3:1 partner.merged']);
  });

  it('of one name with different addresses are two, with a warning', () => {
    const { partners, problems } = readRows([{}, { メールアドレス: 'private@suzuki.example' }]);
    expect(partners).toHaveLength(2);
    expect(problems.map(shown)).toEqual(['3:2 partner.same-name']);
  });
});

describe('the suppress list', () => {
  it('marks a partner by an address, by a domain, and by a domain above', () => {
    const suppress = written([
      ['アドレスまたはドメイン', '理由', '登録日'],
      ['ＳＵＺＵＫＩ＠midori.example', '先方の希望', '2026-01-01'],
      ['Akane.test', '', ''],
    ]);
    const { partners } = readRows(
      [
        {},
        { メールアドレス: 'a@akane.test', 氏名: '' },
        { メールアドレス: 'a@tokyo.akane.test', 氏名: '' },
        { メールアドレス: 'a@notakane.test', 氏名: '' },
        { メールアドレス: 'b@midori.example', メールアドレス2: 'c@akane.test', 氏名: '' },
      ],
      { suppress },
    );
    expect(partners.map(({ suppressed }) => suppressed)).toEqual([
      { line: 2, entry: 'suzuki@midori.example', reason: '先方の希望' },
      { line: 3, entry: 'akane.test' },
      { line: 3, entry: 'akane.test' },
      undefined,
      { line: 3, entry: 'akane.test' },
    ]);
  });
});

describe('rows that an import proposed', () => {
  it('are used once somebody has confirmed them, and not before', () => {
    const { partners, unconfirmed, listed, problems } = readRows([
      { 確認: '済' },
      { 確認: '', メールアドレス: 'b@midori.example', 担当者: '' },
      { 確認: '不要', メールアドレス: 'c@midori.example' },
      { 確認: '', メールアドレス: 'd@midori.example' },
    ]);
    expect(partners.map(({ key }) => key)).toEqual([GOOD.メールアドレス]);
    expect(unconfirmed).toBe(2);
    expect([...listed]).toEqual(['suzuki', 'b', 'c', 'd'].map((local) => `${local}@midori.example`));
    expect(problems.map(shown)).toEqual(['3:0 partner.unconfirmed']);
  });
});

describe('where the staff list has errors', () => {
  it('nobody is called unknown who may stand in a faulty row', () => {
    expect(readRows([{ 担当者: 'missing@aozora-shoji.example' }], { isStaffFaulty: true }).problems).toEqual([]);
  });
});

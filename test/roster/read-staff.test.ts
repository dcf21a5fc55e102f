// A staff list as people: whatever form the spreadsheet gave it, the same people come out.

import { describe, expect, it } from '@jest/globals';
import { NEW, OLD, read, written } from './staff-list.ts';

const HEADINGS = ['氏名', '旧メールアドレス', 'バッチ'];

describe('a staff list', () => {
  const rows = [
    ['社員番号', '氏名', '旧メールアドレス', '部署', 'バッチ', '備考'],
    ['00012', '石川 直樹', `ishikawa@${OLD}`, '営業本部, 法人営業部', 'pilot', 'a "b"\nc'],
    ['00047', '森 美咲', `mori@${OLD}`, 'A; B', 'sales', ''],
  ];
  const people = read(written(rows)).people;

  it('gives one person a row, with the line of the file', () => {
    expect(people).toEqual([
      {
        key: `ishikawa@${OLD}`,
        line: 2,
        displayName: '石川 直樹',
        familyName: '石川',
        givenName: '直樹',
        oldAddress: `ishikawa@${OLD}`,
        newAddress: `ishikawa@${NEW}`,
        aliases: [],
        department: '営業本部, 法人営業部',
        batch: 'pilot',
        language: 'ja',
        employeeNumber: '00012',
      },
      expect.objectContaining({ key: `mori@${OLD}`, line: 4, employeeNumber: '00047', batch: 'sales' }),
    ]);
  });

  for (const delimiter of [',', ';', '\t']) {
    for (const newline of ['\r\n', '\n', '\r']) {
      for (const quotes of ['all', 'needed'] as const) {
        it(`is the same with ${JSON.stringify(delimiter)}, ${JSON.stringify(newline)} and quotes ${quotes}`, () => {
          expect(read(written(rows, { delimiter, newline, quotes })).people).toEqual(people);
        });
      }
    }
  }

  it('is the same with a byte order mark, and without an end of the last line', () => {
    expect(read(`\uFEFF${written(rows).trimEnd()}`).people).toEqual(people);
    expect(read(written(rows, { quotes: 'all' }).replace(/\r\n$/, '  ')).people).toEqual(people);
  });

  it('is the same where line endings are mixed', () => {
    const [first = '', second = '', third = ''] = [rows.slice(0, 1), rows.slice(1, 2), rows.slice(2)].map((part) =>
      written(part, { newline: '' }),
    );
    expect(read(`${first}\r\n${second}\n${third}\r`).people).toEqual(people);
  });

  it('may begin with the sep= line of Excel, which counts as a line', () => {
    const text = `sep=|\r\n${written(rows, { delimiter: '|' })}`;
    expect(read(text).people).toEqual(people.map((person) => ({ ...person, line: person.line + 1 })));
  });

  it('may have empty lines and rows of delimiters, which are nobody', () => {
    const text = `\r\n,,,,,\r\n${written(rows)}\r\n,,,,,\r\n　,, ,,,\r\n,,\r\n`;
    const reading = read(text);
    expect(reading.people.map(({ line }) => line)).toEqual([4, 6]);
    expect(reading.problems.map(({ code }) => code)).toEqual(['staff.batch-empty']);
  });

  it('takes a line that begins with # for a row, not for a comment', () => {
    const reading = read(written([HEADINGS, ['#山 一', `one@${OLD}`, 'pilot']]));
    expect(reading.people.map(({ familyName }) => familyName)).toEqual(['#山']);
  });
});

describe('headings', () => {
  const values = [
    '石川',
    '直樹',
    `ishikawa@${OLD}`,
    `naoki@${NEW}`,
    `n@${NEW}`,
    '営業部',
    '課長',
    '03-1234',
    'pilot',
    'en',
  ];
  it.each([
    ['姓,名,旧メールアドレス,新メールアドレス,エイリアス,部署,役職,電話番号,バッチ,言語'],
    ['名字,名前（名）,旧アドレス,新アドレス,別名,所属,職位,電話,移行バッチ,使用言語'.replace('名前（名）', '名')],
    ['姓 (漢字),名 (漢字),現在のメールアドレス,変更後メールアドレス,ｴｲﾘｱｽ,所属部署,肩書き,ＴＥＬ,バッチ名,言語コード'],
    ['Last Name,First Name,Old E-mail Address,New E-Mail,Alias,Department,Job Title,Phone Number,Batch,Language'],
    ['FAMILY_NAME,given_name,email,newAddress,aliases,dept,title,tel,wave,lang'],
    [' 姓 ,　名　,メールアドレス※,新メールアドレス（必須）,エイリアス１,部門,役職名,直通,バッチ,言語'],
  ])('%s', (headings) => {
    const reading = read(`${headings}\n${values.join(',')}\n`);
    expect(reading.people).toEqual([
      {
        key: `ishikawa@${OLD}`,
        line: 2,
        displayName: '石川 直樹',
        familyName: '石川',
        givenName: '直樹',
        oldAddress: `ishikawa@${OLD}`,
        newAddress: `naoki@${NEW}`,
        aliases: [`n@${NEW}`],
        department: '営業部',
        title: '課長',
        phone: '03-1234',
        batch: 'pilot',
        language: 'en',
      },
    ]);
  });

  it('may be mapped in migrate.yaml, which wins over what is known', () => {
    const columns = { oldAddress: 'いままで', department: 'グループ' };
    const text = written([
      ['氏名', 'メールアドレス', 'いままで', 'グループ', 'バッチ'],
      ['石川 直樹', 'x', `ishikawa@${OLD}`, '営業', 'pilot'],
    ]);
    const reading = read(text, { lists: { staff: 'staff.csv', columns } });
    expect(reading.people).toMatchObject([{ oldAddress: `ishikawa@${OLD}`, department: '営業' }]);
    expect(reading.problems.map(({ code }) => code)).toContain('staff.heading-unknown');
  });

  it('that lists of staff have, but a move does not need, are passed over in silence', () => {
    const text = written([
      ['No.', ...HEADINGS, 'フリガナ', '備考'],
      ['1', '石川 直樹', `ishikawa@${OLD}`, 'pilot', 'ｲｼｶﾜ', '=1+1'],
    ]);
    expect(read(text).problems.map(({ code }) => code)).toEqual(['staff.batch-empty', 'staff.batch-empty']);
  });
});

describe('what a cell says', () => {
  const one = (cells: Record<string, string>, settings = {}) => {
    const row = { 氏名: '石川 直樹', 旧メールアドレス: `ishikawa@${OLD}`, バッチ: 'pilot', ...cells };
    const reading = read(written([Object.keys(row), Object.values(row)]), settings);
    return reading.people[0] ?? reading.problems;
  };

  it('is read in any width: addresses, telephone numbers, batches, languages', () => {
    expect(
      one({
        旧メールアドレス: '　ＩＳＨＩＫＡＷＡ＠Ａｏｚｏｒａ－Ｓｈｏｊｉ．ｅｘａｍｐｌｅ ',
        電話番号: '０３（１２３４）５６７８',
        バッチ: ' ＰＩＬＯＴ',
        言語: '英語',
      }),
    ).toMatchObject({ oldAddress: `ishikawa@${OLD}`, phone: '03(1234)5678', batch: 'pilot', language: 'en' });
  });

  it('keeps the characters of names: 髙, 﨑, U+FA19, ㈱ and ① are what people write', () => {
    expect(one({ 氏名: '髙﨑\u3000\ufa19', 部署: '㈱青空 第①課', 役職: '課⻑' })).toMatchObject({
      displayName: '髙﨑 \ufa19',
      familyName: '髙﨑',
      givenName: '\ufa19',
      department: '㈱青空 第①課',
      title: '課⻑',
    });
  });

  it('gives half-width katakana and full-width letters of names their usual width, and joins their marks', () => {
    expect(
      one({ 氏名: 'ｶﾞﾙｼｱ ﾍﾟﾄﾞﾛ', 部署: 'ＩＴ推進室\u00a0 (ﾈｯﾄﾜｰｸ)', 役職: 'か\u3099くちょう e\u0301' }),
    ).toMatchObject({
      displayName: 'ガルシア ペドロ',
      department: 'IT推進室 (ネットワーク)',
      title: 'がくちょう é',
    });
  });

  it('loses what nobody sees: zero-width spaces, byte order marks, soft hyphens', () => {
    expect(
      one({ 氏名: '\u200b石川\u200b 直樹\ufeff', 旧メールアドレス: `ishi\u00adkawa\u200b@${OLD}\u200d` }),
    ).toMatchObject({
      displayName: '石川 直樹',
      oldAddress: `ishikawa@${OLD}`,
    });
  });

  it('keeps leading zeros', () => {
    expect(one({ 社員番号: '0007', 電話番号: '0312345678', 内線: '012' })).toMatchObject({
      employeeNumber: '0007',
      phone: '0312345678 内線012',
    });
  });

  it('is nothing where it is only a dash', () => {
    const person = one({ 電話番号: '－', 内線: '-', 新メールアドレス: '―', 部署: 'ー' });
    expect(person).toMatchObject({ newAddress: `ishikawa@${NEW}` });
    expect(person).not.toHaveProperty('phone');
    expect(person).not.toHaveProperty('department');
  });

  it('may hold several aliases, and they may have several columns', () => {
    expect(one({ エイリアス1: `a@${NEW}; B@${NEW}`, エイリアス2: `c@${NEW}、\nd@${NEW}` })).toMatchObject({
      aliases: ['a', 'b', 'c', 'd'].map((local) => `${local}@${NEW}`),
    });
  });

  it('gives a licence and a batch the spelling of migrate.yaml', () => {
    const licence = { default: 'SPE_E3', allowed: ['SPE_E3', 'STANDARDPACK'] };
    expect(one({ ライセンス: 'ｓｐｅ_e3' }, { licence })).toMatchObject({ licence: 'SPE_E3' });
    expect(one({ バッチ: '' }, { batches: [{ name: 'all', failureThreshold: 0 }] })).toMatchObject({ batch: 'all' });
  });

  it('is the name of somebody who writes it the other way round', () => {
    expect(one({ 氏名: 'Anna Weber' })).toMatchObject({ familyName: 'Weber', givenName: 'Anna' });
    expect(one({ 氏名: 'Maria de la Cruz', 姓: 'de la Cruz', 名: 'Maria' })).toMatchObject({
      displayName: 'Maria de la Cruz',
      familyName: 'de la Cruz',
    });
  });
});

describe('new addresses by rule', () => {
  const made = (pattern: string, given: string, family: string) => {
    const text = written([
      [...HEADINGS, '姓（ローマ字）', '名（ローマ字）'],
      ['石川 直樹', `ishi@${OLD}`, 'pilot', family, given],
    ]);
    const reading = read(text, { newAddress: { rule: 'pattern', pattern } });
    return reading.people[0]?.newAddress ?? reading.problems.map(({ code }) => code)[0];
  };

  it.each([
    ['{given}.{family}', 'Naoki', 'Ishikawa', `naoki.ishikawa@${NEW}`],
    ['{given}.{family}', 'Ｙōｋｏ', 'Ōno', `yoko.ono@${NEW}`],
    ['{given}.{family}', "Jun'ichi", 'O’Brien', `junichi.obrien@${NEW}`],
    ['{given}.{family}', 'Anne-Marie', 'van der Berg', `anne-marie.vanderberg@${NEW}`],
    ['{g}.{family}', 'Søren', 'Müller', `s.muller@${NEW}`],
    ['{family}_{f}-{local}', 'x', 'Strauß', `strauss_s-ishi@${NEW}`],
    ['{given}.{family}', '直樹', 'Ishikawa', 'staff.romaji'],
    ['{given}.{family}', '', 'Ishikawa', 'staff.romaji'],
    ['{given}.{family}', 'N.', 'Ishikawa', 'staff.romaji'],
    ['{family}', '', 'Ishikawa', `ishikawa@${NEW}`],
  ])('%s with %s and %s', (...[pattern, given, family, wanted]) => {
    expect(made(pattern, given, family)).toBe(wanted);
  });

  it('a cell of the list wins over the rule', () => {
    const text = written([
      [...HEADINGS, '新メールアドレス'],
      ['石川 直樹', `ishi@${OLD}`, 'pilot', `n.ishikawa@${NEW}`],
      ['森 美咲', `mori@${OLD}`, 'pilot', ''],
    ]);
    expect(read(text).people.map(({ newAddress }) => newAddress)).toEqual([`n.ishikawa@${NEW}`, `mori@${NEW}`]);
  });
});

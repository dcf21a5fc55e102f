// What is wrong with a staff list: all of it at once, by line and cell, with a way out.

import { describe, expect, it } from '@jest/globals';
import type { Settings } from '../../src/model/settings.ts';
import { makeClaims } from '../../src/roster/claims.ts';
import { NEW, OLD, read, shown, written } from './staff-list.ts';

const HEADINGS = [
  '氏名',
  '旧メールアドレス',
  '新メールアドレス',
  'エイリアス',
  '部署',
  '電話番号',
  'バッチ',
  '言語',
  'ライセンス',
];

/** A row of HEADINGS; what is not given is in order. */
function row(cells: Partial<Record<string, string>>): string[] {
  return HEADINGS.map((heading) => cells[heading] ?? { 氏名: '石川 直樹', バッチ: 'pilot' }[heading] ?? '');
}

function errors(rows: readonly (readonly string[])[], settings: Partial<Settings> = {}) {
  return read(written([HEADINGS, ...rows]), settings).problems.filter(({ severity }) => severity === 'error');
}

/** The problems of one row with that cell. */
function errorsOf(cells: Partial<Record<string, string>>, settings: Partial<Settings> = {}) {
  return errors([row({ 旧メールアドレス: `ishi@${OLD}`, ...cells })], settings);
}

describe('the table', () => {
  it('tells every kind of mistake of a list at once, in the order of the file', () => {
    const text = [
      written([HEADINGS, row({ 旧メールアドレス: `a@${OLD}` })]),
      written([row({ 旧メールアドレス: `A@${OLD}`, 部署: 'two\nlines' })]),
      'x,y\r\n',
      `"山 六"x,six@${OLD},,,,,pilot,,\r\n`,
      written([row({ 旧メールアドレス: 'b@other.example', バッチ: 'pilto', 氏名: '' })]),
      `山 七,"seven@${OLD},,,,,pilot,,\r\n`,
      written([row({ 旧メールアドレス: `ok@${OLD}` })]),
    ].join('');
    const reading = read(text);
    expect(reading.problems.map(shown)).toEqual([
      '3:2 staff.address-twice',
      '3:5 staff.line-break',
      '5:3 staff.row-ragged',
      '6:1 staff.text-after-quote',
      '7:1 staff.cell-empty',
      '7:2 staff.old-domain',
      '7:7 staff.batch-unknown',
      '8:2 staff.quote-unclosed',
    ]);
    expect(reading.people.map(({ line }) => line)).toEqual([2, 9]);
  });

  it('counts the lines inside of quoted cells', () => {
    const problems = errors([
      row({ 旧メールアドレス: `a@${OLD}`, 部署: '1\r\n2\n3\r4' }),
      row({ 旧メールアドレス: `b@${OLD}`, バッチ: 'x' }),
    ]);
    expect(problems.map(shown)).toEqual(['2:5 staff.line-break', '6:7 staff.batch-unknown']);
  });

  it('knows a row that is too short from one that is too long', () => {
    const [short, long] = errors([
      ['a', 'b'],
      [...row({}), 'x'],
    ]);
    expect(short).toMatchObject({ code: 'staff.row-ragged', place: { line: 2, column: 3 } });
    expect(short?.what).toBe('The row has 2 cells, the heading line has 9.');
    expect(long).toMatchObject({ code: 'staff.row-ragged', place: { line: 3, column: 10 } });
  });

  it('tells a heading that stands twice, or two that mean the same', () => {
    expect(read(written([[...HEADINGS, '備考', ' 備 考'], []])).problems.map(shown)).toEqual([
      '1:11 staff.heading-twice',
    ]);
    const [problem] = read(written([[...HEADINGS, 'Department'], []])).problems;
    expect(problem).toMatchObject({ code: 'staff.column-twice', place: { line: 1, column: 10 } });
    expect(problem?.what).toContain('"部署"');
  });

  it('tells which columns are missing, and goes on looking at the rows', () => {
    const reading = read('部署,役職\nA\n');
    expect(reading.problems.map(shown)).toEqual([
      '1:0 staff.column-missing',
      '1:0 staff.column-missing',
      '1:0 staff.column-missing',
      '2:2 staff.row-ragged',
    ]);
    const rule: Partial<Settings> = { newAddress: { rule: 'pattern', pattern: '{g}.{family}' } };
    const said = read('氏名,メール,バッチ\n', rule).problems.map(({ what }) => what);
    expect(said).toEqual([
      'There is no column for the given name in Latin letters (名ローマ字).',
      'There is no column for the family name in Latin letters (姓ローマ字).',
    ]);
  });

  it('says so where the cells are parted by something that is no delimiter', () => {
    expect(read('氏名、旧メールアドレス、バッチ\n').problems[0]?.why).toContain('comma, semicolon or tab');
  });

  it('names a column that it leaves out, with the heading that may be meant', () => {
    const unknown = read(written([[...HEADINGS, '役職者名', 'Employe number'], row({})])).problems.filter(
      ({ code }) => code === 'staff.heading-unknown',
    );
    expect(unknown.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(unknown.map(({ what }) => what)).toEqual([
      'The column "役職者名" is not known and is left out; did you mean 役職名?',
      'The column "Employe number" is not known and is left out; did you mean employeenumber?',
    ]);
  });

  it('tells a mapped heading that the list does not have', () => {
    const lists = { staff: 'staff.csv', columns: { department: '部所' } };
    const [problem] = errorsOf({}, { lists });
    expect(problem?.what).toBe(
      'migrate.yaml maps department to "部所", which is no heading of this list; did you mean 部署?',
    );
  });

  it('is no list without anybody in it', () => {
    for (const text of ['', '\n', `${HEADINGS.join(',')}\n`, `${HEADINGS.join(',')}\n,,,,,,,,\n`]) {
      expect(read(text).problems.map(shown)).toEqual(['1:0 staff.no-people']);
    }
  });

  it('gives up on a file that is all broken quotes', () => {
    const text = `${HEADINGS.join(',')}\n${`"a"b,\n`.repeat(500)}`;
    expect(read(text).problems).toHaveLength(100);
  });
});

describe('a cell', () => {
  it.each([
    ['a control character', '部署', 'a\u0007b', '2:5 staff.control-character'],
    ['NUL', '氏名', '石川\u0000 直樹', '2:1 staff.control-character'],
    ['a change of direction', '部署', 'a\u202eb', '2:5 staff.bidi-character'],
    ['half a character', '部署', 'a\ud842', '2:5 staff.broken-character'],
    ['a character that was lost', '氏名', '石川 直\ufffd', '2:1 staff.broken-character'],
    ['a line break', '氏名', '石川\n直樹', '2:1 staff.line-break'],
    ['a formula', '部署', '=HYPERLINK("https://x.example")', '2:5 staff.formula'],
    ['a formula in full width', '部署', '＝1+1', '2:5 staff.formula'],
    ['a formula behind many spaces', '部署', `${' '.repeat(100)}=1+1`, '2:5 staff.formula'],
    ['a formula with +', '氏名', '+81 1', '2:1 staff.formula'],
    ['a formula with @', '部署', '@SUM(A1)', '2:5 staff.formula'],
    ['a formula with -', 'ライセンス', '-2+3', '2:9 staff.formula'],
    ['the quoting of Excel for zeros', '電話番号', '="0312"', '2:6 staff.formula'],
    ['no telephone number', '電話番号', 'ask Mori', '2:6 staff.phone'],
    ['an unknown language', '言語', 'fr', '2:8 staff.language-unknown'],
    ['a name of one part', '氏名', '石川', '2:1 staff.name-not-parted'],
    ['a name of three parts', '氏名', 'Maria del Mar', '2:1 staff.name-not-parted'],
    ['no name', '氏名', '　', '2:1 staff.cell-empty'],
    ['no old address', '旧メールアドレス', '', '2:2 staff.cell-empty'],
    ['no batch', 'バッチ', '', '2:7 staff.cell-empty'],
    ['a department that is too long', '部署', 'あ'.repeat(257), '2:5 staff.too-long'],
  ])('with %s is refused', (...[, heading, cell, wanted]) => {
    expect(errorsOf({ [heading]: cell }).map(shown)).toEqual([wanted]);
  });

  it.each([
    '+81 3-1234-5678',
    '(03) 1234-5678',
    '０３−１２３４−５６７８',
    '03-1234-5678 (内線 12)',
    '代表 03-1234-5678',
    '+81(0)3 1',
  ])('may be the telephone number %s', (number) => {
    expect(errorsOf({ 電話番号: number })).toEqual([]);
  });

  it('with a character of the company alone deserves a warning', () => {
    const reading = read(written([HEADINGS, row({ 旧メールアドレス: `a@${OLD}`, 氏名: '\ue000田 直樹' })]));
    expect(reading.problems).toContainEqual(
      expect.objectContaining({ code: 'staff.private-character', severity: 'warning' }),
    );
    expect(reading.people).toHaveLength(1);
  });

  it('is shown without doing to the reader what it holds', () => {
    const [problem] = errorsOf({ 部署: '=\u200d\ue000"x' });
    expect(problem?.what).toBe('部署: "=\\u{200d}\\u{e000}\\"x" begins like a formula of a spreadsheet.');
  });

  it('with an unknown batch or licence is told with the nearest known one', () => {
    const licence = { default: 'SPE_E3', allowed: ['SPE_E3', 'STANDARDPACK'] };
    const [batch, wrong] = errorsOf({ バッチ: 'pilto', ライセンス: 'STANDARTPACK' }, { licence });
    expect(batch?.what).toBe('バッチ: there is no batch "pilto"; did you mean pilot?');
    expect(wrong?.what).toBe('ライセンス: the licence "STANDARTPACK" is not allowed; did you mean STANDARDPACK?');
  });

  it('may have names as long as the provider takes: 60 at Google, 64 at Microsoft', () => {
    const cells = { 氏名: `${'あ'.repeat(60)} ${'𠮷'.repeat(61)}` };
    expect(errorsOf(cells).map(({ what }) => what)).toEqual([
      '氏名: the text has 61 characters, the provider takes 60.',
    ]);
    expect(errorsOf(cells, { provider: 'microsoft-365' })).toEqual([]);
  });
});

describe('addresses', () => {
  it.each([
    ['two with a comma', `a@${OLD},b@${OLD}`, 'staff.two-addresses'],
    ['two with a semicolon', `a@${OLD}; b@${OLD}`, 'staff.two-addresses'],
    ['two with 、', `a@${OLD}、b@${OLD}`, 'staff.two-addresses'],
    ['two with a space', `a@${OLD} b@${OLD}`, 'staff.two-addresses'],
    ['two on two lines', `a@${OLD}\nb@${OLD}`, 'staff.two-addresses'],
    ['two with a slash', `a@${OLD}/b@${OLD}`, 'staff.two-addresses'],
    ['a name beside it', `石川 <ishi@${OLD}>`, 'staff.address-invalid'],
    ['mailto:', `mailto:ishi@${OLD}`, 'staff.address-invalid'],
    ['no @', 'ishikawa', 'staff.address-invalid'],
    ['Japanese before the @', `石川@${OLD}`, 'staff.address-invalid'],
    ['another header', `a@${OLD}\r\nBcc: b`, 'staff.address-invalid'],
    ['a space', `ishi kawa@${OLD}`, 'staff.address-invalid'],
    ['a foreign domain', 'a@other.example', 'staff.old-domain'],
    ['the new domain', `a@${NEW}`, 'staff.old-domain'],
    ['a domain below', `a@mail.${OLD}`, 'staff.old-domain'],
  ])('%s is refused', (_, cell, code) => {
    expect(errorsOf({ 旧メールアドレス: cell }).map(shown)).toEqual([`2:2 ${code}`]);
  });

  it('are proposed where they stand inside of something', () => {
    expect(errorsOf({ 旧メールアドレス: `石川 <Ishi@${OLD}>` })[0]?.todo).toBe(`Write ishi@${OLD}`);
    expect(errorsOf({ 旧メールアドレス: `MAILTO:ishi@${OLD}` })[0]?.todo).toBe(`Write ishi@${OLD}`);
  });

  it('must lie on the new domain where they are new', () => {
    const problems = errorsOf({ 新メールアドレス: `a@${OLD}`, エイリアス: `b@${NEW},c@aozora-tradin.example` });
    expect(problems.map(shown)).toEqual(['2:3 staff.new-domain', '2:4 staff.new-domain']);
    expect(problems[1]?.what).toContain(`did you mean @${NEW}?`);
  });

  it('belong to one person, whatever their letter case, width and column', () => {
    const problems = errors([
      row({ 旧メールアドレス: `a@${OLD}`, エイリアス: `info@${NEW}` }),
      row({ 旧メールアドレス: `ｂ＠${OLD}`, 新メールアドレス: `INFO@${NEW}` }),
      row({ 旧メールアドレス: `B@${OLD}` }),
      row({ 旧メールアドレス: `c@${OLD}`, エイリアス: `x@${NEW} X@${NEW}` }),
      row({ 旧メールアドレス: `d@${OLD}`, エイリアス: `d@${NEW}` }),
    ]);
    expect(problems.map(shown)).toEqual([
      '3:3 staff.address-twice',
      '4:2 staff.address-twice',
      '5:4 staff.address-twice',
      '6:4 staff.address-twice',
    ]);
    expect(problems.map(({ what }) => /is (?:the|an) .*? of line \d/.exec(what)?.[0])).toEqual([
      'is an alias of line 2',
      'is the old address of line 3',
      'is an alias of line 5',
      'is the new address of line 6',
    ]);
  });

  it('that collide by rule are told with both lines and a free one, never resolved', () => {
    const settings: Partial<Settings> = { oldDomains: [OLD, 'aozora-osaka.example'] };
    const reading = read(
      written([
        HEADINGS,
        row({ 旧メールアドレス: `sato@${OLD}` }),
        row({ 旧メールアドレス: 'sato@aozora-osaka.example' }),
        row({ 旧メールアドレス: `mori@${OLD}`, エイリアス: `sato2@${NEW}` }),
      ]),
      settings,
    );
    expect(reading.people.map(({ line }) => line)).toEqual([2, 4]);
    const [problem] = reading.problems;
    expect(problem).toMatchObject({ code: 'staff.address-made-twice', place: { line: 3, column: 2 } });
    expect(problem?.what).toContain('line 2');
    expect(problem?.todo).toContain(`free is sato3@${NEW}`);
  });

  it('are proposed from the name in Latin letters where the list has it, and never the same one twice', () => {
    const text = written([
      ['氏名', 'メール', '新メール', 'バッチ', '姓ローマ字', '名ローマ字'],
      ...['a', 'b', 'c'].map((local) => ['佐藤 花', `${local}@${OLD}`, `sato@${NEW}`, 'pilot', 'Satō', 'Hana']),
    ]);
    const proposals = read(text).problems.map(({ todo }) => /free is (\S+)/.exec(todo)?.[1]);
    expect(proposals).toEqual([`hana.sato@${NEW}`, `sato2@${NEW}`]);
  });

  it('that the provider does not allow are told with its reason and with one that it does', () => {
    const [rule, alias] = errors([
      row({ 旧メールアドレス: `postmaster@${OLD}` }),
      row({ 旧メールアドレス: `a@${OLD}`, エイリアス: `Abuse@${NEW}` }),
    ]);
    expect(rule).toMatchObject({ code: 'staff.address-not-allowed', place: { line: 2, column: 2 } });
    expect(rule?.what).toContain('it is reserved for the operators of the domain.');
    expect(rule?.todo).toContain(`postmaster2@${NEW}`);
    expect(alias).toMatchObject({ code: 'staff.address-not-allowed', place: { line: 3, column: 4 } });
  });

  it('that hold a sign that the provider does not allow are proposed without it, each once', () => {
    const claims = makeClaims((address) => (/[^a-z0-9@.-]/u.test(address) ? 'a sign' : undefined));
    const wish = { local: `o'brien%.`, domain: NEW };
    expect([claims.propose(wish), claims.propose(wish)]).toEqual([`obrien@${NEW}`, `obrien2@${NEW}`]);
    expect(claims.propose({ local: '%%', domain: NEW })).toBeUndefined();
  });

  it('are bounded: 30 aliases, one less where the old address becomes one of them', () => {
    const aliases = (number: number) => Array.from({ length: number }, (_, index) => `x${index}@${NEW}`).join(' ');
    expect(errorsOf({ エイリアス: aliases(30) })).toEqual([]);
    expect(errorsOf({ エイリアス: aliases(31) }).map(shown)).toEqual(['2:4 staff.aliases-too-many']);
    expect(errorsOf({ エイリアス: aliases(30) }, { mode: 'rename' }).map(shown)).toEqual([
      '2:4 staff.aliases-too-many',
    ]);
  });
});

describe('what only deserves a warning', () => {
  it('an employee number twice, and a batch without anybody', () => {
    const text = written([
      ['社員番号', '氏名', 'メール', 'バッチ'],
      ['007', '石川 直樹', `a@${OLD}`, 'pilot'],
      ['００７', '森 美咲', `b@${OLD}`, 'sales'],
    ]);
    const reading = read(text);
    expect(reading.people).toHaveLength(2);
    expect(reading.problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'staff.batch-empty warning',
      'staff.number-twice warning',
    ]);
  });
});

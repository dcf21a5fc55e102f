// Each rule of the lint has a case that it catches, with the place; and what an honest notice says passes.

import { describe, expect, it } from '@jest/globals';
import { examplePartners } from '../../src/notice/example-readers.ts';
import { readTemplates } from '../../src/notice/read-templates.ts';
import { check, readersOf, settings, shippedFiles, shown, sourceOf } from './stage.ts';

const TEXT = 'templates/notices/change.ja.txt';
const HTML = 'templates/notices/change.ja.html';

/** Puts a line at the end of both parts, so that they go on saying the same. */
function problemsWith(line: string, html = `<p>${line}</p>`): readonly string[] {
  const source = sourceOf('change.ja', {
    [TEXT]: (text) => `${text}\n${line}\n`,
    [HTML]: (text) => `${text}\n${html}\n`,
  });
  return check(source).problems.map(shown);
}

function codesWith(line: string, html?: string): readonly string[] {
  return [...new Set(problemsWith(line, html).map((text) => text.split(' ')[1] ?? ''))];
}

/** In the shipped text, one piece exchanged in both parts. */
function codesWhere([from, to]: readonly [string, string], files: readonly string[], name = 'change.ja') {
  const changes = files.map((file) => [file, (text: string) => text.replaceAll(from, to)] as const);
  return [...new Set(check(sourceOf(name, Object.fromEntries(changes))).problems.map(({ code }) => code))];
}

function partial(name: string, language = 'ja'): readonly string[] {
  return [`templates/partials/${name}.${language}.txt`, `templates/partials/${name}.${language}.html`];
}

describe('the lint of a template', () => {
  it.each([
    ['an unknown field', '{{compnay}}', ['notice.unknown-field']],
    ['a field that may be empty', '{{partnerName}}', ['notice.field-unguarded']],
    ['a field of a contact outside of its list', '{{newAddress}}', ['notice.unknown-field']],
    ['a list as a text', '{{contacts}}', ['notice.list']],
    ['a missing partial', '{{> signatur}}', ['notice.no-partial']],
    ['three braces', '{{{company}}}', ['notice.raw-field']],
    ['full-width braces', '｛｛company｝｝', ['notice.foreign-field', 'notice.unfilled']],
    ['a field of another program', '%name% 様', ['notice.foreign-field', 'notice.unfilled']],
    ['a picture', '<img src="x">', ['notice.active-content']],
    ['a script', '<script>x</script>', ['notice.active-content']],
    ['a picture behind the text', '<p style="background: url(x)"></p>', ['notice.active-content']],
    ['a place that nobody filled in', '○○株式会社', ['notice.unfilled']],
    ['two honorifics', '鈴木様様', ['notice.honorific']],
    ['御中 with 様', '株式会社みらい 御中 様', ['notice.honorific']],
    ['様 after a title', '鈴木部長様', ['notice.honorific']],
    ['各位様', 'お客様各位様', ['notice.honorific']],
    ['御中 before a name with 様', '株式会社みらい御中 鈴木様', ['notice.honorific']],
    ['haste', '至急ご確認ください。', ['notice.urgency']],
    ['haste in English', 'Please act immediately.', ['notice.urgency']],
    ['a payment', 'お振込先は別途ご案内いたします。', ['notice.payment']],
    ['a payment in English', 'Please use our new bank account.', ['notice.payment']],
    ['an attachment', '添付の資料をご覧ください。', ['notice.attachment']],
    ['a foreign site', 'https://www.elsewhere.example/ をご覧ください。', ['notice.link']],
    ['a shortened link', 'https://bit.ly/3abc', ['notice.link']],
    ['a link that follows the reader', 'https://www.aozora-shoji.example/?id=7', ['notice.link']],
    ['a link without TLS', 'http://www.aozora-shoji.example/', ['notice.link']],
    ['an address elsewhere', 'info@elsewhere.example', ['notice.address']],
    ['an address with a slip', 'info@aozora-tradimg.example', ['notice.address']],
    ['a domain with a slip', 'aozora-tradimg.example から', ['notice.domain']],
    ['a domain with a long dash', 'aozora–trading.example から', ['notice.domain']],
    ['a domain with a Cyrillic letter', 'аozora-trading.example から', ['notice.domain']],
    ['a second 敬具', '敬具', ['notice.unpaired']],
    ['a second 以上', '以上', ['notice.unpaired']],
  ])('catches %s', (_, line, wanted) => {
    expect(codesWith(line)).toEqual(wanted);
  });

  it.each([
    ['what stays', 'お振込先に変更はございません。'],
    ['what stays in English', 'Our bank account stays the same.'],
    ['what is never asked', '添付ファイルの開封をお願いすることは一切ございません。'],
    ['our own site', 'https://www.aozora-shoji.example/ をご覧ください。'],
    ['an address of ours in a sentence', 'info@aozora-trading.exampleになります。'],
    ['記 and 以上 as words', '記録は以上です。'],
    ['a title before a name', '部長 鈴木 様'],
  ])('lets %s pass', (_, line) => {
    expect(problemsWith(line)).toEqual([]);
  });

  it('lets a link to our own site stand in the HTML part, and none that only says so', () => {
    const link = (target: string) => codesWith('{{website}}', `<p><a href="${target}">{{website}}</a></p>`);
    expect(link('{{website}}')).toEqual([]);
    expect(link('https://www.aozora-shoji.example/news')).toEqual([]);
    expect(link('https://www.elsewhere.example/')).toEqual(['notice.link']);
    expect(link('mailto:info@aozora-trading.example')).toEqual(['notice.link']);
    expect(link('//elsewhere.example/x')).toEqual(['notice.link']);
  });

  it('says where, and what to write instead', () => {
    const line = sourceOf('change.ja').text.text.split('\n').length + 1;
    const source = sourceOf('change.ja', { [TEXT]: (text) => `${text}\n ご確認は{{compnay}}へ\n` });
    const [problem] = check(source).problems;
    expect(problem?.place).toEqual({ file: TEXT, line, column: 6 });
    expect(problem?.what).toContain('did you mean company?');
  });

  it('looks at branches that no reader gets to see', () => {
    expect(codesWith('{{#unless company}}至急{{/unless}}')).toEqual(['notice.urgency']);
  });

  it('catches a partial that is put into itself', () => {
    const [file = ''] = partial('signature');
    const source = sourceOf('change.ja', { [file]: (text) => `${text}{{> signature}}` });
    expect(check(source).problems.map(({ code, place }) => `${code} ${place?.file ?? ''}`)).toEqual([
      `notice.partial-cycle ${file}`,
    ]);
  });

  it.each([
    ['拝啓 without 敬具', { change: ['敬具', 'かしこ'], files: [TEXT, HTML], code: 'notice.unpaired' }],
    ['以上 without 記', { change: ['\n記\n', '\n\n'], files: [TEXT], code: 'notice.unpaired' }],
    ['what stays', { change: ['{{> what-stays}}', ''], files: [TEXT, HTML], code: 'notice.block-missing' }],
    ['how to check it', { change: ['{{> how-to-check}}', ''], files: [TEXT, HTML], code: 'notice.block-missing' }],
    ['the addresses', { change: ['{{> addresses}}', ''], files: [TEXT, HTML], code: 'notice.block-missing' }],
    ['who writes', { change: ['{{> signature}}', ''], files: [TEXT, HTML], code: 'notice.block-missing' }],
    [
      'the last day of the old address',
      { change: ['{{oldAddressUntil}}', 'しばらく'], files: partial('addresses'), code: 'notice.block-missing' },
    ],
    [
      'the number that the reader has',
      { change: ['お手元の', '下記の'], files: partial('how-to-check'), code: 'notice.block-missing' },
    ],
    [
      'the reference code',
      { change: ['{{referenceCode}}', 'なし'], files: partial('how-to-check'), code: 'notice.block-missing' },
    ],
    [
      'the new addresses',
      { change: ['{{newAddress}}', '後日'], files: partial('addresses'), code: 'notice.block-missing' },
    ],
    ['words of one part', { change: ['厚く御礼', '心より御礼'], files: [TEXT], code: 'notice.parts-differ' }],
  ])('misses %s', (_, { change: [from = '', to = ''], files, code }) => {
    expect(codesWhere([from, to], files)).toContain(code);
  });

  it('misses the same in English', () => {
    const files = ['templates/notices/change.en.txt', 'templates/notices/change.en.html'];
    for (const block of ['what-stays', 'how-to-check', 'addresses', 'signature']) {
      expect(codesWhere([`{{> ${block}}}`, ''], files, 'change.en')).toContain('notice.block-missing');
    }
  });

  it.each([
    ['【重要】', 'notice.urgency'],
    ['Re: ', 'notice.subject'],
    ['Important: ', 'notice.urgency'],
    ['{{compnay}}', 'notice.unknown-field'],
  ])('looks at the subject: %s', (words, code) => {
    const source = sourceOf('change.ja', { [TEXT]: (text) => text.replace("subject: '", `subject: '${words}`) });
    const found = check(source).problems.find((problem) => problem.code === code);
    expect(found?.place).toMatchObject({ file: TEXT, line: 2, column: 11 });
  });

  it('names the reader for whom a required field is empty, and goes on with the others', () => {
    const source = sourceOf('change.ja', {
      [TEXT]: (text) => text.replace('requires: [contacts]', 'requires: [contacts, partnerName]'),
    });
    const { problems, rendered } = check(source);
    expect(problems.map(shown)).toEqual([
      'change.ja.txt:7:22 notice.field-empty',
      'change.ja.txt:7:22 notice.field-empty',
    ]);
    expect(problems[0]?.what).toBe('partnerName is empty for example-ja-総務部.');
    expect(rendered).toHaveLength(2);
  });

  it('catches what comes out of a list: a template, a link, an honorific', () => {
    const source = sourceOf('change.ja');
    const [partner] = examplePartners(settings);
    if (partner === undefined) throw new Error('no example partner');
    const codes = (company: string) =>
      check(source, readersOf(source, [{ ...partner, company }])).problems.map(({ code }) => code);
    expect(codes('{{company}}')).toEqual(['notice.unfilled']);
    expect(codes('https://bit.ly/x')).toEqual(['notice.link']);
    expect(codes('みらい商店 御中様')).toEqual(['notice.honorific']);
    expect(codes('至急商店')).toEqual(['notice.urgency']);
    expect(codes('みらい\r\nBcc: x\u202e')).toEqual([]);
  });

  it('tells the same for many readers once', () => {
    const source = sourceOf('change.ja', { [HTML]: (text) => text.replace('厚く御礼', '心より御礼') });
    const four = readersOf(source);
    const { problems } = check(source, [...four, ...four, ...four]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.what).toMatch(/心より御礼.*In the notice to (?:[^;]*; ){9}[^;]* and 2 more\.\)$/u);
  });
});

describe('the files of templates/', () => {
  const problemsOf = (file: string, change: (text: string) => string) => {
    const files = shippedFiles();
    files.set(file, change(files.get(file) ?? ''));
    return readTemplates(files).problems.map(shown);
  };

  it.each([
    ['no front matter', (text: string) => text.slice(4), 'change.ja.txt:1:1 notice.no-front'],
    ['no YAML', (text: string) => text.replace("subject: '", 'subject: "'), 'change.ja.txt:8:1 notice.front-syntax'],
    ['an unknown key', (text: string) => text.replace('route:', 'roote:'), 'change.ja.txt:5:1 notice.front-key'],
    [
      'an unknown route',
      (text: string) => text.replace('route: mail', 'route: fax'),
      'change.ja.txt:5:8 notice.front-value',
    ],
    [
      'another language',
      (text: string) => text.replace('language: ja', 'language: en'),
      'change.ja.txt:3:11 notice.language',
    ],
    [
      'a list of aliases',
      (text: string) => text.replace('[contacts]', '&a [*a]'),
      'change.ja.txt:7:1 notice.front-value',
    ],
  ])('with %s are told with their place', (_, change, wanted) => {
    expect(problemsOf(TEXT, change)).toContain(wanted);
  });

  it('with a required field that there is not are told with its place', () => {
    const source = sourceOf('change.ja', { [TEXT]: (text) => text.replace('[contacts]', '[contacts, partnrName]') });
    const [problem] = check(source).problems;
    expect(problem === undefined ? '' : shown(problem)).toBe('change.ja.txt:7:22 notice.requires');
    expect(problem?.what).toContain('did you mean partnerName?');
  });

  it('with a part too few or a name that is none are told', () => {
    const files = new Map([...shippedFiles()].filter(([file]) => file !== HTML));
    files.set('templates/notices/Änderung.txt', 'x');
    files.delete('templates/layouts/print.html');
    const codes = new Set(readTemplates(files).problems.map(({ code }) => code));
    expect([...codes].toSorted()).toEqual(['notice.file-name', 'notice.part-missing']);
  });

  it('are read with a byte order mark and CRLF as well', () => {
    expect(problemsOf(TEXT, (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual([]);
  });
});

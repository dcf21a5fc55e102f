// The automatic reply: the templates that we ship, and what a template of one's own may not do.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Language } from '../../src/model/person.ts';
import { compileAutomaticReply } from '../../src/notice/automatic-reply.ts';

const person = {
  displayName: '髙橋 一郎',
  oldAddress: 'takahashi@aozora-shoji.example',
  newAddress: 'takahashi@aozora-trading.example',
};
const oldAddress = { reply: true, forward: false, alias: false };
const settings = {
  company: '青空商事株式会社',
  timeZone: 'Asia/Tokyo',
  oldAddress: { ...oldAddress, replyUntil: Date.parse('2027-05-31T23:59:59+09:00') },
};

function shipped(language: Language): string {
  return readFileSync(new URL(`../../templates/automatic-reply.${language}.html`, import.meta.url), 'utf8');
}

function compiled(text: string, language: Language = 'ja') {
  const reading = compileAutomaticReply(text, { file: 'reply.html', language });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.template;
}

/** `2:7 notice.unknown-field`. */
function problemsOf(text: string): string[] {
  const reading = compileAutomaticReply(text, { file: 'reply.html', language: 'ja' });
  const problems = 'problems' in reading ? reading.problems : [];
  return problems.map(({ place, code }) => `${place?.line ?? 0}:${place?.column ?? 0} ${code}`);
}

describe('the templates that we ship', () => {
  it('say in Japanese which address is new, and until when they say so', () => {
    const reply = compiled(shipped('ja')).render(person, settings);
    expect(reply).toMatchObject({ isOn: true, audience: 'all', endsAt: settings.oldAddress.replyUntil });
    expect(reply.subject).toBe('メールアドレス変更のお知らせ(青空商事株式会社 髙橋 一郎)');
    expect(reply.internalHtml).toBe(reply.externalHtml);
    for (const text of [
      person.oldAddress,
      person.newAddress,
      '2027年5月31日',
      '青空商事株式会社の髙橋 一郎でございます',
    ]) {
      expect(reply.externalHtml).toContain(text);
    }
  });

  it('say the same in English', () => {
    const reply = compiled(shipped('en'), 'en').render({ ...person, displayName: 'Anna Weber' }, settings);
    expect(reply.subject).toBe('New e-mail address (青空商事株式会社, Anna Weber)');
    for (const text of [person.oldAddress, person.newAddress, 'sent until 31 May 2027']) {
      expect(reply.externalHtml).toContain(text);
    }
  });

  it.each<Language>(['ja', 'en'])('%s leaves nothing unfilled, links nowhere, and presses nobody', (language) => {
    for (const given of [settings, { ...settings, oldAddress }]) {
      const { subject = '', externalHtml } = compiled(shipped(language), language).render(person, given);
      expect(subject + externalHtml).not.toMatch(/[{}]|undefined|title>/);
      expect(externalHtml).not.toMatch(/href|https?:|www\.|<img|至急|urgent|immediately|24 ?(?:時間|hours)/i);
      expect(externalHtml.includes('2027')).toBe(given === settings);
    }
  });

  it('hold to 38 full-width characters a line, so that a quoted reply does not break', () => {
    const text = compiled(shipped('ja'))
      .render(person, settings)
      .externalHtml.replace(/<[^>]*>/g, '');
    const columns = (line: string) =>
      Array.from(line.trim(), (sign) => (sign > '\u00ff' ? 2 : 1)).reduce((a, b) => a + b, 0);
    expect(text.split('\n').filter((line) => columns(line) > 76)).toEqual([]);
  });
});

describe('a template', () => {
  it('has its values escaped in the text, and plain in the subject', () => {
    const reply = compiled('<title>{{company}}</title>\n<p>{{company}} {{displayName}}</p>').render(
      { ...person, displayName: '<b onclick="x">{{company}}</b>' },
      { ...settings, company: 'A&B <商会>\r\nBcc: x' },
    );
    expect(reply.subject).toBe('A&B <商会> Bcc: x');
    expect(reply.externalHtml).toBe(
      '<p>A&amp;B &lt;商会&gt;\r\nBcc: x &lt;b onclick&#x3D;&quot;x&quot;&gt;{{company}}&lt;/b&gt;</p>',
    );
  });

  it('is rendered without a last day where there is none', () => {
    const reply = compiled('<title>x</title>{{#if until}}bis {{until}}{{else}}offen{{/if}}').render(person, {
      ...settings,
      oldAddress,
    });
    expect(reply.externalHtml).toBe('offen');
    expect(reply).not.toHaveProperty('endsAt');
  });

  it('is read with a byte order mark and CRLF as well', () => {
    const text = '\uFEFF<title>x</title>\r\n<p>{{ company }}</p>\r\n';
    expect(compiled(text).render(person, settings).externalHtml).toBe('<p>青空商事株式会社</p>');
  });

  it.each([
    ['an unknown field', '<title>x</title>\n<p>{{compnay}}</p>', '2:4 notice.unknown-field'],
    ['a field of the prototype', '<title>x</title>{{constructor}}', '1:17 notice.unknown-field'],
    ['a field that may be empty, unguarded', '<title>x</title>\n {{until}}', '2:2 notice.field-unguarded'],
    [
      'the same in the wrong branch',
      '<title>x</title>{{#if until}}a{{else}}{{until}}{{/if}}',
      '1:39 notice.field-unguarded',
    ],
    ['three braces', '<title>x</title>{{{company}}}', '1:17 notice.raw-field'],
    ['an ampersand', '<title>x</title>{{&company}}', '1:17 notice.raw-field'],
    ['a function', '<title>x</title>{{lookup company "x"}}', '1:17 notice.function'],
    ['a question with more than a field', '<title>x</title>{{#each company}}a{{/each}}', '1:17 notice.function'],
    ['a question about an unknown field', '<title>x</title>{{#if untli}}a{{/if}}', '1:17 notice.unknown-field'],
    ['a partial', '<title>x</title>{{> letter}}', '1:17 notice.function'],
    ['a path', '<title>x</title>{{company.name}} a', '1:17 notice.function'],
    ['a field of the frame', '<title>x</title>{{@root.company}}', '1:17 notice.function'],
    [
      'full-width braces',
      '<title>x</title>\n<p>｛｛company｝｝',
      '2:4 notice.foreign-field\n2:13 notice.foreign-field',
    ],
    ['a field of another program', '<title>x</title>%name%', '1:17 notice.foreign-field'],
    ['a link', '<title>x</title>\n  <a href="https://x.example">', '2:3 notice.active-content'],
    ['a picture', '<title>x</title>\n<IMG src=x>', '2:1 notice.active-content'],
    ['an open brace', '<title>x</title>\n\n <p>{{company</p>', '3:5 notice.syntax'],
    ['a question without an end', '<title>x</title>\n{{#if until}}\nx', '3:1 notice.syntax'],
    ['a question with another end', '<title>x</title>\n{{#if until}}x{{/unless}}', '2:1 notice.syntax'],
    ['no subject', '<p>{{company}}</p>', '1:1 notice.title'],
    ['an empty subject', 'a\n<title> </title>', '2:1 notice.title'],
    ['two subjects', '<title>a</title>\n<title>b</title>', '2:1 notice.title'],
    ['a subject that is cut by a question', '{{#if until}}<title>a{{/if}}</title>b', '1:1 notice.title'],
    ['no text', '<title>a</title>', '1:1 notice.title'],
  ])('with %s is refused', (_, text, wanted) => {
    expect(problemsOf(text)).toEqual(wanted.split('\n'));
  });

  it('tells all of its problems at once', () => {
    expect(problemsOf('{{until}} {{x}}\n<title>y</title><a>{{{company}}}')).toEqual([
      '1:1 notice.field-unguarded',
      '1:11 notice.unknown-field',
      '2:17 notice.active-content',
      '2:20 notice.raw-field',
    ]);
  });

  it('never makes the reader fall, whatever stands in it', () => {
    const pieces = fc.constantFrom(
      '{{',
      '}}',
      '{{{',
      'company',
      '#if ',
      '/if',
      'until',
      'else',
      '<title>',
      '</title>',
      '\n',
      '!--',
      '--',
      '>',
      '"',
      '^',
      ' ',
      '~',
      '|',
      '&',
      '@',
      '../',
      '[',
      ']',
      '\\',
      'x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          const reading = compileAutomaticReply(text, { file: 'reply.html', language: 'en' });
          if ('problems' in reading) return reading.problems.every(({ place }) => (place?.line ?? 0) >= 1);
          return reading.template.render(person, settings).externalHtml.length >= 0;
        },
      ),
      { numRuns: 1000 },
    );
  });
});

// What is read from others: searches, messages, addresses, field selectors.

import { describe, expect, it } from '@jest/globals';
import { applyMask, readMask } from '../../../src/sandbox/google/fields.ts';
import { readAddresses } from '../../../src/sandbox/mail/mime/addresses.ts';
import { decodeWords } from '../../../src/sandbox/mail/mime/headers.ts';
import { readParts, readText } from '../../../src/sandbox/mail/mime/parts.ts';
import { readSearch, type Searchable } from '../../../src/sandbox/google/gmail/search.ts';

const now = Date.UTC(2026, 10, 24);
const message: Searchable = {
  labelIds: ['SENT'],
  from: 'Yuki Sato <sato@new.example>',
  to: 'p@partner.example',
  cc: '',
  bcc: 'boss@new.example',
  subject: 'Our new address',
  text: 'Please note MIG0a1b2c. 新しいアドレス',
  messageId: 'CAx@mail.gmail.com',
  at: now - 3_600_000,
  hasAttachment: false,
};

describe('a search', () => {
  it.each([
    ['MIG0a1b2c', true],
    ['mig0A1B2C in:sent', true],
    ['MIG0a1b', false],
    ['"new address"', true],
    ['"address new"', false],
    ['in:inbox', false],
    ['in:anywhere from:sato', true],
    ['from:me', true],
    ['to:boss@new.example', true],
    ['to:other', false],
    ['subject:(new address)', true],
    ['subject:note', false],
    ['-in:sent', false],
    ['-{in:inbox in:draft}', true],
    ['{in:inbox in:sent}', true],
    ['in:inbox OR in:sent', true],
    ['(in:inbox OR in:trash) address', false],
    ['rfc822msgid:<CAx@mail.gmail.com>', true],
    ['rfc822msgid:other@mail.gmail.com', false],
    ['newer_than:2d', true],
    ['older_than:2d', false],
    ['newer_than:1h older_than:1m', false],
    ['after:2026/11/23 before:2026/11/24', true],
    [`after:${now / 1000}`, false],
    ['has:attachment', false],
    ['新しいアドレス', true],
  ])('%s: %s', (query, isFound) => {
    expect(readSearch(query, { address: 'sato@new.example', now })(message)).toBe(isFound);
  });
});

describe('a message', () => {
  it('is read as a tree of parts, its text as UTF-8 without tags', () => {
    const lines = [
      'Subject: =?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?=',
      'Content-Type: multipart/mixed; boundary="b 1"',
      '',
      'before',
      '--b 1',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Caf=C3=A9 and a long=',
      ' line',
      '--b 1',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('<p>A &amp; B</p>').toString('base64'),
      '--b 1',
      'Content-Type: application/pdf; name="a.pdf"',
      'Content-Disposition: attachment; filename="a.pdf"',
      '',
      'x',
      '--b 1--',
      'after',
    ];
    const part = readParts(lines.join('\r\n'));
    expect(part.parts?.map((one) => [one.partId, one.mimeType, one.filename])).toEqual([
      ['0', 'text/plain', ''],
      ['1', 'text/html', ''],
      ['2', 'application/pdf', 'a.pdf'],
    ]);
    expect(readText(part).replace(/\s+/g, ' ').trim()).toBe('Café and a long line A & B');
    expect(decodeWords(part.headers[0]?.value ?? '')).toBe('こんにちは');
  });

  it('has recipients in all the ways in which they are written', () => {
    expect(readAddresses('"Sato, Y" <S@x.example>, b@x.example (note), Team: c@x.example;, broken')).toEqual([
      's@x.example',
      'b@x.example',
      'c@x.example',
    ]);
    expect(readAddresses('undisclosed-recipients:;')).toEqual([]);
  });
});

describe('a field selector', () => {
  const value = { a: 1, b: { c: 2, d: 3 }, e: [{ f: 4, g: 5 }], h: { i: { j: 6, k: 7 } } };
  it.each([
    ['a', { a: 1 }],
    ['b/c,e(f)', { b: { c: 2 }, e: [{ f: 4 }] }],
    ['h/i/j,h/i/k', { h: { i: { j: 6, k: 7 } } }],
    ['e/*', { e: [{ f: 4, g: 5 }] }],
    ['nothing', {}],
  ])('%s', (selector, expected) => {
    const mask = readMask(selector);
    expect(mask && applyMask(value, mask)).toEqual(expected);
  });

  it.each(['a(', 'a)', 'a,,b', ',a', 'a(b', 'a b'])('%s cannot be read', (selector) => {
    expect(readMask(selector)).toBeUndefined();
  });
});

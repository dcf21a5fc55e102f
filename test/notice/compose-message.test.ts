// Messages are read back by another program than the one that wrote them: what a partner sees is what was approved.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import type { OutgoingLetter } from '../../src/model/letter.ts';
import { letterFault } from '../../src/notice/compose-check.ts';
import { composerFor, letterMark } from '../../src/notice/compose-message.ts';
import { letterTo } from '../provider/letters.ts';

const { compose, stamp } = composerFor({ timeZone: 'Asia/Tokyo' });
const DATE = stamp(Date.UTC(2026, 10, 24, 10, 43, 30));

async function readBack(letter: OutgoingLetter) {
  const bytes = await compose(letter, DATE);
  const mail = await PostalMime.parse(bytes);
  return { bytes: bytes.toString('latin1'), mail };
}

/** Readers differ in whether the line end before a boundary belongs to the text. */
const lines = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');

async function expectUnchanged(letter: OutgoingLetter): Promise<void> {
  const { mail } = await readBack(letter);
  expect(mail.subject).toBe(letter.subject);
  expect(mail.from).toMatchObject({ name: letter.from.name ?? '', address: letter.from.address });
  expect(mail.to).toHaveLength(1);
  expect(mail.to?.[0]?.name).toBe(letter.to.name ?? '');
  expect(lines(mail.text ?? '')).toBe(lines(letter.text));
  expect(lines(mail.html ?? '')).toBe(lines(letter.html));
}

describe('a message', () => {
  it('has one sender, one recipient, fixed ids, the local time, and nothing that we did not write', async () => {
    const letter = letterTo('suzuki');
    const { bytes, mail } = await readBack(letter);
    expect(DATE).toBe('Tue, 24 Nov 2026 19:43:30 +0900');
    expect(mail.headers.map(({ key, value }) => [key, value])).toEqual([
      ['content-language', 'ja'],
      ['x-migrate-notice', letter.noticeId],
      ['x-migrate-letter', letterMark(letter)],
      ['from', expect.anything()],
      ['to', expect.anything()],
      ['subject', expect.anything()],
      ['message-id', `<${letter.noticeId}@new.example>`],
      ['date', 'Tue, 24 Nov 2026 19:43:30 +0900'],
      ['mime-version', '1.0'],
      ['content-type', expect.stringMatching(/^multipart\/alternative;/)],
    ]);
    expect(bytes.replaceAll('\r\n', '')).not.toMatch(/[\r\n]|[^\x00-\x7f]/);
    for (const line of bytes.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
    expect(bytes).not.toMatch(/=\?utf-8\?q\?/i);
  });

  it('says that a program sent it only where that is wanted', async () => {
    const headersOf = async (options: object) => {
      const composer = composerFor({ timeZone: 'Asia/Tokyo', ...options });
      return new Map(
        (await PostalMime.parse(await composer.compose(letterTo('a'), DATE))).headers.map((one) => [
          one.key,
          one.value,
        ]),
      );
    };
    expect((await headersOf({ isAutoSubmitted: true })).get('auto-submitted')).toBe('auto-generated');
    expect((await headersOf({})).has('auto-submitted')).toBe(false);
  });

  it('is the same to the last byte when it is made twice', async () => {
    const letter = letterTo('suzuki');
    expect(await compose(letter, DATE)).toEqual(await compose({ ...letter }, DATE));
  });

  it('has text and HTML with CRLF inside what is encoded', async () => {
    const { bytes } = await readBack(letterTo('suzuki'));
    for (const part of bytes.split(/\r\n--/).slice(1, 3)) {
      const body = Buffer.from(part.slice(part.indexOf('\r\n\r\n')), 'base64').toString('utf8');
      expect(body.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    }
  });

  it.each([
    ['a name that JIS X 0208 lacks', { to: { name: '髙橋 𠮷男', address: 'a@partner.example' } }],
    ['a company in one character', { from: { name: '㈱青空商事', address: 'a@new.example' } }],
    ['an emoji of several parts', { subject: '新住所 👩‍👩‍👧‍👦 🇯🇵' }],
    ['a long subject', { subject: '【重要なお知らせではございません】'.repeat(15) }],
    ['a comma and quotes in the name', { to: { name: 'Smith, "Bob" <b@x>; (CEO)', address: 'bob@partner.example' } }],
    ['no name', { to: { address: 'bob@partner.example' } }],
    ['an international domain', { to: { name: '日本', address: 'info@xn--wgv71a119e.jp' } }],
    ['long lines', { text: `${'あ'.repeat(2000)}\n${'x'.repeat(2000)}\n` }],
    [
      'lines that look like a boundary, a dot, a From',
      { text: '.\n..\nFrom me\n--_letter\n----_letter-1-Part_1\n- --\n' },
    ],
    [
      'plain English',
      { subject: 'Our new address', text: 'Dear Bob,\n\nhello  \n', html: '<p>Dear Bob</p>', language: 'en' },
    ],
  ] as const)('with %s is read back unchanged', async (_told, change) => {
    await expectUnchanged(letterTo('suzuki', change));
  });

  it('writes the local part of an old carrier in quotes', async () => {
    const { bytes, mail } = await readBack(letterTo('suzuki', { to: { address: 'a..b.@docomo.ne.jp' } }));
    expect(bytes).toMatch(/^To: <"a\.\.b\."@docomo\.ne\.jp>\r$/m);
    expect(mail.to).toHaveLength(1);
  });

  it('has a winter and a summer time where the zone has', () => {
    const berlin = composerFor({ timeZone: 'Europe/Berlin' }).stamp;
    expect(berlin(Date.UTC(2026, 0, 5, 23, 5, 9))).toBe('Tue, 6 Jan 2026 00:05:09 +0100');
    expect(berlin(Date.UTC(2026, 6, 5))).toBe('Sun, 5 Jul 2026 02:00:00 +0200');
    expect(composerFor({ timeZone: 'America/St_Johns' }).stamp(0)).toBe('Wed, 31 Dec 1969 20:30:00 -0330');
    expect(composerFor({ timeZone: 'UTC' }).stamp(0)).toBe('Thu, 1 Jan 1970 00:00:00 +0000');
  });

  it('is read back unchanged, whatever stands in a letter that passes', async () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((text) => text.trim());
    const letters = fc.record({
      subject: words,
      name: words,
      text: fc.string({ unit: 'binary', maxLength: 300 }),
      html: words,
    });
    let composed = 0;
    await fc.assert(
      fc.asyncProperty(letters, async ({ subject, name, text, html }) => {
        const letter = letterTo('suzuki', { subject, to: { name, address: 'a@partner.example' }, text, html });
        if (letterFault(letter) !== undefined) return;
        composed += 1;
        await expectUnchanged(letter);
      }),
      { numRuns: 300 },
    );
    expect(composed).toBeGreaterThan(50);
  });
});

describe('a letter is not made a message where', () => {
  const bad = (change: Partial<OutgoingLetter>) => letterFault(letterTo('suzuki', change));

  it.each([
    ['the recipient is two', { to: { address: 'a@x.example,b@y.example' } }],
    ['the recipient brings a header along', { to: { address: 'a@x.example\r\nBcc: e@z.example' } }],
    ['the @ is of full width', { to: { address: 'a＠x.example' } }],
    ['the domain is not in punycode', { to: { address: 'info@日本語.jp' } }],
    ['the recipient is in capitals', { to: { address: 'A@x.example' } }],
    ['the sender is of a carrier that is none', { from: { address: 'a..b@new.example' } }],
    ['the name ends the line', { to: { name: 'a\r\nBcc: b', address: 'a@x.example' } }],
    ['the name turns the direction of writing', { to: { name: 'moc.live\u202e', address: 'a@x.example' } }],
    ['the subject ends the line', { subject: 'a\nBcc: e@z.example' }],
    ['the subject holds a NUL', { subject: 'a\0b' }],
    ['the subject is an encoded word', { subject: '=?utf-8?B?YWJj?=' }],
    ['the subject is empty', { subject: ' ' }],
    ['the subject holds half a character', { subject: 'a\ud842' }],
    ['the text holds a control character', { text: 'a\u001b[2J' }],
    ['the text is empty', { text: '\n' }],
    ['the notice id could end a header', { noticeId: 'abc>\r\nX: y' }],
  ] as const)('%s', (_told, change) => {
    expect(bad(change)).toBeDefined();
  });

  it('is composed by nobody, even if asked', async () => {
    await expect(compose(letterTo('suzuki', { subject: 'a\nb' }), DATE)).rejects.toThrow('fault');
  });
});

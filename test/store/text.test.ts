import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { decodeAs, decodeText } from '../../src/store/decode-text.ts';
import { fingerprint } from '../../src/store/fingerprint.ts';
import { findFaults, type Encoding } from '../../src/store/text-faults.ts';
import { readText, textOf, type TextReading } from '../../src/store/text.ts';
import { CP932_CODES, encodeCp932 } from './cp932.ts';
import { makeFolder } from './scene.ts';

const LIST = '氏名,旧メールアドレス\r\n山田 太郎,yamada@old.example\r\n佐藤 花子,sato@old.example\r\n';

function utf16(text: string, isLittle: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return isLittle ? bytes : bytes.swap16();
}

function read(bytes: Uint8Array): TextReading {
  return textOf(bytes, 'staff.csv');
}

function problemsOf(
  bytes: Uint8Array,
): readonly { readonly code: string; readonly place?: unknown; readonly what: string }[] {
  const reading = read(bytes);
  if (!('problems' in reading)) throw new Error(`read as ${reading.encoding}: ${reading.text}`);
  return reading.problems;
}

describe('a text file', () => {
  it.each<readonly [string, Uint8Array, Encoding]>([
    ['UTF-8', Buffer.from(LIST), 'utf-8'],
    ['UTF-8 with a mark, as Excel\'s "CSV UTF-8"', Buffer.from(`\uFEFF${LIST}`), 'utf-8'],
    ['CP932, as Excel in Japan', encodeCp932(LIST), 'cp932'],
    ['UTF-16LE with a mark, as Excel\'s "Unicode Text"', utf16(`\uFEFF${LIST}`, true), 'utf-16le'],
    ['UTF-16LE without a mark', utf16(LIST, true), 'utf-16le'],
    ['UTF-16BE with a mark', utf16(`\uFEFF${LIST}`, false), 'utf-16be'],
    ['ASCII', Buffer.from('name\rtaro\r'), 'utf-8'],
    ['nothing at all', Buffer.alloc(0), 'utf-8'],
  ])('is read in %s', (_name, bytes, encoding) => {
    const text = bytes.length === 0 ? '' : bytes.length === 10 ? 'name\rtaro\r' : LIST;
    expect(read(bytes)).toEqual({ text, encoding, sha256: fingerprint(bytes), warnings: [] });
  });

  describe('in CP932', () => {
    it.each([
      ['①', [0x87, 0x40]],
      ['㈱', [0x87, 0x8a]],
      ['髙', [0xfb, 0xfc]],
      ['﨑', [0xfa, 0xb1]],
      ['～', [0x81, 0x60]],
      ['－', [0x81, 0x7c]],
      ['∥', [0x81, 0x61]],
      ['\\', [0x5c]],
      ['~', [0x7e]],
      ['ソ', [0x83, 0x5c]],
      ['ｱ', [0xb1]],
      ['\uE000', [0xf0, 0x40]],
    ])('decodes %s as Windows does', (character, code) => {
      expect(decodeAs(Uint8Array.from(code), 'cp932')).toEqual({ encoding: 'cp932', text: character });
    });

    it('keeps every text that it can hold', () => {
      const text = fc.array(fc.constantFrom(...CP932_CODES.keys())).map((characters) => characters.join(''));
      fc.assert(
        fc.property(text, (wanted) => {
          expect(decodeAs(encodeCp932(wanted), 'cp932')).toEqual({ encoding: 'cp932', text: wanted });
        }),
        { numRuns: 500 },
      );
    });

    it('is never taken for another text without a word, except where the bytes are UTF-8 as well', () => {
      const text = fc.array(fc.constantFrom(...CP932_CODES.keys()), { minLength: 1 }).map((all) => all.join(''));
      fc.assert(
        fc.property(text, (wanted) => {
          const bytes = encodeCp932(wanted);
          const decoded = decodeText(bytes);
          if ('text' in decoded && decoded.encoding === 'cp932') expect(decoded.text).toBe(wanted);
          else if ('text' in decoded) expect(Buffer.from(decoded.text)).toEqual(Buffer.from(bytes));
          else expect('doubt' in decoded).toBe(true);
        }),
        { numRuns: 500 },
      );
    });

    it('warns of the question marks that Excel puts for what CP932 lacks', () => {
      const reading = read(encodeCp932('氏名\r\n?野家\r\nwho?\r\n渡?\r\n'));
      expect('warnings' in reading && reading.warnings.map(({ code, place }) => [code, place])).toEqual([
        ['text.question-mark', { file: 'staff.csv', line: 2 }],
        ['text.question-mark', { file: 'staff.csv', line: 4 }],
      ]);
    });
  });

  describe('with bytes that are nothing', () => {
    it('is refused with line, byte and hex of each place in UTF-8', () => {
      const bytes = Buffer.concat([
        Buffer.from('名前\r\nあ'),
        Buffer.from([0xe3, 0x81]),
        Buffer.from(',b\rc\n'),
        Buffer.from([0xff]),
      ]);
      const problems = problemsOf(bytes);
      expect(problems.map(({ code, place }) => [code, place])).toEqual([
        ['text.undecodable', { file: 'staff.csv', line: 2, column: 4 }],
        ['text.undecodable', { file: 'staff.csv', line: 4, column: 1 }],
      ]);
      expect(problems[0]?.what).toContain('E3 81');
      expect(problems[0]?.what).toContain('UTF-8');
    });

    it('is judged by the encoding that it fits better', () => {
      const list = encodeCp932(LIST.repeat(3));
      const broken = Buffer.concat([list, Buffer.from([0x81, 0x20, 0xfd, 0x81])]);
      const problems = problemsOf(broken);
      expect(problems.map(({ what }) => what.slice(what.indexOf('the bytes')))).toEqual([
        'the bytes 81 are no character in CP932 (Shift_JIS).',
        'the bytes FD are no character in CP932 (Shift_JIS).',
        'the bytes 81 are no character in CP932 (Shift_JIS).',
      ]);
      expect(problems[0]?.place).toEqual({ file: 'staff.csv', line: 10, column: 1 });
    });

    it('shows twenty places and counts the rest', () => {
      const problems = problemsOf(Buffer.concat([Buffer.from('あ'.repeat(100)), Buffer.alloc(33, 0xff)]));
      expect(problems).toHaveLength(21);
      expect(problems[20]).toMatchObject({ code: 'text.more', what: expect.stringContaining('13 more') });
    });

    it.each<readonly [string, Uint8Array, string]>([
      ['a genuine U+FFFD in UTF-8', Buffer.from('a\nb\uFFFD'), 'text.lost-character'],
      ['a genuine U+FFFD in UTF-16', utf16('\uFEFFa\nb\uFFFD', true), 'text.lost-character'],
      ['a NUL in UTF-8', Buffer.from('a\nb\0'), 'text.nul'],
      ['half a pair in UTF-16', utf16('\uFEFFa\nb\uD842', true), 'text.undecodable'],
      ['half a pair in UTF-16BE', utf16('\uFEFFa\nb\uDFB7x', false), 'text.undecodable'],
      [
        'half a character at the end of UTF-16',
        Buffer.concat([utf16('\uFEFFa\nb', true), Buffer.from('x')]),
        'text.undecodable',
      ],
    ])('is refused for %s', (_name, bytes, code) => {
      const column = bytes[0] === 0xff || bytes[0] === 0xfe ? 3 : 2;
      expect(problemsOf(bytes)).toMatchObject([{ code, place: { file: 'staff.csv', line: 2, column } }]);
    });

    it.each<Encoding>(['utf-8', 'cp932', 'utf-16le', 'utf-16be'])(
      'has a place for every refusal in %s, and only then',
      (encoding) => {
        const byte = fc.oneof(fc.nat(255), fc.constantFrom(0x81, 0x40, 0xe3, 0x81, 0x82, 0xf0, 0xd8, 0xdc, 0xfc, 0x0a));
        fc.assert(
          fc.property(fc.uint8Array({ maxLength: 6 }), fc.array(byte, { maxLength: 12 }), (start, more) => {
            const bytes = Uint8Array.from([...start, ...more]);
            const hasText = 'text' in decodeAs(bytes, encoding);
            expect([...findFaults(bytes, encoding)].length === 0).toBe(hasText);
          }),
          { numRuns: 2000 },
        );
      },
    );
  });

  describe('whose encoding nobody can tell', () => {
    it.each([
      ['EUC-JP', Buffer.from('bbb3c5c4c2c0cfba2ccbddb2ccb2d6bbd2', 'hex')],
      ['Windows-1252', Buffer.from('name\nRenée Dupont\nJosé Peña\n', 'latin1')],
    ])('is refused, naming %s', (name, bytes) => {
      const problems = problemsOf(bytes);
      if (name === 'EUC-JP') expect(problems).toMatchObject([{ code: 'text.encoding-unclear' }]);
      expect(problems.map(({ code }) => code)).not.toContain('text.nul');
    });

    it('names Windows-1252 where CP932 would make a kanji of an accented letter', () => {
      expect(problemsOf(Buffer.from('name\nRenée\n', 'latin1'))).toMatchObject([
        { code: 'text.encoding-unclear', what: expect.stringContaining('Windows-1252') },
      ]);
    });

    it('is not doubted for a few half-width names', () => {
      expect(read(encodeCp932('name\r\nﾔﾏﾀﾞ ﾀﾛｳ\r\n'))).toMatchObject({ encoding: 'cp932' });
    });
  });

  describe('on the disk', () => {
    let folder: ReturnType<typeof makeFolder>;

    beforeEach(() => {
      folder = makeFolder();
    });
    afterEach(() => {
      folder.remove();
    });

    it('is known by the fingerprint of its bytes, and by the name that the user gave it', async () => {
      const file = folder.path('staff.csv');
      writeFileSync(file, `\uFEFF${LIST}`);
      expect(await readText(file, { name: 'data/staff.csv' })).toEqual({
        text: LIST,
        encoding: 'utf-8',
        sha256: fingerprint(`\uFEFF${LIST}`),
        warnings: [],
      });
      writeFileSync(file, 'a\0');
      expect(await readText(file, { name: 'data/staff.csv' })).toMatchObject({
        problems: [{ place: { file: 'data/staff.csv', line: 1, column: 2 } }],
      });
    });

    it('is a problem when it is missing, a folder, too large, or a workbook', async () => {
      const file = folder.path('staff.csv');
      const codeOf = async (path: string): Promise<string | undefined> => {
        const reading = await readText(path, { mostBytes: 1000 });
        return 'problems' in reading ? reading.problems[0]?.code : undefined;
      };
      expect(await codeOf(file)).toBe('file.missing');
      expect(await codeOf(folder.path(''))).toBe('file.failed');
      writeFileSync(file, 'x'.repeat(1001));
      expect(await codeOf(file)).toBe('text.too-large');
      writeFileSync(file, Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14]));
      expect(await codeOf(file)).toBe('text.workbook');
    });
  });
});

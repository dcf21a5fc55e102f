// Wrapping: 76 columns, kinsoku, no letter lost, no address broken.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spokenDay } from '../../src/notice/spoken-day.ts';
import { widthOf, wrapText } from '../../src/notice/wrap-text.ts';

const letters = fc.constantFrom(
  ...'あいうアィッー漢字髙𠮷。、」「（）！？abc xyz 012-_.@　①※🐦'.split(/(?:)/u),
  'が',
  '👨‍👩‍👧',
  ' ',
);
const paragraphs = fc.array(letters, { maxLength: 300 }).map((all) => all.join(''));

describe('a wrapped text', () => {
  it('breaks Japanese after 38 full-width characters', () => {
    expect(wrapText('あ'.repeat(80))).toBe(`${'あ'.repeat(38)}\n${'あ'.repeat(38)}\nああああ`);
  });

  it('begins no line with 。 or ッ, and ends none with 「', () => {
    expect(wrapText(`${'あ'.repeat(38)}。い`)).toBe(`${'あ'.repeat(37)}\nあ。い`);
    expect(wrapText(`${'あ'.repeat(38)}ッい`)).toBe(`${'あ'.repeat(37)}\nあッい`);
    expect(wrapText(`${'あ'.repeat(37)}「い」`)).toBe(`${'あ'.repeat(37)}\n「い」`);
  });

  it('breaks English between words, and keeps an address whole', () => {
    const address = `${'x'.repeat(40)}@aozora-trading.example`;
    expect(wrapText(`The new address of your contact is ${address} now`)).toBe(
      `The new address of your contact is\n${address} now`,
    );
    expect(wrapText(`新しいアドレスは${'あ'.repeat(20)}${address}です`)).toBe(
      `新しいアドレスは${'あ'.repeat(20)}\n${address}です`,
    );
  });

  it('keeps the indent of a list, and short lines as they are', () => {
    expect(wrapText(`1. ${'あ'.repeat(40)}`)).toBe(`1. ${'あ'.repeat(36)}\n   ああああ`);
    expect(wrapText('  変更前： a@b.example\n\n以上')).toBe('  変更前： a@b.example\n\n以上');
  });

  it('loses no letter and holds the width, whatever is written', () => {
    fc.assert(
      fc.property(paragraphs, (text) => {
        const lines = wrapText(text).split('\n');
        const bare = (all: string) => all.replace(/[ \u3000]/g, '');
        expect(bare(lines.join(''))).toBe(bare(text));
        const isOneWord = (line: string) => /^[^ \u3000]*$/.test(line.trim());
        expect(lines.filter((line) => widthOf(line) > 76 && !isOneWord(line))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('ends no row of signs that may not begin a line in one endless line', () => {
    const widest = Math.max(...wrapText('ー'.repeat(500)).split('\n').map(widthOf));
    expect(widest).toBeLessThanOrEqual(76);
  });
});

describe('a day', () => {
  it('is said as letters say it', () => {
    expect(spokenDay('2026-12-01', 'ja')).toBe('2026年12月1日（火）');
    expect(spokenDay('2027-05-31', 'en')).toBe('Monday, 31 May 2027');
    expect(spokenDay(undefined, 'ja')).toBe('');
  });
});

// What is the same for many readers is made once; nothing else may change by that, and the memory stays bounded.

import { describe, expect, it } from '@jest/globals';
import { firstDifference } from '../../src/notice/html-words.ts';
import { lintLinks } from '../../src/notice/lint-links.ts';
import { lintWords } from '../../src/notice/lint-words.ts';
import { Remembered } from '../../src/notice/remembered.ts';
import { wrapText } from '../../src/notice/wrap-text.ts';
import { own } from './stage.ts';

describe('what was made of a text before', () => {
  it('is made once while it is in use, and forgotten after two generations of others', () => {
    const made: string[] = [];
    const remembered = new Remembered((text) => {
      made.push(text);
      return text.toUpperCase();
    }, 3);
    expect([remembered.of('a'), remembered.of('a'), remembered.of('b')]).toEqual(['A', 'A', 'B']);
    expect(made).toEqual(['a', 'b']);
    for (const text of ['c', 'd', 'a']) remembered.of(text);
    expect(made).toEqual(['a', 'b', 'c', 'd']);
    for (const text of ['e', 'f', 'g', 'h', 'i', 'j', 'k']) remembered.of(text);
    expect(remembered.of('b')).toBe('B');
    expect(made.filter((text) => text === 'b')).toHaveLength(2);
  });

  it('gives the same lines whatever was wrapped before', () => {
    const long =
      'さて、このたび弊社では、電子メールをより安全にご利用いただくため、アドレスのドメインを下記のとおり変更いたします。';
    const first = wrapText(`${long}\n\n  ${long}`);
    for (let reader = 0; reader < 3000; reader += 1) wrapText(`第${reader}営業部 ${long}`);
    expect(wrapText(`${long}\n\n  ${long}`)).toBe(first);
    expect(first.split('\n').length).toBeGreaterThan(4);
  });

  it('keeps the places of findings in the whole text, also of a line that was seen elsewhere', () => {
    const line = 'See https://bit.ly/x';
    const found = lintLinks(`${line}\n\n${line}`, own).map(({ index }) => index);
    expect(found).toEqual([4, 4 + line.length + 2]);
    const words = lintWords('Fine.\n\nPlease pay today.\n\nPlease pay today.').map(({ index }) => index);
    expect(words).toEqual([14, 33]);
  });

  it('sees a tag that goes on in the next line, and a link in it', () => {
    expect(firstDifference('same', '<p\n class="x">same</p\n>')).toBeUndefined();
    expect(firstDifference('same', '<p\n>other</p>')).toEqual({ text: 'same', html: 'other' });
    expect(lintLinks('<a href=\n"mailto:a@evil.example">', own).map(({ found }) => found)).toContain(
      'href=\n"mailto:a@evil.example"',
    );
  });
});

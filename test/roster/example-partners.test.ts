// The partners of the example company in data/: real files of Excel, with the usual mess and without an error.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readPartners } from '../../src/roster/read-partners.ts';
import { readSuppress } from '../../src/roster/suppress-list.ts';
import { company, read, shown } from './staff-list.ts';

const bytesOf = (name: string) => readFileSync(new URL(`../../data/${name}`, import.meta.url));
const textOf = (name: string) => new TextDecoder('shift_jis', { fatal: true }).decode(bytesOf(name));

describe.each(['partners.csv', 'suppress.csv'])('data/%s', (name) => {
  it('is CP932, not UTF-8, its rows end with CRLF, and its addresses are on reserved domains', () => {
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(name))).toThrow();
    expect(
      textOf(name)
        .replace(/"[^"]*"/g, '')
        .replaceAll('\r\n', ''),
    ).not.toMatch(/[\r\n]/);
    for (const [, domain] of textOf(name)
      .normalize('NFKC')
      .matchAll(/@([^\s,;"]+)/g)) {
      expect(domain?.toLowerCase()).toMatch(/\.(?:example|test)$/);
    }
  });
});

describe('the example partners', () => {
  it('hold the mess that such lists hold', () => {
    for (const mess of [
      '髙',
      '﨑',
      '①',
      '㈱',
      'ｻﾄｳ',
      '＠ｍｉｄｏｒｉ',
      '\u3000',
      '0000',
      'YUKI@',
      '〒',
      'こはく.example',
    ]) {
      expect(textOf('partners.csv')).toContain(mess);
    }
  });

  it('read with two warnings and no error, and only one is never written to', () => {
    const { entries, problems: none } = readSuppress(textOf('suppress.csv'), 'data/suppress.csv');
    const { people } = read(textOf('staff.csv'));
    const options = { file: 'data/partners.csv', settings: company, people, suppress: entries };
    const { partners, unconfirmed, problems } = readPartners(textOf('partners.csv'), options);
    expect(none).toEqual([]);
    expect(problems.map(shown)).toEqual(['7:2 partner.abbreviation', '27:7 partner.merged']);
    expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
    expect(unconfirmed).toBe(0);
    expect(partners).toHaveLength(24);
    expect(partners.filter(({ suppressed }) => suppressed).map(({ key }) => key)).toEqual(['aoi@benibana-ad.test']);
    expect(Object.groupBy(partners, ({ route }) => route)).toMatchObject({
      mail: { length: 20 },
      phone: { length: 2 },
      letter: { length: 1 },
      web: { length: 1 },
    });
    expect(partners.filter(({ language }) => language === 'en')).toHaveLength(3);
    expect(partners.find(({ name }) => name === '白銀 由紀')).toMatchObject({
      line: 7,
      mergedLines: [27],
      department: '営業部',
      contacts: ['yoshida@aozora-shoji.example', 'inoue.t@aozora-shoji.example'],
    });
  });
});

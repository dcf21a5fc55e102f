// Every template that we ship, both parts, for two hundred made-up partners: what reaches a reader is whole, polite and no fraud.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import type { Correspondent } from '../../src/model/letter.ts';
import type { Partner } from '../../src/model/partner.ts';
import type { Language } from '../../src/model/person.ts';
import { composerFor } from '../../src/notice/compose-message.ts';
import { examplePeople } from '../../src/notice/example-readers.ts';
import { fieldGuide } from '../../src/notice/field-guide.ts';
import { htmlText } from '../../src/notice/html-words.ts';
import type { Recipient } from '../../src/notice/lint-rendered.ts';
import { readTemplates } from '../../src/notice/read-templates.ts';
import { widthOf } from '../../src/notice/wrap-text.ts';
import { letterTo } from '../provider/letters.ts';
import { check, readersOf, root, settings, shippedFiles, shown } from './stage.ts';

const { sources, problems } = readTemplates(shippedFiles());
const keys = examplePeople(settings).map(({ key }) => key);

const COMPANIES = [
  '株式会社髙島屋商店',
  '𠮷野家具株式会社',
  '㈱しろがね',
  'A&B <商会>',
  'Weiß & Söhne "GmbH"',
  '青い鳥🐦合同会社',
];
const NAMES = ['髙橋 一郎', '𠮷田 さくら', '山﨑 恵', 'O’Brien Seán', '渡邊󠄂 花', '葛󠄀城 愛', '🌸山 春子'];
const TITLES = ['部長', '代表取締役社長', 'Manager', 'ＣＥＯ'];
const DEPARTMENTS = ['営業本部 第一営業部', 'R&D部', '購買課（東京）', 'とても長い名前の部署'.repeat(8)];

/** Two hundred, the same on each run. */
function madeUpPartners(language: Language): readonly Partner[] {
  const partner = fc.record({
    company: fc.constantFrom(...COMPANIES),
    department: fc.option(fc.constantFrom(...DEPARTMENTS), { nil: '' }),
    title: fc.option(fc.constantFrom(...TITLES), { nil: '' }),
    name: fc.option(fc.constantFrom(...NAMES), { nil: '' }),
    phone: fc.constantFrom('', '03-0000-0200'),
    postalAddress: fc.constantFrom('', '東京都千代田区みらい町4-5-6 ﾋﾞﾙ①'),
    postalCode: fc.constantFrom('', '100-0001'),
    contacts: fc.constantFrom(keys, keys.slice(0, 1), keys.slice(1)),
  });
  return fc.sample(partner, { numRuns: 200, seed: 7 }).map((made, index) => ({
    ...made,
    key: `partner-${index}`,
    line: index + 2,
    mergedLines: [],
    addresses: [`partner-${index}@partner.example`],
    language,
    route: 'mail',
    from: 'new',
  }));
}

const { compose, stamp } = composerFor({ timeZone: 'Asia/Tokyo' });
const DATE = stamp(Date.UTC(2026, 10, 24, 10, 43, 30));

/** Readers differ in whether the line end before a boundary belongs to the text. */
const lines = (text = ''): string => text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');

/** As the parser shows it. */
const parsed = ({ name = '', address }: Correspondent) => ({ name, address });

function recipientOf({ fields, whose }: Recipient): Correspondent {
  const name = 'partnerName' in fields ? fields.partnerName : whose;
  return { ...(name !== '' && { name }), address: 'reader@partner.example' };
}

describe('the notices that we ship', () => {
  it('are there in Japanese and in English', () => {
    expect(problems).toEqual([]);
    const names = [...new Set(sources.map(({ name }) => name))];
    expect(names).toEqual([
      'change',
      'correction',
      'incident-first',
      'incident-second',
      'letter',
      'old-address',
      'phone',
      'staff-after',
      'staff-before',
      'web',
    ]);
    expect(sources).toHaveLength(names.length * 2);
  });

  describe.each(sources.map((source) => [`${source.name}.${source.language}`, source] as const))('%s', (_, source) => {
    const readers = [...readersOf(source), ...readersOf(source, madeUpPartners(source.language))];
    const { problems: found, rendered } = check(source, readers);

    it('passes its own lint for everybody', () => {
      expect(found.map((problem) => `${shown(problem)} ${problem.what}`)).toEqual([]);
      expect(rendered).toHaveLength(readers.length);
    });

    it('names every reader as the list does, in both parts', () => {
      // The text of the web site is for everybody.
      if (source.front.route === 'web') return;
      for (const { reader, notice } of rendered) {
        if (!('partnerCompany' in reader.fields) || /^\p{Script=Latin}/u.test(reader.fields.partnerName)) continue;
        const { partnerCompany, partnerName } = reader.fields;
        const isNamed = source.language === 'ja' || partnerName === '' ? partnerCompany : partnerName;
        if (source.language === 'en' && partnerName !== '') continue;
        expect(notice.text.replace(/\s/g, '')).toContain(isNamed.replace(/\s/g, ''));
        expect(htmlText(notice.html).replace(/\s/g, '')).toContain(isNamed.replace(/\s/g, ''));
      }
    });

    it('holds to 38 full-width characters a line, and begins none with a full stop', () => {
      const lines = rendered.flatMap(({ notice }) => notice.text.split('\n'));
      expect(lines.filter((line) => widthOf(line) > 76)).toEqual([]);
      expect(lines.filter((line) => /^\s*[、。」）]/u.test(line))).toEqual([]);
    });

    it('is read back unchanged by another MIME parser: subject, names, addresses, both parts', async () => {
      // The others are printed, read out or published.
      if (source.front.route !== 'mail') return;
      for (const { reader, notice } of rendered) {
        const letter = { ...letterTo('reader', { ...notice, to: recipientOf(reader) }), language: source.language };
        const mail = await PostalMime.parse(await compose(letter, DATE));
        expect([mail.subject, mail.from, mail.to]).toEqual([letter.subject, parsed(letter.from), [parsed(letter.to)]]);
        expect([lines(mail.text), lines(mail.html)]).toEqual([lines(letter.text), lines(letter.html)]);
      }
    });

    it('has no picture, no script and no link', () => {
      const pages = rendered.map(({ notice }) => notice.html);
      expect(pages.filter((html) => /<(?:img|a|script|link|iframe|form)\b|url\(|src=/i.test(html))).toEqual([]);
      expect(
        pages.every((html) => html.startsWith('<!doctype html>') && html.includes(`lang="${source.language}"`)),
      ).toBe(true);
    });
  });

  it('say in the plain notice why the addresses change, where there was no incident as well', () => {
    const { notice } = settings;
    if (notice === undefined) throw new Error('no section notice');
    const { incidentDate: _left, ...calm } = notice;
    for (const source of sources.filter(({ name }) => name === 'change' || name === 'letter')) {
      const { problems: found, rendered } = check(source, readersOf(source, undefined, calm));
      expect(found).toEqual([]);
      expect(rendered[0]?.notice.text).toMatch(/より安全にご利用|more secure/);
    }
  });
});

describe('templates/README.md', () => {
  it('documents exactly the fields that there are', () => {
    expect(readFileSync(path.join(root, 'templates', 'README.md'), 'utf8')).toBe(fieldGuide());
  });
});

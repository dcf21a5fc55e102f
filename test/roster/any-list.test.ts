// Laws that hold for every list: nobody is skipped, nobody gets two, and no text makes the reader fall.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Person } from '../../src/model/person.ts';
import { hasErrors } from '../../src/model/problem.ts';
import { NEW, OLD, read, written } from './staff-list.ts';

const HEADINGS = ['氏名', '旧メールアドレス', '新メールアドレス', 'エイリアス', '部署', 'バッチ'];

const local = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'A', 'ｂ', 'abuse', 'x.y', '', '..');
const address = (domain: string) =>
  fc.oneof(
    { weight: 8, arbitrary: local.map((name) => `${name}@${domain}`) },
    { weight: 1, arbitrary: fc.constantFrom('', '-', 'a@other.example', `a@${domain},b@${domain}`, 'x') },
  );
const anyRow = fc.tuple(
  fc.constantFrom('石川 直樹', '森\u3000美咲', 'Anna Weber', '', '=1'),
  address(OLD),
  address(NEW),
  address(NEW),
  fc.oneof(fc.string(), fc.constantFrom('a"b', 'x,y', 'l\nm', '営業部')),
  fc.constantFrom('pilot', 'SALES', 'everyone', 'nobody'),
);

const form = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  newline: fc.constantFrom('\r\n', '\n', '\r'),
  quotes: fc.constantFrom('all' as const, 'needed' as const),
});

/** A list in good order: everybody has addresses of their own. */
const goodRows = fc
  .array(
    fc.record({
      family: fc.constantFrom('石川', '髙橋', '山﨑', '㈱'),
      given: fc.constantFrom('直樹', '美咲', '①'),
      department: fc.constantFrom('', '営業本部, 法人営業部', 'a; "b"'),
      batch: fc.constantFrom('pilot', 'sales', 'everyone'),
      aliases: fc.nat(3),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((people) =>
    people.map(({ family, given, department, batch, aliases }, index) => [
      `${family} ${given}`,
      `p${index}@${OLD}`,
      index % 2 === 0 ? '' : `q${index}@${NEW}`,
      Array.from({ length: aliases }, (_, number) => `r${index}.${number}@${NEW}`).join(' '),
      department,
      batch,
    ]),
  );

describe('whatever the text', () => {
  it('there is no exception, and whoever is not accepted is told', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.array(anyRow, { maxLength: 8 }), form).map(([rows, how]) => written([HEADINGS, ...rows], how)),
      fc
        .tuple(
          fc.array(anyRow, { maxLength: 8 }),
          fc.array(fc.tuple(fc.nat(), fc.constantFrom('"', ',', '\n', '\r', '\ufeff', ';', '\0'))),
        )
        .map(([rows, marks]) =>
          marks.reduce(
            (text, [at, mark]) => {
              const place = at % (text.length + 1);
              return text.slice(0, place) + mark + text.slice(place);
            },
            written([HEADINGS, ...rows]),
          ),
        ),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { people, problems } = read(text);
        expectOneOfEach(people);
        expect(people.length > 0 || hasErrors(problems)).toBe(true);
        expect(problems.every(({ place }) => place?.file === 'staff.csv')).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  it('every row is a person or has an error, never both and never neither', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 8 }), form, (rows, how) => {
        const { people, problems } = read(written([HEADINGS, ...rows], { ...how, newline: '\n' }));
        const accepted = new Set(people.map(({ line }) => line));
        const refused = new Set(
          problems.filter(({ severity }) => severity === 'error').map(({ place }) => place?.line),
        );
        let line = 2;
        for (const row of rows) {
          expect(accepted.has(line)).not.toBe(refused.has(line));
          line += row.join('').split(/[\r\n]/).length;
        }
        expect(accepted.size).toBe(people.length);
      }),
      { numRuns: 250 },
    );
  });

  it('problems come in the order of the file, and are the same every time', () => {
    fc.assert(
      fc.property(fc.array(anyRow), (rows) => {
        const text = written([HEADINGS, ...rows]);
        const { problems } = read(text);
        const places = problems.map(({ place }) => [place?.line ?? 0, place?.column ?? 0]);
        expect(places).toEqual(places.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d));
        expect(read(text).problems).toEqual(problems);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a list in good order', () => {
  it('read back in any form gives the same people', () => {
    fc.assert(
      fc.property(goodRows, form, (rows, how) => {
        const plain = read(written([HEADINGS, ...rows]));
        expect(hasErrors(plain.problems)).toBe(false);
        expect(plain.people).toHaveLength(rows.length);
        expect(read(written([HEADINGS, ...rows], how))).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });

  it('that is longer than a chunk of the parser loses and doubles nobody', () => {
    const rows = Array.from({ length: 3000 }, (_, index) => [
      `石川 ${index}`,
      `p${index}@${OLD}`,
      '',
      '',
      `営業本部${'、'.repeat(index % 40)}\n`.trimEnd(),
      'pilot',
    ]);
    for (const quotes of ['all', 'needed'] as const) {
      const { people } = read(written([HEADINGS, ...rows], { quotes }));
      expect(people.map(({ line }) => line)).toEqual(rows.map((_, index) => index + 2));
      expect(people.map(({ key }) => key)).toEqual(rows.map(([, old]) => old));
    }
  });
});

function expectOneOfEach(people: readonly Person[]): void {
  const addresses = people.flatMap(({ oldAddress, newAddress, aliases }) => [oldAddress, newAddress, ...aliases]);
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(new Set(people.map(({ line }) => line)).size).toBe(people.length);
}

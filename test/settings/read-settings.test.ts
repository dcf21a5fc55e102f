// migrate.yaml read: what a right file gives, and that a wrong one tells everything at once, with line and column.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readSettings } from '../../src/settings/read-settings.ts';
import { migrateYaml, problemsOf, settingsOf, shown, whereIs } from './migrate-yaml.ts';

/** The line of the example, whatever its number is. */
const PACE = /pace: [\d.]+/.exec(migrateYaml())?.[0] ?? 'no pace';

describe('a right file', () => {
  it('gives domains in punycode and lower case, and every default', () => {
    const text = migrateYaml(
      ['[aozora-shoji.example]', '[Aozora-Shoji.example, 青空.example]'],
      [/limits:[\s\S]*?pace: [\d.]+\n/.exec(migrateYaml())?.[0] ?? '', ''],
      ['  staff: data/staff.csv\n', '  columns: { department: 所属グループ }\n'],
      ['timeZone: Asia/Tokyo\n', ''],
      ['failureThreshold: 0.1', 'failureThreshold: 1'],
    );
    const settings = settingsOf(text);
    expect(settings.oldDomains).toEqual(['aozora-shoji.example', 'xn--grzr40d.example']);
    expect(settings.limits).toMatchObject({ mostSteps: 50_000, mostGrowth: 0.3 });
    expect(settings.limits.pace).toBe(settingsOf(migrateYaml()).limits.pace);
    expect(settings.lists).toEqual({ staff: 'data/staff.csv', columns: { department: '所属グループ' } });
    expect(settings.batches.map(({ name }) => name)).toEqual(['pilot', 'sales', 'everyone']);
    expect(settings.licence).toEqual({ default: 'SPE_E3', allowed: ['SPE_E3'] });
    expect(settings).not.toHaveProperty('timeZone');
    expect(settings).not.toHaveProperty('sandbox');
  });

  it('ends the automatic reply with the last second of the day in the zone of the company', () => {
    expect(settingsOf(migrateYaml()).oldAddress.replyUntil).toBe(Date.parse('2027-05-31T23:59:59+09:00'));
    const berlin = migrateYaml(['Asia/Tokyo', 'Europe/Berlin'], ['2027-05-31', '2026-10-25']);
    expect(settingsOf(berlin).oldAddress.replyUntil).toBe(Date.parse('2026-10-25T23:59:59+01:00'));
  });

  it('may hold both sections; the provider chooses', () => {
    const settings = settingsOf(migrateYaml(['provider: microsoft-365', 'provider: google-workspace']));
    expect(settings.connection).toMatchObject({ provider: 'google-workspace', keyFile: 'keys/service-account.json' });
  });

  it('knows each way to sign in', () => {
    const way = (signIn: string) =>
      settingsOf(migrateYaml(['signIn: { with: secret, variable: MIGRATE_CLIENT_SECRET }', `signIn: ${signIn}`]))
        .connection;
    expect(way('{ with: certificate, file: keys/a.pem }')).toMatchObject({ sign: { file: 'keys/a.pem' } });
    expect(way('{ with: certificate, file: a.pfx, passwordVariable: PFX }')).toMatchObject({
      sign: { with: 'certificate', file: 'a.pfx', passwordVariable: 'PFX' },
    });
    expect(way('{ with: device-code }')).toMatchObject({ sign: { with: 'device-code' } });
    expect(way('{ with: managed-identity }')).toMatchObject({ sign: { with: 'managed-identity' } });
  });

  it('is read with a byte order mark and with CRLF as well', () => {
    const text = `\uFEFF${migrateYaml().replaceAll('\n', '\r\n')}`;
    expect(settingsOf(text)).toEqual(settingsOf(migrateYaml()));
  });
});

describe('a wrong file', () => {
  it('tells all of its mistakes at once, each at its place', () => {
    const text = migrateYaml(
      ['company:', 'compnay:'],
      ['new: aozora-trading.example', 'new: aozora trading'],
      ['mode: new-mailbox', 'mode: copy'],
      ['country: JP', 'country: Japan'],
      ['Asia/Tokyo', 'Tokyo/Asia'],
      ['newAddress: keep', "newAddress: '{first}.{last}'"],
      ['failureThreshold: 0.1', 'failureThreshold: 10'],
      ['failureThreshold: 0.05', 'failureThreshold: 5%'],
      ['2027-05-31', '2027-02-30'],
      ['  reply: true', '  reply: yes'],
      [PACE, 'pace: 7.5'],
      ['mostSteps: 2000', 'mostSteps: 2.5'],
    );
    const at = (word: string, code: string) => `${whereIs(text, word)} ${code}`;
    expect(problemsOf(text).map(shown)).toEqual(
      [
        'migrate.yaml:1:1 settings.missing',
        at('compnay', 'settings.unknown-key'),
        at('aozora trading', 'settings.domain'),
        at('copy\n', 'settings.not-one-of'),
        at('Japan', 'settings.format'),
        at('Tokyo/Asia', 'settings.time-zone'),
        at("'{first}", 'settings.pattern'),
        at('10\n', 'settings.out-of-range'),
        at('5%', 'settings.wrong-type'),
        at('yes\n', 'settings.wrong-type'),
        at('2027-02-30', 'settings.until-without-reply'),
        at('2027-02-30', 'settings.date'),
        at('2.5', 'settings.wrong-type'),
        at('7.5', 'settings.out-of-range'),
      ].toSorted(byPlace),
    );
  });

  it('proposes the key that was meant, at every depth', () => {
    const said = problemsOf(
      migrateYaml(['newAddress:', 'newAdress:'], ['  forward:', '  foward:'], ['  tenant:', '  tennant:']),
    ).map(({ what }) => what);
    expect(said).toContain('"newAdress" is not a setting; did you mean newAddress?');
    expect(said).toContain('"foward" is not a setting; did you mean forward?');
    expect(said).toContain('"tennant" is not a setting; did you mean tenant?');
  });

  it('names a missing setting, says what it is for, and shows how to write it', () => {
    const [problem] = problemsOf(migrateYaml(['country: JP\n', '']));
    expect(problem).toMatchObject({ code: 'settings.missing', place: { line: 1, column: 1 } });
    expect(problem?.what).toBe('country is missing.');
    expect(problem?.todo).toBe('Add it, for example: country: JP');
  });

  it('places what a group misses at the key of the group', () => {
    const text = migrateYaml(['  tenant: aozora.onmicrosoft.com\n', '']);
    expect(problemsOf(text).map(shown)).toEqual([`${whereIs(text, 'microsoft-365:\n')} settings.missing`]);
  });

  it('tells a key that stands twice, and the rest of the mistakes with it', () => {
    const text = migrateYaml(['country: JP', 'country: JP\ncountry: DE\nmod: x']);
    expect(problemsOf(text).map(shown)).toEqual([
      `${whereIs(text, 'country: DE')} settings.duplicate-key`,
      `${whereIs(text, 'mod: x')} settings.unknown-key`,
    ]);
  });

  it.each([
    ['a tab for an indent', 'company: a\n\tdomains: b\n', '2:1'],
    ['a pattern without quotes', 'newAddress: {given}.{family}\n', '1:20'],
    ['an indent that fits nothing', 'domains:\n    old: [a.example]\n  new: b.example\n', '3:1'],
    ['an open quote', "company: 'a\n", '2:1'],
    ['a tag that nobody knows', 'company: !secret a\n', '1:10'],
  ])('%s is told with its place', (_, text, place) => {
    const [first] = problemsOf(text);
    expect(first).toMatchObject({ code: 'settings.yaml' });
    expect(`${first?.place?.line ?? 0}:${first?.place?.column ?? 0}`).toBe(place);
  });

  it('may be empty, a list, or a bomb of aliases', () => {
    expect(problemsOf('# nothing\n').map(shown)).toEqual(['migrate.yaml:1:1 settings.empty']);
    expect(problemsOf('- a\n').map(shown)).toEqual(['migrate.yaml:1:1 settings.no-settings']);
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e']
      .map((name, index) => `${name}: &${name} [${`*${'abcd'.charAt(index)},`.repeat(9)}]`)
      .join('\n')}\n`;
    expect(problemsOf(bomb).map(({ code }) => code)).toEqual(['settings.alias-bomb']);
  });
});

describe('whatever the text', () => {
  it('there are settings or at least one error, and never an exception', () => {
    const lines = migrateYaml().split('\n');
    const mangled = fc
      .array(
        fc.tuple(
          fc.nat(lines.length - 1),
          fc.oneof(fc.string(), fc.constantFrom('', '  - x', 'a: b', ': {', '\t', '*a')),
        ),
        {
          maxLength: 4,
        },
      )
      .map((edits) => edits.reduce((text, [at, line]) => text.toSpliced(at, 1, line), lines).join('\n'));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), mangled), (text) => {
        const reading = readSettings(text, 'migrate.yaml');
        if ('settings' in reading) return reading.warnings.every(({ severity }) => severity === 'warning');
        return reading.problems.some(({ severity }) => severity === 'error') && reading.problems.every(hasPlace);
      }),
      { numRuns: 150 },
    );
  });
});

function hasPlace({ place }: { place?: { line?: number; column?: number } }): boolean {
  return (place?.line ?? 0) >= 1 && (place?.column ?? 0) >= 1;
}

function byPlace(one: string, other: string): number {
  const numbers = (text: string) => /:(\d+):(\d+) (.*)$/.exec(text)?.slice(1) ?? [];
  const [line = '', column = '', code = ''] = numbers(one);
  const [otherLine = '', otherColumn = '', otherCode = ''] = numbers(other);
  return (
    Number(line) - Number(otherLine) ||
    Number(column) - Number(otherColumn) ||
    (code < otherCode ? -1 : Number(code > otherCode))
  );
}

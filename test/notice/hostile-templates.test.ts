// Templates are hostile input: nothing of the program can be reached from one, and none keeps it busy.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileNotice } from '../../src/notice/compile-notice.ts';
import { check, readersOf, sourceOf } from './stage.ts';

const TEXT = 'templates/notices/change.ja.txt';

function withText(line: string) {
  return sourceOf('change.ja', { [TEXT]: (text) => `${text}\n${line}\n` });
}

function structureCodes(line: string): readonly string[] {
  const { problems, rendered } = check(withText(line));
  expect(rendered).toEqual([]);
  return [...new Set(problems.map(({ code }) => code))];
}

describe('a hostile template', () => {
  it.each([
    '{{constructor}}',
    '{{__proto__}}',
    '{{toString}}',
    '{{hasOwnProperty}}',
    '{{#if constructor}}x{{/if}}',
    '{{#each contacts}}{{constructor}}{{/each}}',
  ])('reaches nothing with the unknown field %s', (line) => {
    expect(structureCodes(line)).toEqual(['notice.unknown-field']);
  });

  it.each([
    '{{company.constructor}}',
    '{{company.length}}',
    '{{this}}',
    '{{this.constructor.constructor}}',
    '{{@root}}',
    '{{@root.constructor}}',
    '{{../company}}',
    '{{lookup company "length"}}',
    '{{log company}}',
    '{{#with company}}{{length}}{{/with}}',
    '{{#each company}}x{{/each}}',
    '{{#each contacts as |one|}}x{{/each}}',
    '{{#if (lookup company "constructor")}}x{{/if}}',
    '{{#if company x=1}}x{{/if}}',
    '{{helperMissing}}{{company.x}}',
    '{{> (lookup company "x")}}',
    '{{> "signature" x=1}}',
    '{{> signature company}}',
    '{{#> signature}}x{{/signature}}',
    '{{#*inline "signature"}}x{{/inline}}',
    '{{* decorator}}',
    '{{"company"}}',
    '{{1}}',
    '{{true}}',
  ])('calls nothing with %s', (line) => {
    expect(structureCodes(line)).toContain('notice.function');
  });

  it.each([
    ['too many letters', 'あ'.repeat(70_000)],
    ['too many fields', '{{company}}'.repeat(2_500)],
    ['too deep a question', `${'{{#if company}}'.repeat(500)}x${'{{/if}}'.repeat(500)}`],
    ['too deep a call', `{{x ${'('.repeat(5_000)}x${')'.repeat(5_000)}}}`],
  ])('with %s is refused before it is read', (_, line) => {
    expect(structureCodes(line)).toEqual(['notice.too-large']);
  });

  it('whose partials multiply is refused: a in b twice, b in c twice, and so on', () => {
    const changes = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [
        `templates/partials/p${at}.ja.txt`,
        () => `{{> p${at + 1}}}{{> p${at + 1}}}`,
      ]),
    );
    const source = sourceOf('change.ja', {
      ...changes,
      'templates/partials/p30.ja.txt': () => 'x',
      [TEXT]: (text) => `${text}{{> p0}}`,
    });
    expect(check(source).problems.map(({ code }) => code)).toEqual(['notice.too-large']);
  });

  it('that grows with its contacts beyond all bounds is refused for that reader', () => {
    const source = withText(`{{#each contacts}}${'あ'.repeat(10_000)}{{/each}}`);
    const [reader] = readersOf(source);
    if (reader === undefined || !('contacts' in reader.fields)) throw new Error('no example partner');
    const contacts = reader.fields.contacts.slice(0, 1);
    const many = (count: number) => ({
      ...reader,
      fields: { ...reader.fields, contacts: Array.from({ length: count }, () => contacts).flat() },
    });
    for (const count of [150, 250]) {
      const { problems, rendered } = check(source, [many(count)]);
      expect(problems.map(({ code }) => code)).toEqual(['notice.too-large']);
      expect(rendered).toEqual([]);
    }
  });

  it('that slipped through all the same finds no prototype and no function', () => {
    const [reader] = readersOf(sourceOf('change.ja'));
    if (reader === undefined) throw new Error('no example reader');
    for (const line of ['{{constructor}}', '{{__proto__}}', '{{lookup company "x"}}', '{{company.constructor}}']) {
      // Never done by the program: what did not pass its lint is not compiled.
      const render = () => compileNotice(withText(line)).render(reader.fields)?.text ?? '';
      let text = '';
      try {
        text = render();
      } catch {
        continue;
      }
      expect(text).not.toMatch(/function|native code|\[object/);
    }
  });

  it('is told with its place or renders, whatever stands in it', () => {
    const pieces = fc.constantFrom(
      ...[
        '{{',
        '}}',
        '{{{',
        '#if ',
        '/if',
        'else',
        'each ',
        '#each contacts',
        '/each',
        'company',
        'contacts',
        'partnerName',
      ],
      ...[
        '>',
        ' signature',
        '!--',
        '--',
        '\n',
        ' ',
        '~',
        '&',
        '@',
        '../',
        '[',
        ']',
        '|',
        '"',
        '(',
        ')',
        '^',
        '*',
        '\\',
        '=',
        '1',
      ],
      ...['振込', '至急', '様', '。', 'https://', 'a@b.example', '<a href=', '｛｛'],
    );
    const anything = fc.oneof(
      fc.array(pieces, { maxLength: 24 }).map((all) => all.join('')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(anything, (line) => {
        const { problems, rendered } = check(withText(`x${line}`));
        return (rendered.length > 0 || problems.length > 0) && problems.every(({ place }) => (place?.line ?? 0) >= 1);
      }),
      { numRuns: 150 },
    );
  });
});

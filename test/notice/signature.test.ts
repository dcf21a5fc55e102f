// The company's signature: the templates that we ship, and what a template of one's own may not do.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Language } from '../../src/model/person.ts';
import { firstDifference } from '../../src/notice/html-words.ts';
import { compileSignature, renderSignature } from '../../src/notice/signature.ts';
import type { Signatory, SignatureTemplates } from '../../src/notice/signature.ts';

const LANGUAGES: readonly Language[] = ['ja', 'en'];
const VOICE = { company: '青空商事株式会社', contact: '佐藤 花子', department: '総務部' };
const notice = {
  voice: {
    ja: { ...VOICE, postalAddress: '東京都千代田区青空町1-2-3', telephone: '03-0000-0100' },
    en: {
      ...VOICE,
      company: 'Aozora Shoji Co., Ltd.',
      postalAddress: '1-2-3 Aozora-cho',
      telephone: '+81-3-0000-0100',
    },
  },
  website: 'https://www.aozora-shoji.example/',
  referenceCode: '7K4Q-93TX',
  switchDate: '2026-12-01',
  oldAddressUntil: '2027-05-31',
};
const settings = { company: '青空商事株式会社', notice };
const takahashi: Signatory = {
  displayName: '髙橋 一郎',
  familyName: '髙橋',
  givenName: '一郎',
  department: '営業本部, 第一営業部',
  title: '課長',
  phone: '03-0000-0123',
  newAddress: 'takahashi@aozora-trading.example',
  language: 'ja',
};
const anna: Signatory = {
  displayName: '森 みどり',
  familyName: 'Mori',
  givenName: 'Midori',
  department: '営業部',
  newAddress: 'mori@aozora-trading.example',
  language: 'en',
};

function shipped(name: string): string {
  return readFileSync(new URL(`../../templates/${name}`, import.meta.url), 'utf8');
}

const formsOf = (html: string, text: string) => ({
  html: { file: 'signature.html', text: html },
  text: { file: 'signature.txt', text },
});

const templates: SignatureTemplates = new Map(
  LANGUAGES.map((language) => {
    const forms = formsOf(shipped(`signature.${language}.html`), shipped(`signature.${language}.txt`));
    const reading = compileSignature(forms, language);
    if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
    return [language, reading.template];
  }),
);

/** `signature.txt:1:1 notice.parts-differ`. */
function problemsOf(html: string, text: string): string[] {
  const reading = compileSignature(formsOf(html, text), 'ja');
  const problems = 'problems' in reading ? reading.problems : [];
  return problems.map(({ place, code }) => `${place?.file ?? ''}:${place?.line ?? 0}:${place?.column ?? 0} ${code}`);
}

describe('the signatures that we ship', () => {
  it('say in Japanese who that is, and under which address', () => {
    expect(renderSignature(templates, takahashi, settings).text.split('\n').slice(1)).toEqual([
      '青空商事株式会社',
      '営業本部 第一営業部',
      '課長',
      '髙橋 一郎',
      '東京都千代田区青空町1-2-3',
      '電話 03-0000-0123',
      '代表電話 03-0000-0100',
      'メール takahashi@aozora-trading.example',
    ]);
  });

  it('leave out in English what only Japanese can read, and whatever is not known', () => {
    const { text } = renderSignature(templates, anna, { company: 'Aozora', notice });
    expect(text.split('\n').slice(1)).toEqual([
      'Midori Mori',
      'Aozora Shoji Co., Ltd.',
      '1-2-3 Aozora-cho',
      'Telephone +81-3-0000-0100',
      'E-mail mori@aozora-trading.example',
    ]);
    expect(renderSignature(templates, anna, { company: 'Aozora' }).text.split('\n').slice(1)).toEqual([
      'Midori Mori',
      'Aozora',
      'E-mail mori@aozora-trading.example',
    ]);
  });

  it.each(LANGUAGES)('%s: both forms say the same words to everybody, and no note of the template', (language) => {
    for (const person of [takahashi, anna]) {
      const { html, text } = renderSignature(templates, { ...person, language }, settings);
      expect(firstDifference(text, html)).toBeUndefined();
      expect(html).not.toMatch(/<!--|\{\{|undefined|<a\b|<img|\n\n/);
    }
  });

  it('hold whatever a name may be as text, in the HTML form too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 40 }), (name) => {
        const { html } = renderSignature(templates, { ...takahashi, title: `x${name}` }, settings);
        expect(html.match(/<[^>]*>/g)?.every((tag) => /^<(?:div style="[^"]*"|\/?div)>$/.test(tag))).toBe(true);
      }),
      { numRuns: 30 },
    );
    const { html } = renderSignature(templates, { ...takahashi, displayName: '<script>alert(1)</script>' }, settings);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});

describe('a template of one’s own', () => {
  it.each([
    [
      '<p>{{nome}}</p>',
      '{{nome}}',
      ['signature.html:1:4 notice.unknown-field', 'signature.txt:1:1 notice.unknown-field'],
    ],
    ['<p>{{title}}</p>', '', ['signature.html:1:4 notice.field-unguarded']],
    ['<p>{{{company}}}</p>', '{{company}}', ['signature.html:1:4 notice.raw-field']],
    ['<img src="https://x.example/a.png">{{company}}', '{{company}}', ['signature.html:1:1 notice.active-content']],
    ['<a href="https://x.example/">{{company}}</a>', '{{company}}', ['signature.html:1:1 notice.active-content']],
    ['<p>{{lookup this "constructor"}}</p>', '', ['signature.html:1:4 notice.function']],
    ['<p>{{company}}</p>', '{{displayName}}', ['signature.txt:1:1 notice.parts-differ']],
  ])('is refused with its place: %s', (html, text, wanted) => {
    expect(problemsOf(html, text)).toEqual(wanted);
  });

  it('is refused where no provider would take it', () => {
    expect(problemsOf('<p></p>'.repeat(1500), '')).toEqual(['signature.html:1:1 notice.too-large']);
  });
});

// One address, strictly. The traps are those that were measured with real mail programs.

import { describe, expect, it } from '@jest/globals';
import { asciiDomain, readAddress } from '../../src/model/mail-address.ts';

describe('a mail address', () => {
  it('comes back in lower case, its domain in punycode', () => {
    expect(readAddress('Hanako.SATO@Aozora-Shoji.Example')).toEqual({
      address: 'hanako.sato@aozora-shoji.example',
      local: 'hanako.sato',
      domain: 'aozora-shoji.example',
    });
    expect(readAddress('a@青空.example')).toMatchObject({ address: 'a@xn--grzr40d.example' });
    expect(readAddress('a@пример.example')).toMatchObject({ address: 'a@xn--e1afmkfd.example' });
  });

  it.each([
    ['', 'empty'],
    ['hanako', 'no-at'],
    ['a@x.example,b@x.example', 'two-addresses'],
    ['a@x.example;b@x.example', 'two-addresses'],
    ['a@x.example、b@x.example', 'two-addresses'],
    ['a@x.example\r\nBcc: b@x.example', 'two-addresses'],
    ['a b@x.example', 'local-part'],
    ['.a@x.example', 'local-part'],
    ['a..b@x.example', 'local-part'],
    ['a.@x.example', 'local-part'],
    ['"a"@x.example', 'local-part'],
    ['花子@x.example', 'local-part'],
    [`${'a'.repeat(65)}@x.example`, 'local-part'],
    ['a@localhost', 'domain'],
    ['a@x.example\r\nX-Header: 1', 'domain'],
    ['a@-x.example', 'domain'],
    ['a@x..example', 'domain'],
    ['a@127.0.0.1', 'domain'],
    ['a@[127.0.0.1]', 'domain'],
    ['a@xn--.example', 'domain'],
    ['a@xn--a-ecp.example', 'domain'],
    ['a@\u0430pple.example', 'domain'],
    ['a@xn--pple-43d.example', 'domain'],
    [`a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.example`, 'domain'],
  ])('%j is refused: %s', (text, fault) => {
    expect(readAddress(text)).toEqual({ fault });
  });

  it('is refused where it is longer than a mail server takes', () => {
    const domain = `${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.example`;
    expect(readAddress(`${'a'.repeat(64)}@${domain}`)).toEqual({ fault: 'too-long' });
    expect(readAddress(`${'a'.repeat(63)}@${domain}`)).toMatchObject({ domain });
  });
});

describe('an address that a carrier of Japan gave out, against the RFC', () => {
  it.each(['a..b.@docomo.ne.jp', '.x.@Ezweb.ne.jp', 'a.@t.vodafone.ne.jp', 'b..c@softbank.ne.jp'])(
    '%s is taken where that is asked for',
    (text) => {
      expect(readAddress(text, { takesCarriers: true })).toMatchObject({ address: text.toLowerCase() });
      expect(readAddress(text)).toEqual({ fault: 'local-part' });
    },
  );

  it.each([
    'a..b@midori.example',
    'a..b@docomo.ne.jp.example',
    '"a"@docomo.ne.jp',
    'a b@docomo.ne.jp',
    'a..b@sub.docomo.ne.jp',
  ])('%s is none', (text) => {
    expect(readAddress(text, { takesCarriers: true })).toEqual({ fault: 'local-part' });
  });
});

describe('a domain name', () => {
  it('may be Japanese, and is folded', () => {
    expect(asciiDomain('日本語.example')).toBe('xn--wgv71a119e.example');
    expect(asciiDomain('Ａozora.example')).toBe('aozora.example');
  });

  it('has two labels or more and nothing else around it', () => {
    for (const text of ['', 'example', '@aozora.example', 'https://aozora.example', 'aozora.example/', 'a_b.example']) {
      expect(asciiDomain(text)).toBeUndefined();
    }
  });
});

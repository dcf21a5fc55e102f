// What receiving servers say of a message, as the large ones write it, and as somebody might forge it.

import { describe, expect, it } from '@jest/globals';
import { readAuthResults } from '../../src/notice/auth-results.ts';

function shown(value: string): unknown {
  const read = readAuthResults(value);
  if (read === undefined) return undefined;
  return { server: read.server, results: read.results.map(({ method, result }) => `${method}=${result}`) };
}

describe('Authentication-Results', () => {
  it('is read as Gmail writes it', () => {
    const value =
      'mx.google.com; dkim=pass header.i=@new.example header.s=google header.b="Ab+/=c"; ' +
      'spf=pass (google.com: domain of a@new.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@new.example; ' +
      'dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=new.example';
    expect(shown(value)).toEqual({ server: 'mx.google.com', results: ['dkim=pass', 'spf=pass', 'dmarc=pass'] });
    const [dkim] = readAuthResults(value)?.results ?? [];
    expect(dkim?.properties.get('header.b')).toBe('Ab+/=c');
  });

  it('is read as Microsoft 365 writes it, without the name of the server', () => {
    expect(
      shown(
        'spf=pass (sender IP is 40.107.1.1) smtp.mailfrom=new.example; dkim=pass (signature was verified) ' +
          'header.d=new.example;dmarc=pass action=none header.from=new.example;compauth=pass reason=100',
      ),
    ).toEqual({ server: undefined, results: ['spf=pass', 'dkim=pass', 'dmarc=pass', 'compauth=pass'] });
  });

  it('tells several signatures, versions, odd blanks and large letters apart', () => {
    expect(
      shown('mx.example 1;\tDKIM/1 = Fail reason="body (hash) ; did not verify" header.d=a.example; dkim=pass'),
    ).toEqual({
      server: 'mx.example',
      results: ['dkim=fail', 'dkim=pass'],
    });
    expect(shown('mx.example; none')).toEqual({ server: 'mx.example', results: [] });
  });

  it('takes nothing out of comments or quotation marks', () => {
    expect(shown('mx.example; spf=fail (; dmarc=pass (really; dkim=pass)) smtp.mailfrom="a; dmarc=pass"')).toEqual({
      server: 'mx.example',
      results: ['spf=fail'],
    });
  });

  it.each([
    'mx.example; spf=pass (open',
    'mx.example; spf="pass',
    'mx.example; spf pass',
    'mx.example; spf=pass)',
    'mx.example; =',
  ])('is not read at all where it is not well formed: %s', (value) => {
    expect(readAuthResults(value)).toBeUndefined();
  });
});

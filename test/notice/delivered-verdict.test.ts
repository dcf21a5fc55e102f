// What a test message is worth, by the header of the server that has received it.

import { describe, expect, it } from '@jest/globals';
import { deliveredVerdict } from '../../src/notice/delivered-verdict.ts';

const GOOD =
  'mx.example; spf=pass smtp.mailfrom=new.example; dkim=pass header.d=new.example; dmarc=pass header.from=new.example';

describe('a message that has arrived', () => {
  it.each([
    ['pass', GOOD],
    ['pass', GOOD.replace('dkim=pass', 'dkim=fail header.d=list.example; dkim=pass')],
    ['not-pass', GOOD.replace('dmarc=pass', 'dmarc=fail')],
    ['not-pass', GOOD.replace('dmarc=pass', 'dmarc=none')],
    ['not-pass', GOOD.replace('spf=pass', 'spf=softfail')],
    ['not-pass', GOOD.replace('dkim=pass', 'dkim=none')],
    ['not-pass', 'mx.example; spf=pass smtp.mailfrom=new.example; dmarc=pass header.from=new.example'],
    ['cannot-tell', GOOD.replace('spf=pass', 'spf=temperror')],
    ['cannot-tell', 'dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=new.example'],
    ['cannot-tell', 'mx.example; spf=pass (open'],
  ])('%s: %s', (outcome, value) => {
    expect(deliveredVerdict([['authentication-results', value]]).outcome).toBe(outcome);
  });

  it('is judged by the topmost header alone, since the others may have come with it', () => {
    const bad = GOOD.replaceAll('=pass', '=fail');
    expect(
      deliveredVerdict([
        ['received', 'x'],
        ['authentication-results', bad],
        ['authentication-results', GOOD],
      ]).outcome,
    ).toBe('not-pass');
    expect(deliveredVerdict([['arc-authentication-results', GOOD]])).toMatchObject({
      outcome: 'cannot-tell',
      said: expect.stringContaining('no header'),
    });
  });
});

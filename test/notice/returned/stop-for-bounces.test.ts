// When what came back stops the sending.

import { describe, expect, it } from '@jest/globals';
import type { MailBack } from '../../../src/model/mail-back.ts';
import { whyStopForBounces } from '../../../src/notice/returned/stop-for-bounces.ts';

function bounce(number: number, more: Partial<MailBack> = {}): MailBack {
  return {
    key: `<${number}@mx.example>`,
    kind: 'bounced',
    stepId: `notice.send/change/${number}`,
    matchedBy: 'notice id',
    bounce: 'gone',
    address: `user@partner${number}.example`,
    said: '550 5.1.1 user unknown',
    at: 0,
    ...more,
  };
}

const bounces = (count: number, more: Partial<MailBack> = {}) =>
  Array.from({ length: count }, (_, index) => bounce(index, more));

describe('the sending', () => {
  it('goes on up to the share that is allowed, and stops above it', () => {
    expect(whyStopForBounces({ sent: 100, bounces: bounces(5), mostBounces: 0.05 })).toBeUndefined();
    expect(whyStopForBounces({ sent: 100, bounces: bounces(6), mostBounces: 0.05 })).toBe(
      '6 of 100 messages came back: 6.0 %, and sending.mostBounces allows 5.0 %',
    );
  });

  it('does not stop for a share of a few messages', () => {
    expect(whyStopForBounces({ sent: 9, bounces: bounces(9), mostBounces: 0.05 })).toBeUndefined();
    expect(whyStopForBounces({ sent: 10, bounces: bounces(1), mostBounces: 0.05 })).toMatch(/^1 of 10 /);
  });

  it('stops where the servers of three domains refuse us for our reputation', () => {
    const policy = { bounce: 'policy', said: '550 5.7.1 blocked' } as const;
    expect(whyStopForBounces({ sent: 1000, bounces: bounces(2, policy), mostBounces: 0.05 })).toBeUndefined();
    expect(whyStopForBounces({ sent: 1000, bounces: bounces(3, policy), mostBounces: 0.05 })).toMatch(
      /^the mail servers of 3 domains refuse/,
    );
    const sameDomain = bounces(3, { ...policy, address: 'user@one.example' });
    expect(whyStopForBounces({ sent: 1000, bounces: sameDomain, mostBounces: 0.05 })).toBeUndefined();
  });

  it.each(['5.7.705', '5.7.708', '5.7.233', '5.1.8', '5.1.90'])('stops at once at %s', (code) => {
    const one = bounce(1, { bounce: 'policy', said: `550 ${code} Access denied` });
    expect(whyStopForBounces({ sent: 1000, bounces: [one], mostBounces: 0.5 })).toMatch(/the provider refuses/);
  });

  it('says how many of the bounces could be forged', () => {
    const reason = whyStopForBounces({ sent: 10, bounces: bounces(4, { matchedBy: 'address' }), mostBounces: 0.05 });
    expect(reason).toContain('(4 of them matched by their address alone)');
  });
});

import { describe, expect, it } from '@jest/globals';
import { googleLimits } from '../../../src/provider/google-workspace/limits.ts';

const perMinute = (lane: string, scale = 1): number => {
  const limit = googleLimits(scale).lanes.find((one) => one.lane === lane);
  return limit === undefined ? Number.NaN : limit.burst + limit.perSecond * 60;
};

describe("Google's limits", () => {
  it('keep every minute below 2,400 directory queries, in which waiting for mailboxes has its share', () => {
    expect(perMinute('directory')).toBeLessThanOrEqual(2400);
    expect(perMinute('directory')).toBeGreaterThan(2350);
    expect(googleLimits(1).lanes.find(({ lane }) => lane === 'mailbox')?.sharesWith).toBe('directory');
  });

  it('give every lane that has a quota one limit, with a name and a source', () => {
    const { lanes } = googleLimits(1);
    expect(lanes.map(({ lane }) => lane).sort()).toEqual(['directory', 'domain', 'licence', 'mailbox']);
    for (const { name, source, concurrency } of lanes) {
      expect(name).not.toBe('');
      expect(source).not.toBe('');
      expect(concurrency).toBeGreaterThan(0);
    }
  });

  it('run as much faster as the sandbox does, and count no more aliases for it', () => {
    const [usual, fast] = [googleLimits(1), googleLimits(60)];
    expect(fast.patience.mailboxMs).toBe(usual.patience.mailboxMs / 60);
    expect(fast.patience.attempts).toBe(usual.patience.attempts);
    expect(fast.lanes[0]?.perSecond).toBe((usual.lanes[0]?.perSecond ?? 0) * 60);
    expect(fast.lanes[0]?.burst).toBe(usual.lanes[0]?.burst);
    expect(fast.aliases).toBe(30);
  });
});

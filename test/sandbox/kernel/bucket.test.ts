// Quotas under a clock that the test owns.

import { describe, expect, it } from '@jest/globals';
import { Buckets } from '../../../src/sandbox/kernel/bucket.ts';
import { scaledClock } from '../../../src/sandbox/kernel/clock.ts';
import { profileOf, type ProfileName } from '../../../src/sandbox/kernel/profile.ts';

function bucketsAt(profileName: ProfileName, timeScale?: number) {
  const time = { now: 1_000_000 };
  const profile = profileOf(profileName, timeScale);
  const buckets = new Buckets(
    scaledClock(profile, () => time.now),
    profile,
  );
  const take = (key: string, cost = 1) => buckets.take([{ key, rate: { capacity: 10, perSecond: 2 }, cost }]);
  return { time, take, buckets };
}

describe('a bucket', () => {
  it('gives what it holds, then says exactly how long to wait', () => {
    const { time, take } = bucketsAt('documented');
    for (let count = 0; count < 10; count += 1) expect(take('a')).toBeUndefined();
    expect(take('a')).toEqual({ key: 'a', waitMs: 500 });
    expect(take('b')).toBeUndefined();
    time.now += 499;
    expect(take('a')).toBeDefined();
    time.now += 1;
    expect(take('a')).toBeUndefined();
    expect(take('a')).toBeDefined();
  });

  it('keeps the same numbers in scaled time', () => {
    const { time, take } = bucketsAt('fast', 100);
    expect(take('a', 10)).toBeUndefined();
    expect(take('a')).toEqual({ key: 'a', waitMs: 5 });
    time.now += 5;
    expect(take('a')).toBeUndefined();
  });

  it('takes from all of several buckets or from none', () => {
    const { take, buckets } = bucketsAt('documented');
    const rate = { capacity: 10, perSecond: 2 };
    take('small', 10);
    const both = [
      { key: 'large', rate, cost: 10 },
      { key: 'small', rate, cost: 1 },
    ];
    expect(buckets.take(both)?.key).toBe('small');
    expect(take('large', 10)).toBeUndefined();
  });

  it('is not there at all in the free profile', () => {
    const { take } = bucketsAt('free');
    for (let count = 0; count < 100; count += 1) expect(take('a')).toBeUndefined();
  });
});

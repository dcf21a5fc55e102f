// Waits grow, are bounded, and are never shorter than the provider asked for.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from '../../src/apply/backoff.ts';

const BOUNDS = { backoffFloorMs: 1000, backoffCeilingMs: 60_000 };

describe('the wait before the next try', () => {
  it('doubles up to the ceiling', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 1000].map((tries) => backoffMs(BOUNDS, tries, { random: () => 0.5 }));
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('spreads by a quarter to each side, so that many do not come back together', () => {
    expect(backoffMs(BOUNDS, 1, { random: () => 0 })).toBe(750);
    expect(backoffMs(BOUNDS, 1, { random: () => 0.999_999 })).toBe(1250);
  });

  it('is never shorter than what was asked for', () => {
    const draw = fc.record({
      tries: fc.integer({ min: 1, max: 50 }),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
      askedMs: fc.nat(10_000_000),
    });
    fc.assert(
      fc.property(draw, ({ tries, random, askedMs }) => {
        const waitMs = backoffMs(BOUNDS, tries, { random: () => random, askedMs });
        expect(waitMs).toBeGreaterThanOrEqual(askedMs);
        expect(Number.isInteger(waitMs)).toBe(true);
        expect(waitMs).toBeLessThanOrEqual(Math.max(askedMs, 75_000));
      }),
    );
  });
});

// What evidence is worth: the newest of a device counts, the worse of one moment, and nothing that is old, odd or of the future is clean.

import { describe, expect, it } from '@jest/globals';
import { verdictOf } from '../../src/client/verdict.ts';
import type { KeptEvidence } from '../../src/model/device-evidence.ts';

const HOUR = 60 * 60 * 1000;
const NOW = Date.parse('2026-11-24T03:00:00Z');
const MOMENT = { now: NOW, validForMs: 72 * HOUR, timeZone: 'Asia/Tokyo' };

/** A check so many hours ago. */
function check(
  hoursAgo: number,
  claim: KeptEvidence['claim'] = 'clean',
  more: Partial<KeptEvidence> = {},
): KeptEvidence {
  const checkedAt = NOW - hoursAgo * HOUR;
  const facts = {
    host: 'PC-1',
    source: 'emocheck',
    tool: 'EmoCheck',
    version: '2.4.0',
    said: 'Said.',
    file: 'x.json',
  } as const;
  return { key: `${hoursAgo} ${claim}`, ...facts, checkedAt, claim, takenAt: Math.max(checkedAt, NOW - 1), ...more };
}

function withoutTime({ checkedAt: _, ...rest }: KeptEvidence): KeptEvidence {
  return rest;
}

describe('a verdict', () => {
  it.each([
    ['infected', 'infected'],
    ['unclear', 'unreadable'],
    ['outdated', 'old-version'],
    ['unwatched', 'stale'],
    ['clean', 'clean'],
  ] as const)('of a claim that is %s is %s, with what it rests on and when', (claim, name) => {
    const evidence = check(2, claim);
    expect(verdictOf([evidence], MOMENT)).toEqual({
      name,
      reason: 'Said. (EmoCheck 2.4.0 on 2026-11-24 10:00)',
      evidence,
    });
  });

  it('without any evidence is missing', () => {
    expect(verdictOf([], MOMENT).name).toBe('missing');
  });

  it('rests on the newest check, whatever the order in which reports were taken in', () => {
    const [old, middle, newest] = [check(50, 'infected'), check(20, 'unclear'), check(1)];
    expect(verdictOf([newest, old, middle], MOMENT).name).toBe('clean');
    expect(verdictOf([old, middle], MOMENT).name).toBe('unreadable');
    expect(verdictOf([middle, check(10, 'infected'), old], MOMENT).name).toBe('infected');
  });

  it('is the worse of two of one moment', () => {
    expect(verdictOf([check(1, 'infected'), check(1)], MOMENT).name).toBe('infected');
    expect(verdictOf([check(1), check(1, 'unclear')], MOMENT).name).toBe('unreadable');
  });

  it('is stale from the hour on that migrate.yaml says', () => {
    expect(verdictOf([check(72)], MOMENT).name).toBe('clean');
    const { name, reason } = verdictOf([check(72.01)], MOMENT);
    expect(name).toBe('stale');
    expect(reason).toContain('older than 72 hours');
  });

  it('does not believe a clock that is ahead, and believes the next check of the right time', () => {
    const ahead = check(-48);
    const future = { ...ahead, takenAt: NOW - 5 * HOUR };
    // Waiting until the clock is where it was makes it no truer.
    expect(verdictOf([future], { ...MOMENT, now: NOW + 49 * HOUR }).name).toBe('stale');
    expect(verdictOf([future], MOMENT)).toMatchObject({ name: 'stale', reason: expect.stringContaining('future') });
    expect(verdictOf([future, check(1)], MOMENT).name).toBe('clean');
    expect(verdictOf([{ ...ahead, claim: 'infected', takenAt: NOW - 5 * HOUR }, check(1)], MOMENT).name).toBe('clean');
  });

  it('of a report without a time counts from when it was taken in', () => {
    const found = withoutTime(check(1, 'infected', { takenAt: NOW - 2 * HOUR }));
    expect(verdictOf([check(3), found], MOMENT).name).toBe('infected');
    expect(verdictOf([check(1), found], MOMENT).name).toBe('clean');
  });
});

import { describe, expect, it } from '@jest/globals';
import { retryTimeMs } from '../../../src/provider/google-workspace/retry-time.ts';

const NOW = Date.parse('2026-02-11T10:00:00Z');
const TEXT = 'User-rate limit exceeded.  Retry after 2026-02-11T10:15:42.247Z';

describe('the time to wait', () => {
  it('is read from seconds, decimals and HTTP dates', () => {
    expect(retryTimeMs({ retryAfter: '3', said: '' }, NOW)).toBe(3000);
    expect(retryTimeMs({ retryAfter: ' 0.25 ', said: '' }, NOW)).toBe(250);
    expect(retryTimeMs({ retryAfter: 'Wed, 11 Feb 2026 10:00:30 GMT', said: '' }, NOW)).toBe(30_000);
  });

  it('is read from the text, with and without fractions or an offset', () => {
    expect(retryTimeMs({ said: TEXT }, NOW)).toBe(942_247);
    expect(retryTimeMs({ said: 'Retry after 2026-02-11T10:00:05Z' }, NOW)).toBe(5000);
    expect(retryTimeMs({ said: 'retry after 2026-02-11T19:00:05+09:00' }, NOW)).toBe(5000);
  });

  it('is the longer one of header and text', () => {
    expect(retryTimeMs({ retryAfter: '1', said: TEXT }, NOW)).toBe(942_247);
    expect(retryTimeMs({ retryAfter: '3600', said: TEXT }, NOW)).toBe(3_600_000);
  });

  it("is held against Google's clock where the answer has its date, so a wrong clock here costs nothing", () => {
    const date = 'Wed, 11 Feb 2026 10:15:00 GMT';
    expect(retryTimeMs({ date, said: TEXT }, NOW)).toBe(42_247);
    expect(retryTimeMs({ date, retryAfter: '2', said: '' }, 0)).toBe(2000);
  });

  it('is nothing where there is none, where it has passed, and where it is nonsense', () => {
    expect(retryTimeMs({ said: 'Resource has been exhausted' }, NOW)).toBeUndefined();
    expect(retryTimeMs({ retryAfter: '0', said: '' }, NOW)).toBeUndefined();
    expect(retryTimeMs({ retryAfter: 'soon', said: 'Retry after a while' }, NOW)).toBeUndefined();
    expect(retryTimeMs({ said: 'Retry after 2026-02-11T09:00:00Z' }, NOW)).toBeUndefined();
    expect(retryTimeMs({ said: 'Retry after 2026-02-31T99:00:00Z' }, NOW)).toBeUndefined();
  });

  it('is never longer than a day', () => {
    expect(retryTimeMs({ said: 'Retry after 2036-02-11T10:00:00Z' }, NOW)).toBe(24 * 60 * 60 * 1000);
    expect(retryTimeMs({ retryAfter: '99999999999', said: '' }, NOW)).toBe(24 * 60 * 60 * 1000);
  });
});

// How long to wait: every form in which Microsoft 365 says it.

import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from '../../../src/provider/microsoft-365/retry-after.ts';

const NOW = Date.UTC(2026, 9, 10, 12, 0, 0);

const rows: readonly (readonly [string, number | undefined])[] = [
  ['10', 10_000],
  ['2.128', 2128],
  ['0', 0],
  ['Sat, 10 Oct 2026 12:00:30 GMT', 30_000],
  ['Sat, 10 Oct 2026 11:00:00 GMT', 0],
  ['', undefined],
  ['soon', undefined],
  ['-3', undefined],
];

describe('the wait that is asked for', () => {
  it.each(rows)('Retry-After "%s" is %s ms', (value, expected) => {
    expect(retryAfterMs((name) => (name === 'retry-after' ? value : undefined), NOW)).toBe(expected);
  });

  it('is exact where milliseconds are given too', () => {
    const headers = new Headers({ 'Retry-After': '3', 'x-ms-retry-after-ms': '2128' });
    expect(retryAfterMs((name) => headers.get(name), NOW)).toBe(2128);
  });

  it('is undefined where nothing was said', () => {
    expect(retryAfterMs(() => null, NOW)).toBeUndefined();
  });
});

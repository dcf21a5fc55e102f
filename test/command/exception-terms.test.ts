// The terms of an exception from the device gate: it ends at the end of a day of the company's, not in the past and not too far ahead.

import { describe, expect, it } from '@jest/globals';
import { readTerms } from '../../src/command/device/exception-terms.ts';
import { inputsOf } from '../plan/scene.ts';

const SAID = { approvedBy: '社長', until: '2026-11-30', reason: '海外出張中' };
/** 2026-11-24 01:00 in Tokyo, where it is a day later than in UTC. */
const NOW = Date.parse('2026-11-23T16:00:00Z');
const TOKYO = { settings: { ...inputsOf({}).settings, timeZone: 'Asia/Tokyo' }, now: NOW };

function codes(more: Partial<typeof SAID>): readonly string[] {
  const terms = readTerms({ ...SAID, ...more }, TOKYO);
  return 'problems' in terms ? terms.problems.map(({ code }) => code) : [];
}

describe('the terms of an exception', () => {
  it('last until the end of the day where the company is', () => {
    expect(readTerms(SAID, TOKYO)).toEqual({ ...SAID, until: Date.parse('2026-12-01T00:00:00+09:00') });
  });

  it.each([
    ['2026-11-24', []],
    ['2026-11-23', ['exception.past']],
    ['2026-12-24', []],
    ['2026-12-25', ['exception.too-long']],
    ['9999-12-31', ['exception.too-long']],
    ['2026-11-31', ['exception.no-day']],
    ['tomorrow', ['exception.no-day']],
    ['', ['exception.no-day']],
  ])('until "%s": %j', (until, expected) => {
    expect(codes({ until })).toEqual(expected);
  });

  it('name who approved it, and why; everything that is wrong is told at once', () => {
    expect(codes({ approvedBy: ' ', reason: '\u200b', until: '2020-01-01' })).toEqual([
      'exception.empty',
      'exception.empty',
      'exception.past',
    ]);
  });
});

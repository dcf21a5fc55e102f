// The limits as numbers: documented ones at scale 1, all faster for a sandbox whose time runs faster.

import { describe, expect, it } from '@jest/globals';
import { microsoftLimits } from '../../../src/provider/microsoft-365/limits.ts';

describe('the limits of Microsoft 365', () => {
  it('write to the directory 3,000 times in 150 seconds, users and licences together', () => {
    const { lanes } = microsoftLimits(1);
    const directory = lanes.find(({ lane }) => lane === 'directory');
    const licence = lanes.find(({ lane }) => lane === 'licence');
    expect(directory).toMatchObject({ burst: 3000, perSecond: 20 });
    expect(licence).toMatchObject({ sharesWith: 'directory', burst: 3000, perSecond: 20 });
  });

  it('list a lane that is shared after the one that it shares with', () => {
    const names = microsoftLimits(1).lanes.map(({ lane }) => lane);
    for (const { lane, sharesWith } of microsoftLimits(1).lanes) {
      if (sharesWith !== undefined) expect(names.indexOf(sharesWith)).toBeLessThan(names.indexOf(lane));
    }
  });

  it('run as much faster as the sandbox does', () => {
    const [real, fast] = [microsoftLimits(1), microsoftLimits(60)];
    expect(fast.lanes.map(({ perSecond }) => perSecond)).toEqual(real.lanes.map(({ perSecond }) => perSecond * 60));
    expect(fast.lanes.map(({ burst }) => burst)).toEqual(real.lanes.map(({ burst }) => burst));
    expect(fast.patience.mailboxMs).toBe(real.patience.mailboxMs / 60);
    expect(fast.patience.attempts).toBe(real.patience.attempts);
  });

  it.each([0, -1, Number.NaN])('know no scale %s', (scale) => {
    expect(() => microsoftLimits(scale)).toThrow(RangeError);
  });
});

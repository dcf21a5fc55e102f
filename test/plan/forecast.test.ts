// How long a plan takes, from the numbers of the lanes.

import { describe, expect, it } from '@jest/globals';
import type { LaneName, ProviderLimits } from '../../src/model/lane.ts';
import { forecast } from '../../src/plan/forecast.ts';

const LIMITS: ProviderLimits = {
  lanes: [
    { lane: 'directory', burst: 30, perSecond: 10, concurrency: 4, name: 'directory writes', source: 'a test' },
    { lane: 'licence', burst: 1, perSecond: 1, concurrency: 1, name: 'licence writes', source: 'a test' },
    {
      lane: 'mailbox',
      burst: 5,
      perSecond: 1,
      concurrency: 1,
      sharesWith: 'directory',
      name: 'mailbox writes',
      source: 'a test',
    },
  ],
  patience: {
    lagMs: 1,
    backoffFloorMs: 1,
    backoffCeilingMs: 1,
    accountMs: 1,
    mailboxMs: 1,
    mailboxUsualMs: 600_000,
    attempts: 1,
  },
  aliases: 30,
};

function forecastOf(calls: Partial<Record<LaneName, number>>, mailboxes = 0): ReturnType<typeof forecast> {
  return forecast(new Map(Object.entries(calls) as [LaneName, number][]), LIMITS, mailboxes);
}

describe('the forecast', () => {
  it('is nothing for nothing', () => {
    expect(forecastOf({})).toEqual({ durationMs: 0, lanes: [] });
  });

  it('takes no time for what the bucket holds, and the rate for the rest', () => {
    expect(forecastOf({ directory: 30 }).durationMs).toBe(0);
    expect(forecastOf({ directory: 130 })).toEqual({
      durationMs: 10_000,
      lanes: [{ lane: 'directory', calls: 130, durationMs: 10_000, limit: 'directory writes' }],
      binding: 'directory writes (only the provider can raise it)',
    });
  });

  it('is that of the slowest lane, which is the one that binds', () => {
    const { durationMs, binding } = forecastOf({ directory: 130, licence: 101 });
    expect(durationMs).toBe(100_000);
    expect(binding).toContain('licence writes');
  });

  it('adds up lanes that share one quota', () => {
    expect(forecastOf({ directory: 100, mailbox: 30 }).lanes).toMatchObject([
      { lane: 'directory', calls: 130, durationMs: 10_000 },
    ]);
    expect(forecastOf({ mailbox: 130 }).lanes).toMatchObject([{ lane: 'directory', calls: 130 }]);
  });

  it('leaves out what a person does', () => {
    expect(forecastOf({ person: 5 })).toEqual({ durationMs: 0, lanes: [] });
  });

  it('waits for new mailboxes once, and says so where that takes longest', () => {
    expect(forecastOf({ directory: 40 }, 10)).toMatchObject({
      durationMs: 601_000,
      binding: 'the time in which the provider opens new mailboxes',
    });
  });
});

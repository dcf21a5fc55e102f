// The words of a plan: durations, and the days where it takes days.

import { describe, expect, it } from '@jest/globals';
import { forecastText } from '../../src/command/text/plan-text.ts';
import type { LaneForecast, PlanSummary } from '../../src/model/plan.ts';

const DAY_MS = 86_400_000;

function summaryOf(lane: LaneForecast): PlanSummary {
  return {
    purpose: 'apply',
    batches: [],
    steps: lane.calls,
    checked: 0,
    problems: [],
    forecast: { durationMs: lane.durationMs, lanes: [lane], binding: lane.limit },
  };
}

describe('the forecast in words', () => {
  it('is one line where everything is done within a day', () => {
    const lines = forecastText(summaryOf({ lane: 'licence', calls: 3000, durationMs: 3_000_000, limit: '1 a second' }));
    expect(lines).toEqual(['It will take about 50 min. What binds is 1 a second.']);
  });

  it('lists the days where it takes days, and every call is in one of them', () => {
    const calls = 200_000;
    const lines = forecastText(summaryOf({ lane: 'licence', calls, durationMs: calls * 1000, limit: '1 a second' }));
    expect(lines[0]).toContain('2 days 8 h');
    const days = lines.slice(1).map((line) => Number(/day \d: (\d+) of/u.exec(line)?.[1]));
    expect(days).toEqual([86_400, 86_400, 27_200]);
    expect(days.reduce((sum, day) => sum + day, 0)).toBe(calls);
  });

  it('stops listing after two weeks, and says how many days follow', () => {
    const lines = forecastText(
      summaryOf({ lane: 'licence', calls: 2_000_000, durationMs: 20 * DAY_MS, limit: '1 a second' }),
    );
    expect(lines).toHaveLength(16);
    expect(lines.at(-1)).toBe('  and 6 days more');
  });
});

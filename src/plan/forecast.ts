// How long the plan will take, from the same numbers by which the lanes run: which limit binds, and what would lift it.

import type { LaneName, ProviderLimits } from '../model/lane.ts';
import type { Forecast, LaneForecast } from '../model/plan.ts';

/** Calls of a plan, by lane. */
export type LaneCalls = ReadonlyMap<LaneName, number>;

/** `mailboxes` is how many new mailboxes the plan waits for. */
export function forecast(calls: LaneCalls, limits: ProviderLimits, mailboxes: number): Forecast {
  const lanes: LaneForecast[] = [];
  for (const limit of limits.lanes) {
    if (limit.sharesWith !== undefined) continue;
    // Lanes that share a quota draw from one bucket.
    const sharers = limits.lanes.filter(({ lane, sharesWith }) => lane === limit.lane || sharesWith === limit.lane);
    const count = sharers.reduce((sum, { lane }) => sum + (calls.get(lane) ?? 0), 0);
    if (count === 0) continue;
    const overBurst = Math.max(0, count - limit.burst);
    lanes.push({
      lane: limit.lane,
      calls: count,
      durationMs: Math.ceil((overBurst / limit.perSecond) * 1000),
      limit: limit.name,
    });
  }
  const slowest = lanes.reduce<LaneForecast | undefined>(
    (most, lane) => (most === undefined || lane.durationMs > most.durationMs ? lane : most),
    undefined,
  );
  const waitMs = mailboxes > 0 ? limits.patience.mailboxUsualMs : 0;
  return {
    durationMs: (slowest?.durationMs ?? 0) + waitMs,
    lanes,
    ...(binding(slowest, waitMs) ?? {}),
  };
}

function binding(slowest: LaneForecast | undefined, waitMs: number): { readonly binding: string } | undefined {
  if (slowest === undefined) return undefined;
  if (slowest.durationMs >= waitMs && slowest.durationMs > 0) {
    return { binding: `${slowest.limit} (only the provider can raise it)` };
  }
  return waitMs > 0 ? { binding: 'the time in which the provider opens new mailboxes' } : undefined;
}

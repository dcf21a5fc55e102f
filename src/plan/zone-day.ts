// Days and times of the wall clock in a time zone, as moments. Correct also on the days on which clocks change.

import { offsetMs } from '../model/zone.ts';

/** YYYY-MM-DD. */
export type Day = string;

/** Milliseconds since 1970, the end not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Zones are at most 14 hours ahead of UTC and 12 behind it. */
const MOST_OFFSET_MS = 15 * HOUR_MS;

export function dayOf(moment: number, timeZone: string): Day {
  return new Date(moment + offsetMs(moment, timeZone)).toISOString().slice(0, 10);
}

export function nextDay(day: Day): Day {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(day).getUTCDay() || 7;
}

/**
 * When the wall clock of that zone shows a time of that day from `from` until before `to`, both as HH:MM up to 24:00. More than one
 * span where the clock passes by twice, none where it jumps over all of it.
 */
export function spansOf(day: Day, times: { readonly from: string; readonly to: string }, timeZone: string): Span[] {
  const midnight = Date.parse(day);
  const spans: Span[] = [];
  for (const { from, to, offset } of evenStretches(midnight, timeZone)) {
    const span = {
      from: Math.max(from, midnight + timeOf(times.from) - offset),
      to: Math.min(to, midnight + timeOf(times.to) - offset),
    };
    if (span.from >= span.to) continue;
    const last = spans.at(-1);
    if (last?.to === span.from) spans[spans.length - 1] = { from: last.from, to: span.to };
    else spans.push(span);
  }
  return spans;
}

function timeOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * HOUR_MS + minutes * MINUTE_MS;
}

/** The stretches of one offset around a day. Clocks change at most once in so short a time. */
function evenStretches(midnight: number, timeZone: string): readonly (Span & { readonly offset: number })[] {
  const from = midnight - MOST_OFFSET_MS;
  const to = midnight + DAY_MS + MOST_OFFSET_MS;
  const [before, after] = [offsetMs(from, timeZone), offsetMs(to, timeZone)];
  if (before === after) return [{ from, to, offset: before }];
  let [early, late] = [from, to];
  while (late - early > SECOND_MS) {
    const middle = Math.floor((early + late) / 2 / SECOND_MS) * SECOND_MS;
    if (offsetMs(middle, timeZone) === before) early = middle;
    else late = middle;
  }
  return [
    { from, to: late, offset: before },
    { from: late, to, offset: after },
  ];
}

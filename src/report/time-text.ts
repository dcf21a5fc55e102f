// Moments and durations in words.

import { exactWallText } from '../model/zone.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The zone of the administrator's machine. */
export function zoneOfComputer(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `2026-10-10 14:03:22`. What is read beside other moments of the migration is in the company's zone. */
export function exactMomentText(atMs: number, timeZone = zoneOfComputer()): string {
  return exactWallText(atMs, timeZone);
}

/** `14:03:22`, in the zone of the administrator's machine. */
export function timeText(atMs: number): string {
  return exactMomentText(atMs).slice(11);
}

/** What was measured: `0.4 s`, `45 s`, `12 min`, `3 h 20 min`, `2 days 4 h`. */
export function durationText(durationMs: number): string {
  return durationMs < 10 * SECOND_MS ? `${(durationMs / SECOND_MS).toFixed(1)} s` : roughDurationText(durationMs);
}

/** What is expected: `a second`, `45 s`, `12 min`, `3 h 20 min`, `2 days 4 h`. */
export function roughDurationText(durationMs: number): string {
  if (durationMs < SECOND_MS) return 'a second';
  if (durationMs < 2 * MINUTE_MS) return `${Math.round(durationMs / SECOND_MS)} s`;
  if (durationMs < 2 * HOUR_MS) return `${Math.round(durationMs / MINUTE_MS)} min`;
  if (durationMs < 2 * DAY_MS) return twoParts(durationMs, { big: HOUR_MS, small: MINUTE_MS, words: ['h', 'min'] });
  return twoParts(durationMs, { big: DAY_MS, small: HOUR_MS, words: ['days', 'h'] });
}

interface Units {
  readonly big: number;
  readonly small: number;
  readonly words: readonly [string, string];
}

function twoParts(durationMs: number, { big, small, words: [bigWord, smallWord] }: Units): string {
  // Rounded before it is split, so that it never says "1 h 60 min".
  const rounded = Math.round(durationMs / small) * small;
  const rest = Math.round((rounded % big) / small);
  const whole = `${Math.floor(rounded / big)} ${bigWord}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallWord}`;
}

// Days (YYYY-MM-DD) and moments (YYYY-MM-DD HH:MM) of migrate.yaml, in the company's time zone. A day lasts until its last second.

import { momentOf } from '../model/zone.ts';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

const MOMENT = /^(\d{4}-\d{2}-\d{2})[ T]((?:[01]\d|2[0-3]):[0-5]\d)$/;

/** The moment in milliseconds since 1970; undefined where the text is no moment of the calendar. */
export function momentAt(text: string, timeZone: string): number | undefined {
  const [, day = '', time = ''] = MOMENT.exec(text) ?? [];
  if (lastSecondOf(day, 'UTC') === undefined) return undefined;
  return momentOf(Date.parse(`${day}T${time}:00Z`), timeZone);
}

/** The last second of the day in that zone, in milliseconds since 1970; undefined where the text is no day of the calendar. */
export function lastSecondOf(day: string, timeZone: string): number | undefined {
  const parts = DAY.exec(day)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 0, date = 0] = parts;
  const asUtc = Date.UTC(year, month - 1, date, 23, 59, 59);
  if (new Date(asUtc).toISOString().slice(0, 10) !== day) return undefined;
  return momentOf(asUtc, timeZone);
}

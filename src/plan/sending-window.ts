// When messages to partners may start: hours, weekdays and holidays, by the wall clock of the company. Pure.

import type { SendingWindow } from '../model/settings.ts';
import { dayOf, nextDay, spansOf, weekdayOf } from './zone-day.ts';
import type { Day, Span } from './zone-day.ts';

/** A window that does not open in so many days never opens. */
const MOST_DAYS = 800;

const ALL_DAY = { from: '00:00', to: '24:00' };

/** When messages may start on that day; without a window, all day. */
export function openSpans(day: Day, window: SendingWindow | undefined, timeZone: string): readonly Span[] {
  if (window === undefined) return spansOf(day, ALL_DAY, timeZone);
  const isOff = !window.weekdays.includes(weekdayOf(day)) || window.holidays.includes(day);
  return isOff ? [] : spansOf(day, window, timeZone);
}

/** The span that is open at that moment, or else the next one; undefined where it never opens. */
export function openSpanFrom(moment: number, window: SendingWindow | undefined, timeZone: string): Span | undefined {
  let day = dayOf(moment, timeZone);
  for (let days = 0; days < MOST_DAYS; days += 1) {
    const span = openSpans(day, window, timeZone).find(({ to }) => to > moment);
    if (span !== undefined) return span;
    day = nextDay(day);
  }
  return undefined;
}

const NAMES = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Mon Tue Wed Thu Fri, 09:00 to 17:00`. */
export function windowText({ weekdays, from, to }: SendingWindow): string {
  return `${weekdays.map((weekday) => NAMES[weekday]).join(' ')}, ${from} to ${to}`;
}

/** `2026-12-02 09:00 (Asia/Tokyo)`. */
export function zonedText(moment: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
  }).format(moment);
  return `${dayOf(moment, timeZone)} ${parts} (${timeZone})`;
}

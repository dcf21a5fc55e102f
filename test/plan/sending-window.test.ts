// When messages may start, by the wall clock, also where clocks change: compared with what Intl itself says of each moment.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SendingWindow } from '../../src/model/settings.ts';
import { openSpanFrom, openSpans, windowText, zonedText } from '../../src/plan/sending-window.ts';
import { dayOf, nextDay, spansOf, weekdayOf } from '../../src/plan/zone-day.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OFFICE: SendingWindow = { from: '09:00', to: '17:00', weekdays: [1, 2, 3, 4, 5], holidays: ['2026-12-31'] };

/** Zones with every kind of change: by an hour, by half an hour, at midnight, a day left out, in summer and in Ramadan. */
const ZONES = [
  'Asia/Tokyo',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Pacific/Apia',
  'America/St_Johns',
  'UTC',
];

/** What the wall clock shows, by Intl alone: `2026-12-01 09:30`, and the day of the week. */
function wall(moment: number, timeZone: string): { readonly text: string; readonly weekday: string } {
  const [text, weekday] = formatsOf(timeZone).map((format) => format.format(moment));
  return { text: text ?? '', weekday: weekday ?? '' };
}

const formats = new Map<string, readonly Intl.DateTimeFormat[]>();

function formatsOf(timeZone: string): readonly Intl.DateTimeFormat[] {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = [
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
    new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' }),
  ];
  formats.set(timeZone, made);
  return made;
}

const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function isOpenByWall(moment: number, window: SendingWindow, timeZone: string): boolean {
  const { text, weekday } = wall(moment, timeZone);
  const [day = '', time = ''] = text.split(' ');
  const isDay = window.weekdays.includes(WEEKDAYS.indexOf(weekday)) && !window.holidays.includes(day);
  return isDay && time >= window.from && time < window.to;
}

const anyWindow = fc
  .record({
    times: fc
      .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 2, maxLength: 2 })
      .map((quarters) => quarters.toSorted((left, right) => left - right)),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  })
  .map(({ times: [from = 0, to = 0], weekdays }) => ({
    from: timeText(from),
    to: timeText(to),
    weekdays,
    holidays: [],
  }));

function timeText(quarters: number): string {
  return `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
}

describe('the sending window', () => {
  it('is open just when the wall clock says so, and opens no later than it could', () => {
    const anyMoment = fc.integer({ min: Date.UTC(2011, 11, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(anyWindow, anyMoment, fc.constantFrom(...ZONES), (window, moment, zone) => {
        const span = openSpanFrom(moment, window, zone);
        if (span === undefined) throw new Error('every window opens within a week');
        expect(span.to).toBeGreaterThan(moment);
        const from = Math.max(moment, span.from);
        for (let at = moment; at < from; at += 15 * MINUTE_MS) expect(isOpenByWall(at, window, zone)).toBe(false);
        expect(isOpenByWall(from - 1, window, zone)).toBe(from > span.from && from - 1 >= span.from);
        for (let at = from; at < span.to; at += 15 * MINUTE_MS) expect(isOpenByWall(at, window, zone)).toBe(true);
        expect(isOpenByWall(span.to - 1, window, zone)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['Europe/Berlin', '2026-03-29', 2],
    ['Europe/Berlin', '2026-10-25', 2],
    ['America/New_York', '2026-11-01', 2],
    ['Africa/Cairo', '2026-04-24', 1],
  ])('holds around a change of clocks, minute by minute: %s, %s', (zone, day, hour) => {
    const window = { from: `0${hour}:15`, to: `0${hour}:45`, weekdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] };
    const spans = openSpans(day, window, zone);
    for (let at = Date.parse(day) - 15 * HOUR_MS; at < Date.parse(day) + 39 * HOUR_MS; at += MINUTE_MS) {
      const isOpen = spans.some(({ from, to }) => at >= from && at < to);
      expect([at, isOpen]).toEqual([at, wall(at, zone).text.startsWith(day) && isOpenByWall(at, window, zone)]);
    }
  });

  it('passes by weekends and holidays', () => {
    const thursdayEvening = Date.parse('2026-12-31T18:00:00+09:00');
    expect(zonedText(openSpanFrom(thursdayEvening, OFFICE, 'Asia/Tokyo')?.from ?? 0, 'Asia/Tokyo')).toBe(
      '2027-01-01 09:00 (Asia/Tokyo)',
    );
    const friday = Date.parse('2027-01-01T17:00:00+09:00');
    expect(zonedText(openSpanFrom(friday, OFFICE, 'Asia/Tokyo')?.from ?? 0, 'Asia/Tokyo')).toBe(
      '2027-01-04 09:00 (Asia/Tokyo)',
    );
    expect(openSpans('2026-12-31', OFFICE, 'Asia/Tokyo')).toEqual([]);
  });

  it('never opens where no day is left', () => {
    expect(openSpanFrom(0, { ...OFFICE, weekdays: [] }, 'UTC')).toBeUndefined();
  });

  it('is said in words', () => {
    expect(windowText(OFFICE)).toBe('Mon Tue Wed Thu Fri, 09:00 to 17:00');
  });
});

describe('a day of the wall clock', () => {
  it('is as long as it is', () => {
    const length = (day: string, zone: string): number =>
      spansOf(day, { from: '00:00', to: '24:00' }, zone).reduce((sum, { from, to }) => sum + to - from, 0) / HOUR_MS;
    expect(length('2026-03-29', 'Europe/Berlin')).toBe(23);
    expect(length('2026-10-25', 'Europe/Berlin')).toBe(25);
    expect(length('2026-10-26', 'Europe/Berlin')).toBe(24);
    expect(length('2026-10-04', 'Australia/Lord_Howe')).toBe(23.5);
    expect(length('2011-12-30', 'Pacific/Apia')).toBe(0);
  });

  it('is named by the zone, and followed by the next one', () => {
    expect(dayOf(Date.UTC(2026, 11, 1, 15, 0), 'Asia/Tokyo')).toBe('2026-12-02');
    expect(dayOf(Date.UTC(2026, 11, 1, 14, 59, 59, 999), 'Asia/Tokyo')).toBe('2026-12-01');
    expect(nextDay('2028-02-28')).toBe('2028-02-29');
    expect(nextDay('2026-12-31')).toBe('2027-01-01');
    expect(weekdayOf('2026-11-30')).toBe(1);
    expect(weekdayOf('2026-12-06')).toBe(7);
  });
});

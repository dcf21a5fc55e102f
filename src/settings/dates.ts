// Days of migrate.yaml (YYYY-MM-DD) as moments. A day lasts until its last second in the company's time zone.

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The last second of the day in that zone, in milliseconds since 1970; undefined where the text is no day of the calendar. */
export function lastSecondOf(day: string, timeZone: string): number | undefined {
  const parts = DAY.exec(day)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 0, date = 0] = parts;
  const asUtc = Date.UTC(year, month - 1, date, 23, 59, 59);
  if (new Date(asUtc).toISOString().slice(0, 10) !== day) return undefined;
  // The offset at the guess may differ from that at the answer where clocks change that night: look twice.
  const guess = asUtc - offsetMs(asUtc, timeZone);
  return asUtc - offsetMs(guess, timeZone);
}

/** How far the zone's wall clock is ahead of UTC at that moment. */
export function offsetMs(moment: number, timeZone: string): number {
  // Zones are ahead or behind by whole seconds, so the milliseconds are left out of the comparison.
  const second = Math.floor(moment / 1000) * 1000;
  const parts = formatFor(timeZone).formatToParts(second);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return wall - second;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** To make one takes a hundred times as long as to use it. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

// The wall clock of a time zone. Correct also on the days on which clocks change.

/** How far the zone's wall clock is ahead of UTC at that moment. */
export function offsetMs(moment: number, timeZone: string): number {
  // Zones are ahead or behind by whole seconds, so the milliseconds are left out of the comparison.
  const second = Math.floor(moment / 1000) * 1000;
  const parts = formatFor(timeZone).formatToParts(second);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return wall - second;
}

/** The moment at which the zone's wall clock shows what UTC shows at `wall`; all in milliseconds since 1970. */
export function momentOf(wall: number, timeZone: string): number {
  // The offset at the guess may differ from that at the answer where clocks change that night: look twice.
  const guess = wall - offsetMs(wall, timeZone);
  return wall - offsetMs(guess, timeZone);
}

/** `2026-11-24 09:12` by that wall clock. */
export function wallText(moment: number, timeZone: string): string {
  return exactWallText(moment, timeZone).slice(0, 16);
}

/** `2026-11-24 09:12:05` by that wall clock. */
export function exactWallText(moment: number, timeZone: string): string {
  return new Date(moment + offsetMs(moment, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
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

// The Date of a message with the offset of the company's time zone: a letter from Tokyo says +0900.

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const MINUTE_MS = 60_000;
/** No zone changes its offset but at one of these. */
const QUARTER_MS = 15 * MINUTE_MS;

interface Offset {
  /** For which quarter of an hour it holds, counted from 1970. */
  readonly quarter: number;
  readonly shiftMs: number;
  /** `+0900`. */
  readonly text: string;
}

/** Makes the value of `Date` (RFC 5322, 3.3) for a moment in milliseconds since 1970. `timeZone` as IANA names it. */
export function dateStamps(timeZone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsetAt = (at: number): Offset => {
    const said = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign = '+', hours = '00', minutes = '00'] = /^GMT([+-])(\d\d):(\d\d)/.exec(said) ?? [];
    const shift = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
    return { quarter: Math.floor(at / QUARTER_MS), shiftMs: shift * MINUTE_MS, text: `${sign}${hours}${minutes}` };
  };
  let last: Offset | undefined;
  return (at) => {
    if (last?.quarter !== Math.floor(at / QUARTER_MS)) last = offsetAt(at);
    const local = new Date(at + last.shiftMs);
    const day = `${DAYS[local.getUTCDay()] ?? ''}, ${local.getUTCDate()} ${MONTHS[local.getUTCMonth()] ?? ''}`;
    const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(twoDigits).join(':');
    return `${day} ${local.getUTCFullYear()} ${time} ${last.text}`;
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

// When a remote end says that the next try may come: Retry-After in each form that occurs, or a time inside Google's text.

/** No documented limit of Google's lasts longer than a day, so a longer wait is a wrong time, which does occur. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

const TIME_IN_TEXT = /retry after (\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d))/iu;

export interface RetrySigns {
  /** `Retry-After`: seconds, decimals or an HTTP date (RFC 9110, 10.2.3). */
  readonly retryAfter?: string;
  /** `Date` of the answer: Google's times are held against Google's clock, not against ours. */
  readonly date?: string;
  /** The message: Gmail puts the time there and nowhere else. */
  readonly said: string;
}

/** Milliseconds to wait; undefined where no time is given, or one that has passed. The longer one of header and text counts. */
export function retryTimeMs(signs: RetrySigns, now: number): number | undefined {
  const base = millisOf(signs.date) ?? now;
  const waits = [headerWaitMs(signs.retryAfter, base), untilMs(TIME_IN_TEXT.exec(signs.said)?.[1], base)];
  const longest = Math.max(...waits.map((wait) => wait ?? 0));
  return longest > 0 ? Math.min(longest, LONGEST_WAIT_MS) : undefined;
}

function headerWaitMs(value: string | undefined, base: number): number | undefined {
  if (value === undefined) return undefined;
  return /^\s*\d+(?:\.\d+)?\s*$/u.test(value) ? Math.ceil(Number(value) * 1000) : untilMs(value, base);
}

function untilMs(time: string | undefined, base: number): number | undefined {
  const at = millisOf(time);
  return at === undefined ? undefined : at - base;
}

function millisOf(time: string | undefined): number | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : at;
}

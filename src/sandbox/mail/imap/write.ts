// Strings, lists and dates as IMAP writes them; one character a byte.

/** A quoted string where that is possible, else a literal; NIL for nothing. */
export function imapString(text: string | undefined): string {
  if (text === undefined) return 'NIL';
  const bytes = Buffer.from(text).toString('latin1');
  return /^[\x20-\x7e]*$/.test(bytes) && bytes.length < 900 ? `"${bytes.replaceAll(/["\\]/g, '\\$&')}"` : literal(bytes);
}

export const literal = (bytes: string): string => `{${bytes.length}}\r\n${bytes}`;

export const imapList = (items: readonly string[]): string => `(${items.join(' ')})`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `24-Nov-2026 10:07:00 +0000` */
export function internalDate(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `"${two(date.getUTCDate())}-${MONTHS[date.getUTCMonth()] ?? ''}-${date.getUTCFullYear()} ${time} +0000"`;
}

/** The UTC day of `1-Feb-2026`, in milliseconds since 1970; undefined where it is none. */
export function readDay(text: string): number | undefined {
  const found = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text);
  const month = MONTHS.findIndex((name) => name.toLowerCase() === found?.[2]?.toLowerCase());
  return found === null || month < 0 ? undefined : Date.UTC(Number(found[3]), month, Number(found[1]));
}

// Cells and words of reports: times, versions, texts of a remote end made fit to be shown.

import { momentOf } from '../../model/zone.ts';

const MOST_SAID = 300;

/** On one line, without unseen characters, no longer than a few lines of a terminal. */
export function shownText(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .toWellFormed()
    .trim();
  const letters = Array.from(line);
  return letters.length > MOST_SAID ? `${letters.slice(0, MOST_SAID - 1).join('')}…` : line;
}

const TIME =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

/**
 * `2026-11-24 09:12:33`, `2026/11/24 9:12`, or ISO 8601 with or without a zone; without one, by the wall clock of `timeZone`. A day alone
 * is its first moment, since an older check is the weaker one. Undefined where it is something else.
 */
export function readTime(text: string, timeZone: string): number | undefined {
  const parts = TIME.exec(text.trim());
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part || 0));
  // A check within the second in which the PC was marked as reinstalled came before or after that by its fraction.
  const milliseconds = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  const back = new Date(wall);
  const isReal =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour && minute < 60;
  if (!isReal || second > 59 || year < 2000 || year > 2099) return undefined;
  const zone = parts[8];
  if (zone === undefined) return momentOf(wall, timeZone);
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return wall - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Numbers of a version such as `2.4` or `v2.4.0`; undefined where it is none. */
function versionOf(text: string): readonly number[] | undefined {
  return /^v?(\d{1,5}(?:\.\d{1,5}){0,3})$/i.exec(text.trim())?.[1]?.split('.').map(Number);
}

/** Undefined where one of them is no version. */
export function isOlder(version: string, least: string): boolean | undefined {
  const [given, wanted] = [versionOf(version), versionOf(least)];
  if (given === undefined || wanted === undefined) return undefined;
  for (let place = 0; place < Math.max(given.length, wanted.length); place += 1) {
    const difference = (given[place] ?? 0) - (wanted[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

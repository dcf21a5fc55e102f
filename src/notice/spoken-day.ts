// A day of migrate.yaml in words: 2026年12月1日（火）; Tuesday, 1 December 2026. No time zone: a day is a day.

import type { Language } from '../model/person.ts';

const FORMATS: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  ja: new Intl.DateTimeFormat('ja-JP', {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  }),
  en: new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'long',
    timeZone: 'UTC',
  }),
};

/** `day` is YYYY-MM-DD; absent gives the empty text. */
export function spokenDay(day: string | undefined, language: Language): string {
  if (day === undefined) return '';
  const text = FORMATS[language].format(Date.parse(`${day}T00:00:00Z`));
  if (language === 'ja') return text.replace('(', '（').replace(')', '）');
  return text.replace(/^(\p{L}+),? /u, '$1, ');
}

// One contact as an address book has it, before anybody has looked at it: raw texts, nothing checked, `''` where there is nothing.

import type { Problem } from '../model/problem.ts';

export interface BookEntry {
  /** Line of the file in which it begins. */
  readonly line: number;
  readonly company: string;
  readonly department: string;
  readonly title: string;
  readonly shownName: string;
  readonly familyName: string;
  readonly givenName: string;
  /** The preferred one first. */
  readonly addresses: readonly string[];
  readonly phone: string;
  readonly postalCode: string;
  readonly postalAddress: string;
  /** Of mail that was sent: our people who wrote, by their addresses. */
  readonly writers?: readonly string[];
  /** What else is to be known when the row is looked at; ours, never a text of somebody else. */
  readonly note?: string;
}

export interface BookReading {
  readonly entries: readonly BookEntry[];
  /** What stands in the file and is no contact: groups, and cards that are cut off. Each is told. */
  readonly leftOut: number;
  readonly problems: readonly Problem[];
}

export interface PostalParts {
  readonly region: string;
  readonly city: string;
  readonly street: string;
  readonly extended: string;
  readonly country: string;
}

const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

export function isEastAsian(text: string): boolean {
  return EAST_ASIAN.test(text);
}

/** On one line: from the large to the small in Japanese, the other way round elsewhere. */
export function postalLine({ region, city, street, extended, country }: PostalParts): string {
  const parts = isEastAsian(region + city + street)
    ? [`${region}${city}${street}`, extended]
    : [extended, street, city, region, country];
  const separator = isEastAsian(region + city + street) ? ' ' : ', ';
  return parts
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join(separator);
}

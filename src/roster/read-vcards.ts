// Cards as contacts of an address book. Of several addresses, numbers and places the preferred or the business one counts.

import type { Problem } from '../model/problem.ts';
import { isEastAsian, postalLine } from './address-book.ts';
import type { BookEntry, BookReading } from './address-book.ts';
import { importProblem } from './import-problems.ts';
import { readCards, structured, unescaped } from './vcard-text.ts';
import type { Card, CardProperty } from './vcard-text.ts';

export function isVcard(text: string): boolean {
  return /^\s*(?:[\w-]+\.)?BEGIN\s*:\s*VCARD\s*$/im.test(text.slice(0, 4096));
}

export function readVcards(text: string, file: string): BookReading {
  const problems: Problem[] = [];
  const cards = readCards(text);
  const entries = cards.flatMap((card) => {
    const place = { file, line: card.line };
    if (!card.isWhole) {
      problems.push(importProblem('import.card-open', place, {}));
      return [];
    }
    for (const { line, property, reason } of card.faults) {
      problems.push(importProblem('import.unreadable', { file, line }, { property, reason }));
    }
    const entry = toEntry(card);
    if (first(card, 'KIND').toLowerCase() !== 'group') return [entry];
    problems.push(importProblem('import.group', place, { name: entry.shownName }));
    return [];
  });
  return { entries, leftOut: cards.length - entries.length, problems };
}

function toEntry(card: Card): BookEntry {
  const [company = '', ...units] = structured(best(card, 'ORG')?.value ?? '');
  const [family = '', given = ''] = structured(best(card, 'N')?.value ?? '');
  const shown = first(card, 'FN');
  const [, extended = '', street = '', city = '', region = '', postalCode = '', country = ''] = structured(
    best(card, 'ADR')?.value ?? '',
  );
  const isCompany = shown !== '' && shown === company && given === '';
  const hasBoth = family !== '' && given !== '' && isEastAsian(family + given);
  return {
    line: card.line,
    company,
    department: units.filter((unit) => unit !== '').join(' '),
    title: first(card, 'TITLE'),
    // A card writes 一郎 鈴木 where its program thinks in English; the two parts know better.
    shownName: isCompany || hasBoth ? '' : shown,
    familyName: isCompany ? '' : family,
    givenName: isCompany ? '' : given,
    addresses: ranked(card, 'EMAIL').map(({ value }) => unescaped(value).replace(/^mailto:/i, '')),
    phone: phoneOf(card),
    postalCode,
    postalAddress: postalLine({ region, city, street, extended, country }),
  };
}

function phoneOf(card: Card): string {
  const spoken = ranked(card, 'TEL').filter(({ types }) => !types.has('FAX') && !types.has('PAGER'));
  return unescaped(spoken[0]?.value ?? '')
    .replace(/^tel:/i, '')
    .replace(/;ext=/i, ' ext ');
}

function first(card: Card, name: string): string {
  return unescaped(best(card, name)?.value ?? '');
}

function best(card: Card, name: string): CardProperty | undefined {
  return ranked(card, name)[0];
}

/** Preferred ones first, then those of the business, otherwise as they stand. */
function ranked(card: Card, name: string): readonly CardProperty[] {
  const rank = ({ types }: CardProperty) => (types.has('PREF') || types.has('1') ? 2 : 0) + (types.has('WORK') ? 1 : 0);
  return card.properties
    .filter((property) => property.name === name && property.value.trim() !== '')
    .toSorted((one, other) => rank(other) - rank(one));
}

// Our own people, found by address or by name, for a cell that names those who deal with a partner. Nobody is guessed.

import type { Person } from '../model/person.ts';
import { nearest } from '../model/nearest.ts';
import { readAddressCell } from './address-cell.ts';
import { cleanCode } from './clean.ts';

export type Finding =
  | { readonly key: string }
  /** Several people have that name; `known` are their old addresses. */
  | { readonly known: readonly string[] }
  | { readonly near: string | undefined };

export interface OurPeople {
  /** By key, old or new address, alias, or display name where only one person has it. Spaces in names do not count. */
  find(text: string): Finding;
}

/** Comparisons that proposals may cost in one list; beyond that none is made. */
const MOST_COMPARISONS = 300_000;
/** Addresses that a message names. */
const MOST_NAMESAKES = 5;

export function ourPeople(people: readonly Person[]): OurPeople {
  const byAddress = new Map<string, string>();
  const byName = new Map<string, string[]>();
  for (const person of people) {
    for (const address of [person.oldAddress, person.newAddress, ...person.aliases]) byAddress.set(address, person.key);
    const name = nameKey(person.displayName);
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, [person.key]);
    else namesakes.push(person.key);
  }
  let comparisons = 0;
  const propose = (text: string): string | undefined => {
    if (comparisons + people.length > MOST_COMPARISONS) return undefined;
    comparisons += people.length;
    const isAddress = text.includes('@');
    return nearest(text, people.map(isAddress ? ({ oldAddress }) => oldAddress : ({ displayName }) => displayName));
  };
  return {
    find(text) {
      const reading = readAddressCell(text);
      const key = 'address' in reading ? byAddress.get(reading.address) : undefined;
      if (key !== undefined) return { key };
      const [only, ...more] = byName.get(nameKey(text)) ?? [];
      if (only === undefined) return { near: propose(text) };
      return more.length === 0 ? { key: only } : { known: [only, ...more].slice(0, MOST_NAMESAKES) };
    },
  };
}

function nameKey(text: string): string {
  return cleanCode(text).toLowerCase().replace(/\s+/g, '');
}

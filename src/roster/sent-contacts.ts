// Who our people have written to, from the headers of what they have sent: each address with its name, how often, and who wrote.
// Whoever is left out is counted: our own addresses, mailing lists, addresses that nobody reads.

import { addressParser } from 'postal-mime';
import { readAddress } from '../model/mail-address.ts';
import { headerOf } from '../model/mail-reader.ts';
import type { MailHead } from '../model/mail-reader.ts';
import type { BookEntry } from './address-book.ts';
import { isWithin } from './partner-draft.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** After so many days a message counts half: newest and most frequent first. */
const HALF_LIFE_DAYS = 90;
const MOST_HEADER = 64 * 1024;
/** A message to more than this is a mailing, and says little of who deals with whom. */
const MOST_RECIPIENTS = 20;
/** Held at once. */
const MOST_ADDRESSES = 100_000;
const MOST_WRITERS = 5;

const NOBODY_READS =
  /^(?:(?:do[-_.]?)?not?[-_.]?reply|donotreply|mailer-daemon|postmaster|abuse|bounces?|auto(?:mail|reply|responder)?|unsubscribe|notifications?|alerts?)(?:$|[-+_.@])/i;
const LIST =
  /(?:^|[-_.])(?:ml|list|lists|mailinglist|announce|subscribe|owner|request|members|all|everyone)@|@(?:[^@]*\.)?(?:lists?|ml|groups|freeml|googlegroups|yahoogroups|listserv)\./i;

export type LeftOut = 'own' | 'mailing list' | 'no-reply' | 'unreadable' | 'mailing';

interface Contact {
  name: string;
  count: number;
  lastAt: number;
  weight: number;
  readonly writers: Map<string, number>;
}

export interface SentContactsOptions {
  /** Our domains, old and new: who is below them is ours. */
  readonly ownDomains: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

export class SentContacts {
  /** Distinct addresses by the reason for which they are left out; `mailing` counts messages. */
  readonly #leftOut = new Map<LeftOut, Set<string>>();
  readonly #contacts = new Map<string, Contact>();
  readonly #options: SentContactsOptions;

  constructor(options: SentContactsOptions) {
    this.#options = options;
  }

  get leftOut(): Readonly<Partial<Record<LeftOut, number>>> {
    return Object.fromEntries([...this.#leftOut].map(([why, addresses]) => [why, addresses.size]));
  }

  /** `writer`: the address of our person, as the staff list has it. */
  add(head: MailHead, writer: string): void {
    if (isAutomatic(head)) return;
    const found = ['to', 'cc', 'bcc'].flatMap((name) =>
      head.headers
        .filter(([one]) => one === name)
        .flatMap(([, value]) => addressParser(value.slice(0, MOST_HEADER), { flatten: true })),
    );
    if (found.length > MOST_RECIPIENTS) {
      this.#leave('mailing', `${writer} ${head.id}`);
      return;
    }
    for (const { name, address } of found) this.#count({ name, address: address ?? '' }, { head, writer });
  }

  /** Newest and most frequent first. */
  entries(): readonly BookEntry[] {
    return [...this.#contacts]
      .toSorted(([, one], [, other]) => other.weight - one.weight || other.lastAt - one.lastAt)
      .map(([address, contact], index) => entryOf(address, contact, index + 1));
  }

  #count({ name, address }: { readonly name: string; readonly address: string }, { head, writer }: Sent): void {
    const reading = readAddress(address.trim().normalize('NFKC').replaceAll('"', ''), { takesCarriers: true });
    if ('fault' in reading) {
      this.#leave('unreadable', address);
      return;
    }
    const why = this.#whyLeft(reading.address, reading.domain);
    if (why !== undefined) {
      this.#leave(why, reading.address);
      return;
    }
    let contact = this.#contacts.get(reading.address);
    if (contact === undefined) {
      if (this.#contacts.size >= MOST_ADDRESSES) return;
      contact = { name: '', count: 0, lastAt: 0, weight: 0, writers: new Map() };
      this.#contacts.set(reading.address, contact);
    }
    const ageDays = Math.max(0, this.#options.now - head.receivedAtMs) / DAY_MS;
    contact.count += 1;
    contact.weight += 0.5 ** (ageDays / HALF_LIFE_DAYS);
    contact.writers.set(writer, (contact.writers.get(writer) ?? 0) + 1);
    const shown = nameFrom(name, reading.address);
    // The name that was used last, if any was.
    if (shown !== '' && (contact.name === '' || head.receivedAtMs >= contact.lastAt)) contact.name = shown;
    contact.lastAt = Math.max(contact.lastAt, head.receivedAtMs);
  }

  #whyLeft(address: string, domain: string): LeftOut | undefined {
    if (this.#options.ownDomains.some((own) => isWithin(domain, own))) return 'own';
    if (NOBODY_READS.test(address)) return 'no-reply';
    return LIST.test(address) ? 'mailing list' : undefined;
  }

  #leave(why: LeftOut, what: string): void {
    let left = this.#leftOut.get(why);
    if (left === undefined) this.#leftOut.set(why, (left = new Set()));
    if (left.size < MOST_ADDRESSES) left.add(what);
  }
}

interface Sent {
  readonly head: MailHead;
  readonly writer: string;
}

/** Sent by a program, or one of our own notices: nobody has chosen to write. */
function isAutomatic({ headers }: MailHead): boolean {
  const submitted = headerOf(headers, 'auto-submitted');
  return (
    (submitted !== undefined && !/^\s*no\b/i.test(submitted)) ||
    headerOf(headers, 'x-migrate-notice') !== undefined ||
    headerOf(headers, 'list-id') !== undefined
  );
}

/** Mail programs put the address in the place of a name that they do not know. */
function nameFrom(name: string, address: string): string {
  const plain = name
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/^['"]+|['"]+$/g, '')
    .trim();
  return plain.toLowerCase() === address || plain.includes('@') ? '' : plain.slice(0, 200);
}

function entryOf(address: string, { name, count, lastAt, writers }: Contact, line: number): BookEntry {
  const byCount = [...writers].toSorted(([, one], [, other]) => other - one).slice(0, MOST_WRITERS);
  const times = count === 1 ? 'once' : `${count} times`;
  return {
    line,
    company: '',
    department: '',
    title: '',
    shownName: name,
    familyName: '',
    givenName: '',
    addresses: [address],
    phone: '',
    postalCode: '',
    postalAddress: '',
    writers: byCount.map(([writer]) => writer),
    note: `written to ${times}, last ${new Date(lastAt).toISOString().slice(0, 10)}`,
  };
}

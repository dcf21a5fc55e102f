// A partner: one outside contact to be told, read, normalised and checked. One contact is one message to one recipient.

import type { PartnerField } from './partner-field.ts';
import type { Language } from './person.ts';

/** How a partner is told. */
export const PARTNER_ROUTES = ['mail', 'phone', 'letter', 'web'] as const;
export type PartnerRoute = (typeof PARTNER_ROUTES)[number];

/** Which address of ours sends: `both` is the notice from the new one, and a short pointer to it from the old one. */
export const PARTNER_SENDERS = ['new', 'old', 'both'] as const;
export type PartnerSender = (typeof PARTNER_SENDERS)[number];

/** One row of the list of those to whom nothing may be written. */
export interface SuppressEntry {
  /** Line of that list, starting at 1 with the heading. */
  readonly line: number;
  /** An address, or a domain with all domains below it; lower case, punycode. */
  readonly entry: string;
  readonly reason?: string;
}

export interface Partner {
  /** The same on every reading: the first address; without one, company, department and name with `/` between them. */
  readonly key: string;
  /** Line of the partner list, starting at 1 with the heading. */
  readonly line: number;
  /** Further lines that were about the same contact and were merged into this one. */
  readonly mergedLines: readonly number[];
  /** Lines of the fields that a merged line gave, since `line` has nothing there. */
  readonly fieldLines?: Readonly<Partial<Record<PartnerField, number>>>;
  /** As the list has it, without 御中. */
  readonly company: string;
  readonly department?: string;
  /** Without 様. */
  readonly title?: string;
  /** As it is shown, without 様; absent: the company or the department is addressed. */
  readonly name?: string;
  /**
   * Lower case, IDN domains in punycode, no address with two partners. The message goes to the first one alone. Empty only where the
   * route is not `mail`. Old carrier addresses may have dots (`a..b.@`) that need quotes around the local part where mail is composed.
   */
  readonly addresses: readonly string[];
  /** Keys of our people who deal with the partner (`Person.key`), in the order of the list, at least one. */
  readonly contacts: readonly string[];
  readonly language: Language;
  readonly route: PartnerRoute;
  readonly from: PartnerSender;
  readonly phone?: string;
  /** Seven digits in Japan: `100-0001`. */
  readonly postalCode?: string;
  readonly postalAddress?: string;
  /** Present where nothing may be written to this partner, whatever its route says. */
  readonly suppressed?: SuppressEntry;
}

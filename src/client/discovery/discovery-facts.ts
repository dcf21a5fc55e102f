// What is published so that mail programs find the servers by themselves. All of it is public: no person and no password is in it.

import type { MailHost } from '../../model/mail-host.ts';
import type { KitCompany } from '../kit.ts';

export interface DiscoveryFacts {
  readonly domain: string;
  /** Shown by mail programs; at most 60 characters. */
  readonly name: string;
  /** At most 20 characters. */
  readonly shortName: string;
  readonly mailHost: MailHost;
}

/** Lengths of draft-ietf-mailmaint-autoconfig (displayName, displayShortName). */
const MOST_NAME = 60;
const MOST_SHORT_NAME = 20;

export function discoveryFacts(
  { name, newDomain }: Pick<KitCompany, 'name' | 'newDomain'>,
  mailHost: MailHost,
): DiscoveryFacts {
  const shown = plainText(name.ja);
  const long = shown === '' ? newDomain : shown;
  return { domain: newDomain, name: shortened(long, MOST_NAME), shortName: shortened(long, MOST_SHORT_NAME), mailHost };
}

/** On one line; programs fill in what stands between percent signs, so a name has none. */
function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s\uFFFD]+/gu, ' ')
    .replaceAll('%', '％')
    .trim();
}

function shortened(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
}

// Who may get a test: somebody of ours, never a partner, nobody in a partner's organisation, and nobody to whom nothing may be written.

import { readAddress } from '../model/mail-address.ts';
import type { Partner, SuppressEntry } from '../model/partner.ts';
import type { Problem } from '../model/problem.ts';
import { isSameOrganisation } from '../provider/dns/same-organisation.ts';
import { suppressedBy } from '../roster/suppress-list.ts';

export interface OffLimits {
  readonly partners: readonly Partner[];
  /** Name of the partner list. */
  readonly file: string;
  readonly suppress: readonly SuppressEntry[];
}

export function testRecipient(
  text: string,
  { partners, file, suppress }: OffLimits,
): { readonly address: string } | { readonly problem: Problem } {
  const reading = readAddress(text.normalize('NFKC').trim());
  if ('fault' in reading) return { problem: notAnAddress(text) };
  const { address, domain } = reading;
  const forbidden = suppressedBy(suppress)([address]);
  if (forbidden !== undefined) return { problem: suppressed(address, forbidden.entry) };
  for (const { addresses, line } of partners) {
    for (const known of addresses) {
      if (isSameOrganisation(domain, known.slice(known.lastIndexOf('@') + 1))) {
        return { problem: partnersOwn(address, { file, line, isListed: known === address }) };
      }
    }
  }
  return { address };
}

function notAnAddress(text: string): Problem {
  return {
    code: 'notice.test-address',
    severity: 'error',
    what: `${text} is not one mail address.`,
    why: 'A test goes to one person.',
    todo: 'Write it like this: migrate notice test --to me@new.example',
  };
}

function partnersOwn(
  address: string,
  { file, line, isListed }: { readonly file: string; readonly line: number; readonly isListed: boolean },
): Problem {
  return {
    code: 'notice.test-to-partner',
    severity: 'error',
    place: { file, line },
    what: isListed ? `${address} is on the partner list.` : `${address} is in the domain of a partner.`,
    why: 'A partner gets the letter once, when it is approved; a test would be a second one.',
    todo: 'Send the test to an address of your own company, or to a private one that no partner shares a domain with.',
  };
}

function suppressed(address: string, entry: string): Problem {
  return {
    code: 'notice.test-suppressed',
    severity: 'error',
    what: `Nothing may be written to ${address}: ${entry} is in the suppress list.`,
    why: 'That list has no exceptions.',
    todo: 'Send the test to another address.',
  };
}

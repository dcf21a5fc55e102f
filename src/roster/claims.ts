// Who holds which address. Its one rule: the first holder keeps it, and a collision is told, never resolved.

import type { AddressRole } from './problems.ts';

const ROLES = ['old', 'new', 'alias'] as const satisfies readonly AddressRole[];

export interface Claim {
  readonly line: number;
  readonly role: AddressRole;
}

export interface Claims {
  /** Takes an address; where it is taken already, the first claim comes back. */
  take(address: string, claim: Claim): Claim | undefined;
  /** An address on the same domain that nobody holds, that the provider allows, and that was not proposed before. */
  propose(wish: Wish): string | undefined;
}

export interface Wish {
  readonly local: string;
  readonly domain: string;
  /** Tried first: `hanako.sato` where the names are known in Latin letters. */
  readonly better?: string;
}

/** After so many tries nothing is proposed. */
const MOST_TRIES = 50;
/** Of the 64 characters before the @ these; the rest is for a number. */
const MOST_STEM = 58;

/** What every provider takes of it: letters, digits and single signs between them. */
function plainLocal(local: string): string {
  return local
    .replaceAll(/[^a-z0-9._-]+/giu, '')
    .replaceAll(/\.{2,}/gu, '.')
    .replaceAll(/^[._-]+|[._-]+$/gu, '')
    .slice(0, MOST_STEM);
}

export function makeClaims(addressFault: (address: string) => string | undefined): Claims {
  // Two claims a person, times a hundred thousand people: a number for each, not an object.
  const claims = new Map<string, number>();
  const proposed = new Set<string>();
  const nextNumbers = new Map<string, number>();
  const isFree = (address: string) =>
    !claims.has(address) && !proposed.has(address) && addressFault(address) === undefined;

  return {
    take(address, claim) {
      const earlier = claims.get(address);
      if (earlier === undefined) claims.set(address, claim.line * ROLES.length + ROLES.indexOf(claim.role));
      return earlier === undefined
        ? undefined
        : { line: Math.floor(earlier / ROLES.length), role: ROLES[earlier % ROLES.length] ?? 'old' };
    },
    propose({ local, domain, better }) {
      const plain = plainLocal(local);
      const isOdd = plain !== '' && addressFault(`${local.slice(0, MOST_STEM)}2@${domain}`) !== undefined;
      for (const whole of [...(better === undefined ? [] : [better]), ...(isOdd ? [plain] : [])]) {
        const address = `${whole}@${domain}`;
        if (!isFree(address)) continue;
        proposed.add(address);
        return address;
      }
      const stem = (isOdd ? plain : local).slice(0, MOST_STEM);
      const first = nextNumbers.get(stem) ?? 2;
      for (let number = first; number < first + MOST_TRIES; number += 1) {
        const address = `${stem}${number}@${domain}`;
        if (!isFree(address)) continue;
        nextNumbers.set(stem, number + 1);
        proposed.add(address);
        return address;
      }
      nextNumbers.set(stem, first + MOST_TRIES);
      return undefined;
    },
  };
}

// The keys under which the log may know a partner: those of now, and that of before its address was known.

import type { Partner } from '../model/partner.ts';
import { nameKey } from '../roster/merge-drafts.ts';

export class FormerKeys {
  /** Of partners that are in the list without an address: each is a partner of its own. */
  readonly #unaddressed: ReadonlySet<string>;

  constructor(partners: readonly Partner[]) {
    this.#unaddressed = new Set(partners.flatMap(({ key, addresses }) => (addresses.length === 0 ? [key] : [])));
  }

  of({ key, addresses, company, department = '', name = '' }: Partner): ReadonlySet<string> {
    const keys = new Set([key, ...addresses]);
    const unaddressed = nameKey({ company, department, name });
    return this.#unaddressed.has(unaddressed) ? keys : keys.add(unaddressed);
  }
}

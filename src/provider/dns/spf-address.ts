// An address of the servers for which a provider's SPF record speaks, taken from that record and what it includes.

import type { Dns, DnsTrouble } from './look-up.ts';

const MOST_LOOKUPS = 10;

/** Empty where the record names none. The first of each family, since a domain may list one family only. */
export async function spfAddress(name: string, dns: Dns): Promise<string[] | DnsTrouble> {
  const open = [name];
  for (let asked = 0; asked < MOST_LOOKUPS; asked += 1) {
    const next = open.shift();
    if (next === undefined) return [];
    const answer = await dns.look(next, 'TXT');
    if (answer.standing === 'nothing') continue;
    if (answer.standing !== 'found') return answer;
    const terms = answer.values.filter((text) => /^v=spf1\s/i.test(text)).flatMap((text) => text.split(/\s+/));
    const addresses = terms.flatMap((term) => /^\+?ip[46]:([0-9a-f.:]+)/i.exec(term)?.[1] ?? []);
    const [first] = addresses;
    if (first !== undefined) return [first];
    open.push(...terms.flatMap((term) => /^(?:\+?include:|redirect=)([^%]+)$/i.exec(term)?.[1] ?? []));
  }
  return [];
}

// The DNS records by which mail programs find a provider whose servers they know: which are needed, and whether they are there.

import type { ProviderName } from '../../model/directory.ts';
import type { Dns } from '../../provider/dns/look-up.ts';

export interface TenantRecord {
  readonly name: string;
  readonly type: 'CNAME' | 'MX';
  readonly wanted: string;
  /** Which program looks for it. */
  readonly who: string;
  /** The preferred one first, by which mail programs go; undefined where nobody can tell. */
  readonly found: readonly string[] | undefined;
  readonly isThere: boolean;
}

/** Microsoft: learn.microsoft.com, "External DNS records for Microsoft 365"; both: Thunderbird's database of providers goes by the MX. */
const WANTED = {
  'microsoft-365': [
    {
      label: 'autodiscover.',
      type: 'CNAME',
      leadsTo: /^autodiscover\.outlook\.com$/,
      wanted: 'autodiscover.outlook.com',
      who: 'Outlook',
    },
    {
      label: '',
      type: 'MX',
      leadsTo: /\.mail\.protection\.outlook\.com$|\.mx\.microsoft$/,
      wanted: '…mail.protection.outlook.com',
      who: 'Thunderbird',
    },
  ],
  'google-workspace': [
    { label: '', type: 'MX', leadsTo: /(?:^|\.)google(?:mail)?\.com$/, wanted: 'smtp.google.com', who: 'Thunderbird' },
  ],
  'imap-host': [],
} as const;

export function tenantRecords(
  { provider, domain }: { readonly provider: ProviderName; readonly domain: string },
  dns: Dns,
): Promise<readonly TenantRecord[]> {
  return Promise.all(
    WANTED[provider].map(async ({ label, type, leadsTo, wanted, who }) => {
      const name = `${label}${domain}`;
      const found = await targetsOf(dns, name, type);
      return {
        name,
        type,
        wanted,
        who,
        found,
        isThere: found !== undefined && found.length > 0 && leadsTo.test((found[0] ?? '').toLowerCase()),
      };
    }),
  );
}

/** Of all together: one that is known to be missing outweighs those that nobody can tell. */
export function allRecords(records: readonly TenantRecord[]): 'there' | 'missing' | 'cannot-tell' {
  const others = records.filter(({ isThere }) => !isThere);
  if (others.length === 0) return 'there';
  return others.some(({ found }) => found !== undefined) ? 'missing' : 'cannot-tell';
}

async function targetsOf(dns: Dns, name: string, type: TenantRecord['type']): Promise<readonly string[] | undefined> {
  const answer = await dns.look(name, type);
  if (answer.standing === 'nothing') return [];
  if (answer.standing !== 'found') return undefined;
  const values: readonly (string | { readonly exchange: string; readonly priority: number })[] = answer.values;
  return values
    .toSorted((one, other) => priorityOf(one) - priorityOf(other))
    .map((value) => (typeof value === 'string' ? value : value.exchange).replace(/[^\x21-\x7e]/g, '?'));
}

function priorityOf(value: string | { readonly priority: number }): number {
  return typeof value === 'string' ? 0 : value.priority;
}

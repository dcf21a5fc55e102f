// READ-ME.txt of what is published: for the administrator who uploads it, and what is needed where the provider does it all.

import type { ProviderName } from '../../model/directory.ts';
import type { DiscoveryFacts } from './discovery-facts.ts';
import { NO_WEB_HOST } from './dns-records.ts';
import type { DiscoveryRecord } from './dns-records.ts';

export function discoveryReadMe({ domain }: DiscoveryFacts, records: readonly DiscoveryRecord[]): string {
  const table = records.map(
    ({ name, type, value, why }) => `  ${type.padEnd(6)}${name}\n        ${value}\n        ${why}\n`,
  );
  return `How mail programs find the servers of ${domain}

1. UPLOAD
   Each folder is what must lie on the web server of that name, over HTTPS, for everybody, without a password:
     autoconfig.${domain}/      Thunderbird (required)
     ${domain}/                 the same file where the domain has a web site of its own
     ua-auto-config.${domain}/  mail programs to come (where the folder is there)
   XML is served as text/xml, JSON as application/json. No person and no password is in any of these files.

2. OUTLOOK (Autodiscover)
   Outlook asks with POST and wants the address in the answer, which no plain file can give. Run, behind a reverse proxy with HTTPS:
     migrate serve discovery --port 8080
   and let the proxy pass on autodiscover.${domain}, path /autodiscover/. It answers on this computer only, and for every address of the
   domain in the same way. It can serve the files above, too. Newer Outlook does not always ask: the hand-out has the servers.

3. DNS
   The same as a zone file: dns/records.zone.${records.some(({ value }) => value === `${NO_WEB_HOST}.`) ? ` Put the name of your web server in the place of ${NO_WEB_HOST}.` : ''}
${table.join('')}
4. SEE WHETHER IT WORKS
     migrate check discovery
   fetches everything as mail programs do, and says what each of them makes of it.
`;
}

/** At Microsoft 365 and Google Workspace. */
export function tenantReadMe(domain: string, provider: ProviderName): string {
  const records =
    provider === 'microsoft-365'
      ? `  CNAME  autodiscover.${domain}  autodiscover.outlook.com.    Outlook asks there.
  MX     ${domain}  as Microsoft 365 shows it (…mail.protection.outlook.com.)    Thunderbird knows the servers by it.
`
      : `  MX     ${domain}  as Google shows it (smtp.google.com.)    Thunderbird knows the servers by it.
`;
  return `How mail programs find the servers of ${domain}

There is nothing to publish: the provider's servers are known to mail programs. These DNS records are needed:

${records}
See whether they are there with: migrate check discovery
`;
}

// The DNS records by which mail programs find the servers: for the zone file, and for people.

import type { MailHost, MailServer } from '../../model/mail-host.ts';
import type { DiscoveryFacts } from './discovery-facts.ts';
import { configurationRecord, userAgentConfiguration } from './user-agent-configuration.ts';

export interface DiscoveryRecord {
  /** Without a dot at its end. */
  readonly name: string;
  readonly type: 'CNAME' | 'SRV' | 'TXT';
  /** As a zone file has it, names with their dot. */
  readonly value: string;
  readonly why: string;
}

/** Where the files are served; the administrator puts the name in where it is not known. */
export const NO_WEB_HOST = 'your-web-server.example';

export function discoveryRecords(facts: DiscoveryFacts, webHost = NO_WEB_HOST): readonly DiscoveryRecord[] {
  const { domain, mailHost } = facts;
  const cname = (label: string, why: string): DiscoveryRecord => ({
    name: `${label}.${domain}`,
    type: 'CNAME',
    value: `${webHost}.`,
    why,
  });
  const configuration = userAgentConfiguration(facts);
  return [
    cname('autoconfig', 'Thunderbird, desktop and Android, asks there first.'),
    cname('autodiscover', 'Outlook asks there.'),
    ...serviceRecords(domain, mailHost),
    {
      name: `_autodiscover._tcp.${domain}`,
      type: 'SRV',
      value: `0 0 443 autodiscover.${domain}.`,
      why: 'Outlook asks for it last.',
    },
    ...(configuration === undefined
      ? []
      : [
          cname('ua-auto-config', 'For mail programs to come (PACC).'),
          {
            name: `_ua-auto-config.${domain}`,
            type: 'TXT' as const,
            value: JSON.stringify(configurationRecord(configuration)),
            why: 'Vouches for the file of PACC; it changes with the file.',
          },
        ]),
  ];
}

/** RFC 6186 and RFC 8314, 5.1. */
function serviceRecords(domain: string, { imap, smtp, pop }: MailHost): readonly DiscoveryRecord[] {
  const record = (names: readonly [tls: string, starttls: string], { host, port, security }: MailServer) => ({
    name: `_${security === 'tls' ? names[0] : names[1]}._tcp.${domain}`,
    type: 'SRV' as const,
    value: `0 1 ${port} ${host}.`,
    why: 'Some programs find the servers by it (RFC 6186).',
  });
  return [
    record(['imaps', 'imap'], imap),
    record(['submissions', 'submission'], smtp),
    ...(pop === undefined ? [] : [record(['pop3s', 'pop3'], pop)]),
  ];
}

const TTL_SECONDS = 3600;

export function zoneText(records: readonly DiscoveryRecord[]): string {
  return records.map(({ name, type, value }) => `${name}. ${TTL_SECONDS} IN ${type} ${value}\n`).join('');
}

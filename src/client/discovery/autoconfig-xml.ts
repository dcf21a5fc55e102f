// config-v1.1.xml, which Thunderbird and others look for (draft-ietf-mailmaint-autoconfig; version 1.1 is what all of them read).

import type { MailServer } from '../../model/mail-host.ts';
import type { DiscoveryFacts } from './discovery-facts.ts';
import { xmlText } from './xml-text.ts';

/** Where it must lie: at `autoconfig.<domain>`, and at the domain itself. */
export const AUTOCONFIG_PATHS = ['/mail/config-v1.1.xml', '/.well-known/autoconfig/mail/config-v1.1.xml'] as const;

/** The same for everybody: the program fills in the address. */
export function autoconfigXml({ domain, name, shortName, mailHost }: DiscoveryFacts): string {
  const userName = mailHost.login === 'address' ? '%EMAILADDRESS%' : '%EMAILLOCALPART%';
  const server = (kind: 'incoming' | 'outgoing', type: string, at: MailServer): string =>
    `    <${kind}Server type="${type}">
      <hostname>${xmlText(at.host)}</hostname>
      <port>${at.port}</port>
      <socketType>${at.security === 'tls' ? 'SSL' : 'STARTTLS'}</socketType>
      <authentication>password-cleartext</authentication>
      <username>${userName}</username>
    </${kind}Server>
`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${xmlText(domain)}">
    <domain>${xmlText(domain)}</domain>
    <displayName>${xmlText(name)}</displayName>
    <displayShortName>${xmlText(shortName)}</displayShortName>
${server('incoming', 'imap', mailHost.imap)}${mailHost.pop === undefined ? '' : server('incoming', 'pop3', mailHost.pop)}${server('outgoing', 'smtp', mailHost.smtp)}  </emailProvider>
</clientConfig>
`;
}

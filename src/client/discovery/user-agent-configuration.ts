// user-agent-configuration.json (draft-ietf-mailmaint-pacc), for mail programs to come. It knows servers at their usual ports alone.

import { createHash } from 'node:crypto';
import type { DiscoveryFacts } from './discovery-facts.ts';

export const CONFIGURATION_PATH = '/.well-known/user-agent-configuration.json';

/** Undefined where a server is not at its usual port with TLS from the first byte: the form has no word for that. */
export function userAgentConfiguration({
  name,
  shortName,
  mailHost: { imap, smtp },
}: DiscoveryFacts): string | undefined {
  if (imap.security !== 'tls' || imap.port !== 993 || smtp.security !== 'tls' || smtp.port !== 465) return undefined;
  const configuration = {
    authentication: { password: true },
    info: { provider: { name, shortName } },
    protocols: { imap: { host: imap.host }, submit: { host: smtp.host } },
  };
  return `${JSON.stringify(configuration, undefined, 2)}\n`;
}

/** The record that vouches for the file: with another file it has another value. */
export function configurationRecord(text: string): string {
  return `v=UAAC1; a=sha256; d=${createHash('sha256').update(text).digest('base64')}`;
}

// Where names are looked up: at the servers of migrate.yaml, in the sandbox, or at those of the system.

import { resolve } from 'node:path';
import type { Dns } from '../provider/dns/look-up.ts';
import type { ConnectOptions, Problems } from './wire-place.ts';
import { noSandbox } from './wire-problems.ts';

type DnsWish = Pick<ConnectOptions, 'folder' | 'settings'>;

/** Asks nobody yet. */
export async function connectDns({ folder, settings }: DnsWish): Promise<{ readonly dns: Dns } | Problems> {
  const { openDns, noDns } = await import('../provider/dns/look-up.ts');
  const servers = settings.sending?.dnsServers;
  if (servers !== undefined) return { dns: openDns({ servers }) };
  if (settings.sandbox === undefined) return { dns: openDns({}) };
  const { sandboxStanding } = await import('../sandbox/kernel/control.ts');
  const facts = await sandboxStanding(resolve(folder, settings.sandbox));
  if (facts === undefined) return { problems: [noSandbox(settings.sandbox)] };
  // A sandbox must not be judged by the real DNS.
  if (facts.dns === undefined) return { dns: noDns('the sandbox serves no DNS') };
  return { dns: openDns({ servers: [`${facts.dns.host}:${facts.dns.port}`] }) };
}

/** Which organisation receives for a domain; the domain itself where nobody can tell. */
export async function operatorsBy(wish: DnsWish): Promise<(domain: string) => Promise<string>> {
  const connecting = await connectDns(wish);
  if ('problems' in connecting) return (domain) => Promise.resolve(domain);
  const { mxOperator } = await import('../provider/dns/mx-operator.ts');
  return (domain) => mxOperator(domain, connecting.dns);
}

// What a mail host can be asked beforehand: whether its servers answer and prove who they are, and whether scripts can reply.

import type { Permission } from '../../model/account.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { MailServer, ManageSieveServer } from '../../model/mail-host.ts';
import { greetScripts } from './owner-script.ts';
import { greetImap, greetSmtp } from './sign-in.ts';
import type { MailDoor } from './sign-in.ts';

export async function hostPermissions(
  { host, authority }: MailDoor,
  sieve: ManageSieveServer | undefined,
): Promise<readonly Permission[]> {
  const at = ({ host: name, port }: Pick<MailServer, 'host' | 'port'>): string => `${name}:${port}`;
  return Promise.all([
    tried(`IMAP ${at(host.imap)}`, () => greetImap(host.imap, authority)),
    tried(`SMTP ${at(host.smtp)}`, () => greetSmtp(host.smtp, authority)),
    ...(sieve === undefined ? [] : [tried(`ManageSieve ${at(sieve)}`, () => greetScripts(sieve, authority))]),
  ]);
}

async function tried(name: string, greet: () => Promise<unknown>): Promise<Permission> {
  try {
    await greet();
    return { name, stage: 'apply', standing: 'granted' };
  } catch (error) {
    const standing = error instanceof RemoteFailure && error.facts.kind === 'unavailable' ? 'cannot-tell' : 'missing';
    return { name, stage: 'apply', standing, said: error instanceof Error ? error.message : String(error) };
  }
}

// How this program reaches a plain mail host, or the sandbox in its place.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { MailHost, MailServer } from '../model/mail-host.ts';
import { hasErrors } from '../model/problem.ts';
import type { Connection } from '../model/settings.ts';
import type { ImapHostOptions } from '../provider/imap-host/connect.ts';
import type { KnownPasswords } from '../provider/imap-host/known-passwords.ts';
import { readListedMailboxes } from './mailbox-list.ts';
import { selfCommand } from './self-command.ts';
import type { ConnectOptions, MailPort, Problems, ProviderPlace } from './wire-place.ts';
import { noSandboxMail, noSecret } from './wire-problems.ts';

type HostConnection = Extract<Connection, { readonly provider: 'imap-host' }>;

/** `tenant`: as `Connected.tenant` has it, without the label. */
export async function hostOptions(
  options: ConnectOptions,
  place: ProviderPlace,
): Promise<{ readonly options: ImapHostOptions; readonly label: string; readonly tenant: string } | Problems> {
  const { settings, folder, environment, passwords = NO_PASSWORDS } = options;
  const { connection, mailHost, newDomain } = settings;
  if (connection.provider !== 'imap-host' || mailHost === undefined)
    throw new Error('the settings hold another connection');
  const listed = await readListedMailboxes(folder, settings);
  if (hasErrors(listed.problems)) return { problems: listed.problems };
  const shared = { newDomain, listed: listed.mailboxes, passwords, folder: resolve(folder), environment };
  if (place.sandbox !== undefined) {
    const stand = await standIn({ connection, mailHost }, place.sandbox);
    if ('problems' in stand) return stand;
    return { options: { ...shared, ...stand }, label: 'Mail host (sandbox)', tenant: mailHost.imap.host };
  }
  const variable = connection.manageSieve?.master.variable;
  const sievePassword = variable === undefined ? undefined : environment[variable];
  if (variable !== undefined && (sievePassword === undefined || sievePassword === '')) {
    return { problems: [noSecret(variable)] };
  }
  return {
    options: { ...shared, connection, host: mailHost, ...(sievePassword !== undefined && { sievePassword }) },
    label: 'Mail host',
    tenant: mailHost.imap.host,
  };
}

/** Whoever only asks what there is knows no password. */
const NO_PASSWORDS: KnownPasswords = {
  async *of() {
    await Promise.resolve();
    yield* [];
  },
  whyMore: () => Promise.resolve('this command opens no vault'),
};

/** The sandbox's own servers, and a command of its own: nothing is made at the real host. */
async function standIn(
  { connection, mailHost }: { readonly connection: HostConnection; readonly mailHost: MailHost },
  { smtp, imap, sieve, folder }: NonNullable<ProviderPlace['sandbox']>,
): Promise<Pick<ImapHostOptions, 'connection' | 'host' | 'sievePassword' | 'authority'> | Problems> {
  if (smtp === undefined || imap === undefined || sieve === undefined) return { problems: [noSandboxMail()] };
  const [program = '', ...rest] = selfCommand();
  const { provision, manageSieve, accounts } = connection;
  const command = { program, arguments: [...rest, 'sandbox', 'make-mailbox', folder] };
  const look = { program, arguments: [...rest, 'sandbox', 'has-mailbox', folder] };
  return {
    host: { ...mailHost, imap: placedAt(imap, mailHost.imap), smtp: placedAt(smtp, mailHost.smtp) },
    authority: await readFile(imap.caFile, 'utf8'),
    connection: {
      provider: 'imap-host',
      provision: provision.by === 'upload' ? provision : { ...provision, command, look },
      ...(manageSieve !== undefined && {
        manageSieve: { host: sieve.host, port: sieve.port, master: { user: sieve.user, variable: '' } },
      }),
      ...(accounts !== undefined && { accounts }),
    },
    ...(manageSieve !== undefined && { sievePassword: sieve.password }),
  };
}

/** The sandbox's servers speak TLS at once on one port, and after STARTTLS on the other. */
function placedAt({ host, port, tlsPort }: MailPort, { security }: MailServer): MailServer {
  return { host, security, port: security === 'tls' ? tlsPort : port };
}

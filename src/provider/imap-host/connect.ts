// Connects a plain mail host. Makes no call: each part signs in when it is used.

import type { Directory } from '../../model/directory.ts';
import type { MailHost } from '../../model/mail-host.ts';
import type { Connection } from '../../model/settings.ts';
import { openHostAccounts } from './accounts.ts';
import type { ListedMailbox } from './accounts.ts';
import { cannotBeDone } from './failures.ts';
import type { KnownPasswords } from './known-passwords.ts';
import { openHostMailboxes } from './mailboxes.ts';
import { openOwnerScripts } from './owner-script.ts';
import { hostPermissions } from './permissions.ts';
import type { MailDoor } from './sign-in.ts';

export interface ImapHostOptions {
  readonly connection: Extract<Connection, { readonly provider: 'imap-host' }>;
  readonly host: MailHost;
  readonly newDomain: string;
  readonly listed: readonly ListedMailbox[];
  readonly passwords: KnownPasswords;
  /** Of the master user; absent where there is none. */
  readonly sievePassword?: string;
  /** Where a relative path of a command begins. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** PEM of an authority that is trusted beside those of the system: the sandbox's own. */
  readonly authority?: string;
}

export function connectImapHost(options: ImapHostOptions): Directory {
  const { connection, host, newDomain, listed, passwords, sievePassword, folder, environment, authority } = options;
  const { provision, manageSieve: server } = connection;
  const trust = authority !== undefined && { authority };
  const door: MailDoor = { host, ...trust };
  const scripts =
    server === undefined || sievePassword === undefined
      ? undefined
      : openOwnerScripts({ server, password: sievePassword, host, ...trust });
  // Its domains are set up where it is ordered. One that has mailboxes is there.
  const domains = new Set([newDomain, ...listed.map(({ address }) => address.slice(address.lastIndexOf('@') + 1))]);
  return {
    provider: 'imap-host',
    accounts: openHostAccounts({ door, provision, listed, passwords, folder, environment }),
    domains: {
      list: () =>
        Promise.resolve([...domains].map((name) => ({ name, isVerified: true, isPrimary: name === newDomain }))),
      records: () => Promise.resolve([]),
      add: () => Promise.reject(cannotBeDone('domain', 'Order the domain at the host.')),
      verify: () => Promise.reject(cannotBeDone('domain', 'Order the domain at the host.')),
    },
    licences: {
      list: () => Promise.resolve([]),
      groupByName: () => Promise.resolve(undefined),
      assign: () => Promise.reject(cannotBeDone('licence', 'Take the licence out of the staff list.')),
      held: () => Promise.resolve([]),
    },
    mailboxes: openHostMailboxes({ door, passwords, ...(scripts !== undefined && { scripts }) }),
    permissions: () => hostPermissions(door, server),
    addressFault: () => undefined,
  };
}

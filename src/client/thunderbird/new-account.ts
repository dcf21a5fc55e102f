// The new account as Thunderbird writes one: where it reads, where it sends, how it signs in, how the old one is marked.

import type { ProviderName, TenantProvider } from '../../model/directory.ts';
import type { MailHost, MailServer } from '../../model/mail-host.ts';
import type { Language, Person } from '../../model/person.ts';

export interface ThunderbirdServer {
  readonly host: string;
  readonly port: number;
  /** Thunderbird's number: 2 is STARTTLS, 3 is TLS from the first byte. */
  readonly socketType: 2 | 3;
  /** Thunderbird's number: 3 is a password, 10 is OAuth2. */
  readonly authMethod: 3 | 10;
  readonly userName: string;
}

export interface NewAccount {
  readonly fullName: string;
  /** Lower case. */
  readonly address: string;
  /** Lower case: by it the account that people have is found. */
  readonly oldAddress: string;
  /** Set before the name of the old account. */
  readonly oldMark: string;
  readonly incoming: ThunderbirdServer;
  readonly outgoing: ThunderbirdServer;
  readonly signatureHtml?: string;
}

export interface AccountPlace {
  readonly provider: ProviderName;
  /** Absent at Microsoft 365 and Google Workspace. */
  readonly mailHost?: MailHost;
}

const OLD_MARKS: Readonly<Record<Language, string>> = { ja: '(旧) ', en: '(old) ' };

/** An account that carries one of them is not marked again. */
export const ALL_OLD_MARKS: readonly string[] = Object.values(OLD_MARKS);

/** Always IMAP, also for those who used POP: the mail host offers it, and their old messages stay where they are. */
export function newAccountOf(person: Person, signatureHtml: string | undefined, place: AccountPlace): NewAccount {
  return {
    fullName: person.displayName,
    address: person.newAddress,
    oldAddress: person.oldAddress,
    oldMark: OLD_MARKS[person.language],
    ...serversOf(person.newAddress, place),
    ...(signatureHtml !== undefined && { signatureHtml }),
  };
}

function serversOf(address: string, { provider, mailHost }: AccountPlace): Pick<NewAccount, 'incoming' | 'outgoing'> {
  if (mailHost !== undefined) {
    const userName = mailHost.login === 'address' ? address : address.slice(0, address.lastIndexOf('@'));
    return { incoming: withPassword(mailHost.imap, userName), outgoing: withPassword(mailHost.smtp, userName) };
  }
  if (provider === 'imap-host') throw new Error('At imap-host there is always a mail host.');
  const servers = OAUTH_SERVERS[provider];
  return {
    incoming: { ...servers.incoming, authMethod: 10, userName: address },
    outgoing: { ...servers.outgoing, authMethod: 10, userName: address },
  };
}

function withPassword({ host, port, security }: MailServer, userName: string): ThunderbirdServer {
  return { host, port, socketType: security === 'tls' ? 3 : 2, authMethod: 3, userName };
}

/** Thunderbird knows the issuer of these hosts by itself, and has an application of its own at each. */
const OAUTH_SERVERS: Readonly<
  Record<TenantProvider, Record<'incoming' | 'outgoing', Pick<ThunderbirdServer, 'host' | 'port' | 'socketType'>>>
> = {
  // learn.microsoft.com: POP, IMAP, and SMTP settings for Outlook.com and Exchange Online.
  'microsoft-365': {
    incoming: { host: 'outlook.office365.com', port: 993, socketType: 3 },
    outgoing: { host: 'smtp.office365.com', port: 587, socketType: 2 },
  },
  // support.google.com/a/answer/9003945.
  'google-workspace': {
    incoming: { host: 'imap.gmail.com', port: 993, socketType: 3 },
    outgoing: { host: 'smtp.gmail.com', port: 465, socketType: 3 },
  },
};

// The section `imap-host` as the program works with it: every default is here.

import { MAILBOX_FIELDS } from '../model/mail-host.ts';
import type { HostCommand, MailHost, MailServer, Provision, UploadFormat } from '../model/mail-host.ts';
import type { Connection } from '../model/settings.ts';
import type { HostFile } from './host-schema.ts';
import { sure } from './sure.ts';

const IMAP_PORT = { tls: 993, starttls: 143 } as const;
const SMTP_PORT = { tls: 465, starttls: 587 } as const;
const POP_PORT = { tls: 995, starttls: 110 } as const;
const SIEVE_PORT = 4190;
/** A command that makes one mailbox takes seconds; a host that is busy may take longer. */
const TIMEOUT_SECONDS = 60;

export function mailHostOf(said: HostFile): MailHost {
  return {
    imap: serverOf(said.imap, IMAP_PORT),
    smtp: serverOf(said.smtp, SMTP_PORT),
    ...(said.pop !== undefined && { pop: serverOf(said.pop, POP_PORT) }),
    login: said.login ?? 'address',
    ...(said.activeSync !== undefined && { activeSync: said.activeSync }),
  };
}

export function hostConnectionOf(said: HostFile): Extract<Connection, { readonly provider: 'imap-host' }> {
  const { manageSieve, accounts } = said;
  return {
    provider: 'imap-host',
    provision: provisionOf(said.provision),
    ...(manageSieve !== undefined && {
      manageSieve: {
        host: manageSieve.host.toLowerCase(),
        port: manageSieve.port ?? SIEVE_PORT,
        master: manageSieve.master,
      },
    }),
    ...(accounts !== undefined && { accounts }),
  };
}

function serverOf(
  { host, port, security = 'tls' }: HostFile['imap'],
  ports: Readonly<Record<MailServer['security'], number>>,
): MailServer {
  return { host: host.toLowerCase(), port: port ?? ports[security], security };
}

function provisionOf({
  command,
  arguments: args,
  look,
  timeoutSeconds,
  atOnce,
  upload,
}: HostFile['provision']): Provision {
  if (upload !== undefined) return { by: 'upload', format: formatOf(upload) };
  return {
    by: 'command',
    command: commandOf({ command: sure(command), arguments: args }),
    ...(look !== undefined && { look: commandOf(look) }),
    timeoutMs: (timeoutSeconds ?? TIMEOUT_SECONDS) * 1000,
    atOnce: atOnce ?? 1,
  };
}

function commandOf(said: {
  readonly command: string;
  readonly arguments?: readonly string[] | undefined;
}): HostCommand {
  return { program: said.command, arguments: said.arguments ?? [] };
}

function formatOf({ columns, encoding, headings }: NonNullable<HostFile['provision']['upload']>): UploadFormat {
  return {
    columns: Object.entries(columns).map(([heading, word]) => ({ heading, value: sure(columnValue(word)) })),
    encoding: encoding ?? 'utf-8',
    hasHeadings: headings ?? true,
  };
}

/** What a column holds by the word in migrate.yaml; undefined where the word means nothing. */
export function columnValue(word: string): UploadFormat['columns'][number]['value'] | undefined {
  if (word.startsWith('=')) return { text: word.slice(1) };
  if (word === 'password') return word;
  return MAILBOX_FIELDS.find((field) => field === word);
}

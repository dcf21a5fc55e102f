// What reads mailboxes back: Graph, Gmail or IMAP, the real one or the sandbox in its place.

import { readFile } from 'node:fs/promises';
import type { MailReader, Repeat } from '../model/mail-reader.ts';
import type { Problem } from '../model/problem.ts';
import type { ImapSettings } from '../model/settings.ts';
import { googleOptions } from './wire-google.ts';
import { microsoftOptions } from './wire-microsoft.ts';
import { placeOf } from './wire-place.ts';
import type { ConnectOptions, Problems, SandboxSignIn } from './wire-place.ts';
import { noSandboxMail, noSecret } from './wire-problems.ts';

export interface MailReaderWish extends ConnectOptions {
  readonly way: 'graph' | 'gmail' | 'smtp';
  readonly repeat: Repeat;
}

export interface ConnectedReader {
  readonly reader: MailReader;
  /** The mailboxes to be read, where those send. Over IMAP it is the one that we can sign in to. */
  readonly mailboxesOf: (senders: readonly string[]) => readonly string[];
}

/** Makes no call. */
export async function connectMailReader(wish: MailReaderWish): Promise<ConnectedReader | Problems> {
  switch (wish.way) {
    case 'graph':
      return graphReader(wish);
    case 'gmail':
      return gmailReader(wish);
    case 'smtp':
      return imapReader(wish);
  }
}

const each = (senders: readonly string[]): readonly string[] => senders;

async function graphReader(wish: MailReaderWish): Promise<ConnectedReader | Problems> {
  const place = await placeOf(wish);
  if ('problems' in place) return place;
  const reading = microsoftOptions(wish, place);
  if ('problems' in reading) return reading;
  const { connectMicrosoftMailReader } = await import('../provider/microsoft-365/mail-reader.ts');
  return { reader: connectMicrosoftMailReader({ ...reading.options, repeat: wish.repeat }), mailboxesOf: each };
}

async function gmailReader(wish: MailReaderWish): Promise<ConnectedReader | Problems> {
  const place = await placeOf(wish);
  if ('problems' in place) return place;
  const reading = await googleOptions(wish, place);
  if ('problems' in reading) return reading;
  const { connectGmailReader } = await import('../provider/google-workspace/mail-reader.ts');
  return { reader: connectGmailReader({ ...reading.options, repeat: wish.repeat }), mailboxesOf: each };
}

async function imapReader({ repeat, ...wish }: MailReaderWish): Promise<ConnectedReader | Problems> {
  const imap = wish.settings.sending?.smtp?.imap;
  if (imap === undefined) return { problems: [noMailboxAccess()] };
  const place = await placeOf(wish);
  if ('problems' in place) return place;
  const { connectImapReader } = await import('../provider/smtp/imap-reader.ts');
  if (place.sandbox !== undefined) {
    const signIn = await sandboxImap(imap, place.sandbox);
    if ('problems' in signIn) return signIn;
    // Every address of the sandbox is a mailbox.
    return { reader: connectImapReader({ ...signIn, userOf: (mailbox) => mailbox, repeat }), mailboxesOf: each };
  }
  const password = wish.environment[imap.variable];
  if (password === undefined || password === '') return { problems: [noSecret(imap.variable)] };
  const reader = connectImapReader({ imap, userOf: () => imap.user, password, repeat });
  return { reader, mailboxesOf: () => [imap.user] };
}

interface SandboxImap {
  readonly imap: Pick<ImapSettings, 'host' | 'port' | 'security'>;
  readonly password: string;
  readonly authority: string;
}

async function sandboxImap({ security }: ImapSettings, { imap }: SandboxSignIn): Promise<SandboxImap | Problems> {
  if (imap === undefined) return { problems: [noSandboxMail()] };
  const { host, port, tlsPort, password, caFile } = imap;
  const placed =
    security === 'tls'
      ? { host, port: tlsPort, security: 'tls' as const }
      : { host, port, security: 'starttls' as const };
  return { imap: placed, password, authority: await readFile(caFile, 'utf8') };
}

function noMailboxAccess(): Problem {
  return {
    code: 'bounces.no-mailbox',
    severity: 'error',
    place: { file: 'migrate.yaml' },
    what: 'migrate.yaml does not say how the mailbox that sends is read (sending.smtp.imap).',
    why: 'Bounces and answers arrive there.',
    todo: 'Add sending.smtp.imap. Or save the messages as files .eml into a folder: migrate notice bounces --from <folder>',
  };
}

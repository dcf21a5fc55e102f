// The mailboxes of a provider as the mail of the outside world sees them: where messages are put, and what IMAP shows.

import type { Rate } from './bucket.ts';
import type { PublishedRecord } from './dns.ts';
import type { World } from './world.ts';

/** One message as it is put into a mailbox, or as IMAP reads it. */
export interface Arriving {
  /** Lower case. */
  readonly to: string;
  /** RFC 5322 bytes, one character a byte. */
  readonly raw: string;
}

export interface MailFolder {
  /** `INBOX`, `Sent Items`; a slash divides. */
  readonly name: string;
  /** RFC 6154: `\Sent`, `\Drafts`. */
  readonly use?: string;
  /** Oldest first. */
  messages(): Iterable<FolderMessage>;
  /** Keeps a message that a client appends; absent: this folder takes none. */
  append?(raw: string): void;
}

export interface FolderMessage {
  /** Stays the same as long as the message lies in this folder. */
  readonly id: string;
  readonly at: number;
  readonly isRead: boolean;
  raw(): string;
}

/** What a provider lets one of its users do over SMTP. */
export interface Submission {
  /** Messages over time; more are refused with `refusal`. */
  readonly rate: Rate;
  readonly refusal: string;
  /** Why this address may not stand in MAIL FROM; undefined where it may. */
  senderFault(from: string): string | undefined;
}

export interface Mailboxes {
  /** Whether mail for this domain comes to this provider. Lower case. */
  hosts(world: World, domain: string): boolean;
  /** Inside a transaction. False where nobody has the address. */
  deliver(world: World, mail: Arriving): boolean;
  /** What the zone of a domain that is hosted here holds when it is as the provider wants it: MX, SPF, DKIM, DMARC. */
  zone(world: World, domain: string): readonly PublishedRecord[];
  /** For a user who signs in to send over SMTP; undefined where nobody has the address. */
  submission(world: World, user: string): Submission | undefined;
  /** The folders of whoever has the address; undefined where nobody has it, or it has no mailbox. */
  folders(world: World, address: string): readonly MailFolder[] | undefined;
}

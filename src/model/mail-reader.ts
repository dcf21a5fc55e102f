// The seam to mailboxes that are read back: Graph, Gmail, IMAP, files. Read-only: nothing is marked as read, moved or deleted.
// Every method throws RemoteFailure only, after it has repeated what may pass.

export type MailFolder = 'inbox' | 'sent' | 'junk';

/** The headers of a message in their order: names in lower case, values unfolded and not decoded. */
export type MailHeaders = readonly (readonly [name: string, value: string])[];

/** A message, without its content. */
export interface MailHead {
  /** The same on every reading; meaningful in this mailbox and folder only. */
  readonly id: string;
  /** When it came, or was sent, in milliseconds since 1970. */
  readonly receivedAtMs: number;
  readonly headers: MailHeaders;
}

export interface MailWish {
  /** Primary address. */
  readonly mailbox: string;
  readonly folder: MailFolder;
  /** Milliseconds since 1970; what is older is left out. */
  readonly sinceMs: number;
  readonly signal: AbortSignal;
}

/** Of a larger message only so many bytes are loaded: a report stands at the beginning. */
export const MOST_MAIL_BYTES = 1024 * 1024;

export interface MailReader {
  /** In no certain order; a folder that the mailbox does not have holds nothing. */
  heads(wish: MailWish): AsyncIterable<MailHead>;
  /** The message as it came (RFC 5322), at most MOST_MAIL_BYTES of it. */
  raw(head: MailHead, wish: MailWish): Promise<Uint8Array>;
  /** Ends connections. */
  close(): Promise<void>;
}

/** Makes a read again that met a throttle or a lost connection, a bounded number of times. */
export type Repeat = <Result>(read: () => Promise<Result>, signal: AbortSignal) => Promise<Result>;

/** The value of the first header of that name. */
export function headerOf(headers: MailHeaders, name: string): string | undefined {
  return headers.find(([one]) => one === name)?.[1];
}

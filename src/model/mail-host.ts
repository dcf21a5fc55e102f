// A plain mail host: where mail programs read and send, for companies that rent their mailboxes.

export interface MailServer {
  /** Name as its certificate has it, lower case. */
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte. `starttls`: required after the greeting. */
  readonly security: 'tls' | 'starttls';
}

export interface MailHost {
  readonly imap: MailServer;
  readonly smtp: MailServer;
  readonly pop?: MailServer;
  /** What people sign in with: the whole new address, or the part before the @. */
  readonly login: 'address' | 'local-part';
}

// A plain mail host: where mail programs read and send, for companies that rent their mailboxes, and how mailboxes are made there.

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
  /** HTTPS address of ActiveSync, which phones use; absent: it has none. */
  readonly activeSync?: string;
}

/** What a command of the administrator's, and a row of an upload, can be told of a new mailbox. The password is no argument, ever. */
export const MAILBOX_FIELDS = [
  'address',
  'localPart',
  'domain',
  'displayName',
  'familyName',
  'givenName',
  'department',
  'title',
  'phone',
  'language',
] as const;
export type MailboxField = (typeof MAILBOX_FIELDS)[number];

/** A program that is started without a shell. An argument that is `{field}` as a whole gives way to the field of the mailbox. */
export interface HostCommand {
  readonly program: string;
  readonly arguments: readonly string[];
}

/** The host's bulk import. */
export interface UploadFormat {
  /** In the order of the file. A text is the same in every row. */
  readonly columns: readonly {
    readonly heading: string;
    readonly value: MailboxField | 'password' | { readonly text: string };
  }[];
  readonly encoding: 'utf-8' | 'cp932';
  readonly hasHeadings: boolean;
}

/** How mailboxes come into being. */
export type Provision =
  | {
      readonly by: 'command';
      readonly command: HostCommand;
      /** Ends with 0 where the mailbox is there, with 1 where it is not. */
      readonly look?: HostCommand;
      /** A command that takes longer is ended, and what it did is in doubt. */
      readonly timeoutMs: number;
      /** Commands at the same time. */
      readonly atOnce: number;
    }
  | { readonly by: 'upload'; readonly format: UploadFormat };

/** RFC 5804. */
export interface ManageSieveServer {
  readonly host: string;
  readonly port: number;
  /** An account that may sign in for others (SASL PLAIN with an authorization identity). */
  readonly master: {
    readonly user: string;
    /** Environment variable with its password. */
    readonly variable: string;
  };
}

// A letter: what one recipient gets, rendered, before it is a message of any provider.

import type { Language } from './person.ts';

/** Somebody on the envelope and in the headers of a message. */
export interface Correspondent {
  /** Without 様, no line breaks; absent: the address alone. */
  readonly name?: string;
  /** Lower case, domain in punycode. */
  readonly address: string;
}

/** Hex sha256 over everything in a Letter, by `letterHash`. */
export type LetterHash = string;

/** What is approved, kept on record, and sent as it is. */
export interface Letter {
  readonly from: Correspondent;
  readonly to: Correspondent;
  readonly subject: string;
  /** Plain text, LF, lines of at most 76 columns. */
  readonly text: string;
  readonly html: string;
  readonly language: Language;
}

/** A letter on its way: with what makes it findable. */
export interface OutgoingLetter extends Letter {
  /** Opaque, lower-case hex: header `X-Migrate-Notice`. */
  readonly noticeId: string;
  /** Stands in the text of the letter. */
  readonly referenceCode: string;
  /** Primary address of the mailbox that sends. */
  readonly mailbox: string;
}

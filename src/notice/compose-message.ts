// A letter as the bytes of one message (RFC 5322, RFC 2045-2047): one sender, one recipient, text and HTML. One rule: the same letter
// with the same date always gives the same bytes, so that a draft that is made twice is the same.

import MailComposer from 'nodemailer/lib/mail-composer';
import type { Correspondent, OutgoingLetter } from '../model/letter.ts';
import { bytesOf } from './compose-bytes.ts';
import { letterFault } from './compose-check.ts';
import { dateStamps } from './compose-date.ts';
import { letterHash } from './letter-hash.ts';

/** Says which notice a message, its copies and its bounces belong to. */
export const NOTICE_HEADER = 'X-Migrate-Notice';
/** Says which version of the letter a message holds: the first digits of its hash. */
export const LETTER_HEADER = 'X-Migrate-Letter';
const LETTER_DIGITS = 24;

/** Signs the finished message; what it gives is sent. */
export type MessageSigner = (message: Buffer, letter: OutgoingLetter) => Promise<Buffer>;

export interface Composer {
  /** The value of `Date` for a moment in milliseconds since 1970; fixed before the first try. */
  readonly stamp: (at: number) => string;
  /** Lines end in CRLF. Only for a letter without fault. */
  readonly compose: (letter: OutgoingLetter, date: string) => Promise<Buffer>;
}

export interface ComposerOptions {
  readonly timeZone: string;
  /** S/MIME. */
  readonly sign?: MessageSigner;
  /** Says that a program sends it (RFC 3834): mailboxes of people who are away do not answer. */
  readonly isAutoSubmitted?: boolean;
}

/** `<noticeId@domain of from>`: the same on every try. */
export function messageIdOf({ noticeId, from }: OutgoingLetter): string {
  return `<${noticeId}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`;
}

const marks = new WeakMap<OutgoingLetter, string>();

/** The value of `X-Migrate-Letter`. Hashing a letter takes a tenth of the time that sending it does. */
export function letterMark(letter: OutgoingLetter): string {
  const known = marks.get(letter);
  if (known !== undefined) return known;
  const mark = letterHash(letter).slice(0, LETTER_DIGITS);
  marks.set(letter, mark);
  return mark;
}

export function composerFor({ timeZone, sign, isAutoSubmitted = false }: ComposerOptions): Composer {
  return {
    stamp: dateStamps(timeZone),
    async compose(letter, date) {
      const fault = letterFault(letter);
      if (fault !== undefined) throw new Error(`a letter with a fault was to be composed: ${fault}`);
      const message = bytesOf(composed(letter, { date, isAutoSubmitted }).compile());
      return sign === undefined ? message : sign(message, letter);
    },
  };
}

function composed(
  letter: OutgoingLetter,
  { date, isAutoSubmitted }: { readonly date: string; readonly isAutoSubmitted: boolean },
): MailComposer {
  return new MailComposer({
    from: addressed(letter.from),
    to: addressed(letter.to),
    subject: letter.subject,
    messageId: messageIdOf(letter),
    // As a text: a Date would be written with +0000.
    date,
    headers: {
      'Content-Language': letter.language,
      [NOTICE_HEADER]: letter.noticeId,
      [LETTER_HEADER]: letterMark(letter),
      ...(isAutoSubmitted && { 'Auto-Submitted': 'auto-generated' }),
    },
    text: withCrlf(letter.text),
    html: withCrlf(letter.html),
    // Japanese in Q-words takes three times the room, and some filters take it for noise.
    textEncoding: 'B',
    baseBoundary: letter.noticeId,
    boundaryPrefix: '--_letter',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** As an object, never as a text: a comma in a text makes two recipients. */
function addressed({ name = '', address }: Correspondent): { readonly name: string; readonly address: string } {
  return { name, address };
}

/** RFC 2045: text has CRLF in its canonical form, before it is encoded. nodemailer leaves what becomes base64 as it is. */
function withCrlf(text: string): string {
  return text.replace(/\r\n?|\n/g, '\r\n');
}

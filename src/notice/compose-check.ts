// The last look at a letter before it becomes a message: what does not pass here is never sent, wherever it came from.

import type { Correspondent, Letter, OutgoingLetter } from '../model/letter.ts';
import { readAddress } from '../model/mail-address.ts';

/** Control characters and line ends, and the marks that turn the direction of writing: they let a header say what it does not hold. */
const HEADER_SIGNS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** A text that looks like RFC 2047 would be read as another one. */
const ENCODED_WORD = /=\?[^?\s]+\?[bq]\?[^?\s]*\?=/iu;
const BODY_SIGNS = /[^\P{Cc}\t\r\n]/u;
const MOST_NAME = 200;
/** An unfolded line may hold 998 bytes (RFC 5322, 2.1.1); nobody reads a subject of this length. */
const MOST_SUBJECT = 400;

/** Why this letter cannot be sent as one message to one recipient, in words; undefined where it can. */
export function letterFault(letter: OutgoingLetter): string | undefined {
  return /^[0-9a-f]{16,64}$/.test(letter.noticeId) ? writtenFault(letter) : 'the notice id is not one of ours';
}

/** The same for a letter that is only written: planning asks, so that nothing fails for it later. */
export function writtenFault({ from, to, subject, text, html }: Letter): string | undefined {
  return (
    correspondentFault('sender', from) ??
    correspondentFault('recipient', to) ??
    headerFault('subject', subject, MOST_SUBJECT) ??
    (subject.trim() === '' ? 'the subject is empty' : undefined) ??
    bodyFault('text', text) ??
    bodyFault('HTML', html)
  );
}

function correspondentFault(role: 'sender' | 'recipient', { name, address }: Correspondent): string | undefined {
  const reading = readAddress(address, role === 'recipient' ? { takesCarriers: true } : {});
  if ('fault' in reading) return `the address of the ${role} is not one mail address (${reading.fault})`;
  if (reading.address !== address) return `the address of the ${role} is not in lower case and punycode`;
  return name === undefined ? undefined : headerFault(`name of the ${role}`, name, MOST_NAME);
}

function headerFault(what: string, value: string, most: number): string | undefined {
  if (HEADER_SIGNS.test(value)) return `the ${what} holds a control character, a line end or a mark of direction`;
  if (!value.isWellFormed()) return `the ${what} holds half a character`;
  if (ENCODED_WORD.test(value)) return `the ${what} looks like an encoded word`;
  if (value !== value.trim()) return `the ${what} begins or ends with a space`;
  return value.length > most ? `the ${what} is longer than ${most} characters` : undefined;
}

function bodyFault(what: string, value: string): string | undefined {
  if (value.trim() === '') return `the ${what} part is empty`;
  if (BODY_SIGNS.test(value)) return `the ${what} part holds a control character`;
  return value.isWellFormed() ? undefined : `the ${what} part holds half a character`;
}

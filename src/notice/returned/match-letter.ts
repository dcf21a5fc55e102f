// Which of our letters a message is about. What names an id of ours is certain; an address or a sender is likely, and said to be so.

import type { MailBack } from '../../model/mail-back.ts';
import type { MailHeaders } from '../../model/mail-reader.ts';
import { NOTICE_HEADER } from '../compose-message.ts';
import { addressIn } from './mail-kind.ts';
import type { MailParts } from './mail-parts.ts';
import type { SentIndex, SentLetter } from './sent-index.ts';
import { headerOf } from '../../model/mail-reader.ts';

export interface Match {
  readonly letter: SentLetter;
  readonly by: NonNullable<MailBack['matchedBy']>;
}

const NOTICE_ID = new RegExp(`${NOTICE_HEADER}:\\s*([0-9a-f]{24})\\b`, 'gi');
const MESSAGE_ID = /<[^<>@\s]{1,200}@[^<>@\s]{1,253}>/g;
/** Our own Message-IDs begin with the notice id, also where the rest was cut off or the brackets are gone. */
const OWN_MESSAGE_ID = /\b([0-9a-f]{24})@/gi;
const ADDRESS = /[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9.-]{1,253}/gi;
const MOST_HITS = 500;

/** By ids in returned headers, in the text, and in the headers that name what is answered. */
export function matchById({ headers, text, status, returned }: MailParts, index: SentIndex): Match | undefined {
  const answered = ['in-reply-to', 'references', 'x-original-message-id'].map((name) => headerOf(headers, name) ?? '');
  const texts = [...returned, ...answered, text, ...status];
  for (const one of texts) {
    for (const [, noticeId = ''] of hitsIn(one, NOTICE_ID)) {
      const letter = index.ofNotice(noticeId);
      if (letter !== undefined) return { letter, by: 'notice id' };
    }
  }
  for (const one of texts) {
    for (const [messageId] of hitsIn(one, MESSAGE_ID)) {
      const letter = index.ofMessage(messageId);
      if (letter !== undefined) return { letter, by: 'message id' };
    }
    for (const [, noticeId = ''] of hitsIn(one, OWN_MESSAGE_ID)) {
      const letter = index.ofNotice(noticeId);
      if (letter !== undefined) return { letter, by: 'message id' };
    }
  }
  return undefined;
}

/** By any address in the texts to which we have written; `texts` in the order in which they are believed. */
export function matchByAddress(
  texts: readonly string[],
  { index, at }: { readonly index: SentIndex; readonly at: number },
): Match | undefined {
  for (const text of texts) {
    for (const address of addressesIn(text)) {
      const letter = index.toAddress(address, at);
      if (letter !== undefined) return { letter, by: 'address' };
    }
  }
  return undefined;
}

/** By whoever wrote it: the reference code of a letter in the text, or the recipient's own address. */
export function matchBySender(
  { headers, text }: MailParts,
  { index, at }: { readonly index: SentIndex; readonly at: number },
): Match | undefined {
  const from = addressIn(headerOf(headers, 'from') ?? '');
  const own = index.toAddress(from, at);
  const namesCode = [...index.referenceCodes].some((code) => text.includes(code));
  const letter = own ?? (namesCode ? index.toDomainOf(from, at) : undefined);
  return letter === undefined ? undefined : { letter, by: namesCode ? 'reference code' : 'sender' };
}

/** The id of our own letter, where the message itself is one. */
export function ownNoticeId(headers: MailHeaders): string | undefined {
  return headerOf(headers, NOTICE_HEADER.toLowerCase());
}

/** Lower case; also without signs that may stand before an address or belong to it. */
function addressesIn(text: string): readonly string[] {
  // Carriers' addresses with dots in a row stand in quotes.
  const found = hitsIn(text.replaceAll('"', ''), ADDRESS).map(([address]) => address.toLowerCase().replace(/\.+$/, ''));
  return [...new Set(found.flatMap((address) => [address, address.replace(/^['`=*{|}/.-]+/, '')]))];
}

function hitsIn(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  const hits: RegExpExecArray[] = [];
  for (const hit of text.matchAll(pattern)) {
    if (hits.push(hit) >= MOST_HITS) break;
  }
  return hits;
}

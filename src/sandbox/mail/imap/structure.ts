// ENVELOPE and BODYSTRUCTURE of a message (RFC 3501, section 7.4.2).

import { readParties } from '../mime/addresses.ts';
import { headerValue, readHeaders, splitMessage, type HeaderLine } from '../mime/headers.ts';
import { parameter, splitParts } from '../mime/parts.ts';
import { encodedText } from '../mime/write.ts';
import { imapList, imapString } from './write.ts';

export function envelopeText(raw: string): string {
  const headers = readHeaders(splitMessage(raw).lines);
  const value = (name: string) => headerValue(headers, name);
  const parties = (name: string) => partiesText(value(name) ?? '');
  const [from, sender, replyTo] = [parties('From'), parties('Sender'), parties('Reply-To')];
  return imapList([
    imapString(value('Date')),
    imapString(value('Subject')),
    from,
    sender === 'NIL' ? from : sender,
    replyTo === 'NIL' ? from : replyTo,
    ...['To', 'Cc', 'Bcc'].map(parties),
    imapString(value('In-Reply-To')),
    imapString(value('Message-ID')),
  ]);
}

function partiesText(value: string): string {
  const parties = readParties(value).map(({ name, address }) => {
    const at = address.lastIndexOf('@');
    const shown = name === '' ? undefined : encodedText(name).replaceAll('\r\n', '');
    return imapList([imapString(shown), 'NIL', imapString(address.slice(0, at)), imapString(address.slice(at + 1))]);
  });
  return parties.length === 0 ? 'NIL' : `(${parties.join('')})`;
}

/** `isExtended`: BODYSTRUCTURE; else BODY. */
export function structureText(raw: string, isExtended: boolean): string {
  const { lines, body } = splitMessage(raw);
  const headers = readHeaders(lines);
  const type = headerValue(headers, 'Content-Type') ?? 'text/plain; charset=us-ascii';
  const [main = 'text', sub = 'plain'] = (type.split(';')[0] ?? '').trim().toLowerCase().split('/');
  const boundary = main === 'multipart' ? parameter(type, 'boundary') : undefined;
  if (boundary !== undefined) {
    const parts = splitParts(body, boundary).map((part) => structureText(part, isExtended));
    const extension = isExtended ? ` ${parametersText(type)} NIL NIL NIL` : '';
    return `(${parts.join('')} ${imapString(sub)}${extension})`;
  }
  return singleText({ headers, body, type, main, sub, isExtended });
}

interface Single {
  readonly headers: readonly HeaderLine[];
  readonly body: string;
  readonly type: string;
  readonly main: string;
  readonly sub: string;
  readonly isExtended: boolean;
}

function singleText({ headers, body, type, main, sub, isExtended }: Single): string {
  const lineCount = String(body.split('\n').length - 1);
  const isMessage = main === 'message' && sub === 'rfc822';
  const disposition = headerValue(headers, 'Content-Disposition');
  return imapList([
    imapString(main),
    imapString(sub),
    parametersText(type),
    imapString(headerValue(headers, 'Content-ID')),
    imapString(headerValue(headers, 'Content-Description')),
    imapString((headerValue(headers, 'Content-Transfer-Encoding') ?? '7bit').trim()),
    String(body.length),
    ...(isMessage ? [envelopeText(body), structureText(body, isExtended)] : []),
    ...(main === 'text' || isMessage ? [lineCount] : []),
    ...(isExtended ? ['NIL', dispositionText(disposition), 'NIL', 'NIL'] : []),
  ]);
}

function dispositionText(disposition: string | undefined): string {
  if (disposition === undefined) return 'NIL';
  return imapList([imapString((disposition.split(';')[0] ?? '').trim()), parametersText(disposition)]);
}

function parametersText(value: string): string {
  const names = [...value.matchAll(/;\s*([^\s=;"]+)\s*=/g)].map((found) => found[1] ?? '');
  const pairs = [...new Set(names)].flatMap((name) => [imapString(name), imapString(parameter(value, name) ?? '')]);
  return pairs.length === 0 ? 'NIL' : imapList(pairs);
}

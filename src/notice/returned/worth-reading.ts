// Which messages of a mailbox are read at all: only those whose headers say that they may be about a notice. The rest of somebody's mail
// is none of our business.

import type { MailHeaders } from '../../model/mail-reader.ts';
import { headerOf } from '../../model/mail-reader.ts';
import { NOTICE_HEADER } from '../compose-message.ts';
import { addressIn, appearanceOf } from './mail-kind.ts';
import { headerText } from './mail-parts.ts';
import type { SentIndex } from './sent-index.ts';

export function isWorthReading(
  headers: MailHeaders,
  { index, at }: { readonly index: SentIndex; readonly at: number },
): boolean {
  if (headerOf(headers, NOTICE_HEADER.toLowerCase()) !== undefined) return false;
  const from = addressIn(headerOf(headers, 'from') ?? '');
  if (appearanceOf(headers) === 'failure-report') return true;
  if (index.toAddress(from, at) !== undefined || index.isDomainOfPartner(from)) return true;
  const named = `${headerOf(headers, 'in-reply-to') ?? ''} ${headerOf(headers, 'references') ?? ''}`;
  if ((named.match(/<[^<>\s]{3,500}>/g) ?? []).some((id) => index.ofMessage(id) !== undefined)) return true;
  return index.isAnswerTo(headerText(headers, 'subject'));
}

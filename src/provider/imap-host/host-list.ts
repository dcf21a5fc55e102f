// The list for the administrator of a mail host: what to set there by hand. Pure; a CSV that a spreadsheet may open.

import { csvToRead } from '../../model/csv-text.ts';
import type { HostWish } from '../../model/plan.ts';
import { htmlText } from '../../notice/html-words.ts';

const HEADINGS = ['displayName', 'mailbox', 'add alias', 'forward to', 'reply subject', 'reply text'] as const;

/** UTF-8 with BOM and CRLF, every cell quoted. */
export function hostList(wishes: readonly HostWish[]): string {
  const rows = wishes.map(({ displayName, mailbox, alias = '', forwardTo = '', reply }) => [
    displayName,
    mailbox,
    alias,
    forwardTo,
    reply?.subject ?? '',
    reply === undefined ? '' : htmlText(reply.externalHtml).trim(),
  ]);
  return csvToRead([[...HEADINGS], ...rows]);
}

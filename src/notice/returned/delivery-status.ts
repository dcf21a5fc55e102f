// The part of a report that is meant for programs: message/delivery-status (RFC 3464, RFC 6533). Everything in it may be forged.

import { headerOf } from '../../model/mail-reader.ts';
import type { MailHeaders } from '../../model/mail-reader.ts';
import { headersFrom } from './mail-parts.ts';
import { oneLine } from './one-line.ts';

export type ReportAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

export interface RecipientStatus {
  readonly action: ReportAction;
  /** As it was written to, then as it was last known; lower case. */
  readonly addresses: readonly string[];
  /** `5.1.1`; '' where there is none. */
  readonly status: string;
  /** What the server at the other end said; '' where there is nothing. */
  readonly diagnostic: string;
}

/** Recipients that one report tells of. A notice has one; forwarding makes more. */
const MOST_RECIPIENTS = 50;

const ACTIONS: ReadonlySet<string> = new Set(['failed', 'delayed', 'delivered', 'relayed', 'expanded']);

export function recipientStatuses(parts: readonly string[]): readonly RecipientStatus[] {
  return parts
    .flatMap((part) => part.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/, MOST_RECIPIENTS + 1))
    .flatMap((group) => statusFrom(headersFrom(group)) ?? [])
    .slice(0, MOST_RECIPIENTS);
}

function statusFrom(fields: MailHeaders): RecipientStatus | undefined {
  const action = headerOf(fields, 'action')
    ?.toLowerCase()
    .replace(/[^a-z].*$/s, '');
  const addresses = ['original-recipient', 'final-recipient'].flatMap((name) => addressFrom(headerOf(fields, name)));
  if (action === undefined || !isAction(action)) return undefined;
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(headerOf(fields, 'status') ?? '')?.[0] ?? '';
  return { action, addresses: [...new Set(addresses)], status, diagnostic: diagnosticFrom(fields) };
}

function isAction(text: string): text is ReportAction {
  return ACTIONS.has(text);
}

/** `rfc822; user@example.com`, with or without angle brackets. */
function addressFrom(value: string | undefined): readonly string[] {
  const address = value?.slice(value.indexOf(';') + 1).replace(/[<>"\s]/g, '');
  return address?.includes('@') === true ? [address.toLowerCase()] : [];
}

/** `smtp; 550 5.1.1 ...`: the words after the type. */
function diagnosticFrom(fields: MailHeaders): string {
  const value = headerOf(fields, 'diagnostic-code') ?? '';
  return oneLine(value.replace(/^[\w-]{1,20}\s*;/, ''));
}

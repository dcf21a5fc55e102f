// A message of one of our mailboxes, read as what it is to our notices: a bounce, a delay, an automatic reply, an answer, or nothing.

import { createHash } from 'node:crypto';
import type { BounceClass, MailBack } from '../../model/mail-back.ts';
import { headerOf } from '../../model/mail-reader.ts';
import { bounceClass } from './bounce-class.ts';
import type { BounceFacts } from './bounce-class.ts';
import { isOfCarrier } from './carriers.ts';
import { recipientStatuses } from './delivery-status.ts';
import type { RecipientStatus } from './delivery-status.ts';
import { addressIn, appearanceOf, isFromDaemon, saysDelayed } from './mail-kind.ts';
import { headerText, mailParts } from './mail-parts.ts';
import type { MailParts } from './mail-parts.ts';
import { matchByAddress, matchById, matchBySender, ownNoticeId } from './match-letter.ts';
import type { Match } from './match-letter.ts';
import { oneLine } from './one-line.ts';
import { domainOf } from './sent-index.ts';
import type { SentIndex } from './sent-index.ts';
import { reasonLine, serverWords } from './written-report.ts';

/** Of a message that is neither report nor answer there is nothing to keep. */
export type Returned = MailBack | { readonly kind: 'other' };

export interface ReturnedContext {
  readonly index: SentIndex;
  /** Domains of ours: nobody of ours is an answer. */
  readonly ownDomains: readonly string[];
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
}

const OTHER = { kind: 'other' } as const;
/** So much of the words of a server is looked at for a reason. */
const MOST_WORDS = 4000;

export async function readReturned(raw: Uint8Array, context: ReturnedContext): Promise<Returned> {
  const parts = await mailParts(raw);
  const { headers } = parts;
  const from = addressIn(headerOf(headers, 'from') ?? '');
  if (ownNoticeId(headers) !== undefined && !isFromDaemon(headers)) return OTHER;
  const statuses = recipientStatuses(parts.status);
  const key = keyOf(parts, raw);
  if (statuses.length > 0) return reported(parts, { statuses, key, context });
  switch (appearanceOf(headers)) {
    case 'failure-report':
      return writtenReport(parts, { key, context });
    case 'automatic':
      return written(parts, { kind: 'automatic', key, context });
    case 'personal': {
      const domain = domainOf(from);
      if (context.ownDomains.some((own) => domain === own || domain.endsWith(`.${own}`))) return OTHER;
      return written(parts, { kind: 'answered', key, context });
    }
  }
}

interface Known {
  readonly key: string;
  readonly context: ReturnedContext;
}

/** A report with a part for programs. */
function reported(
  parts: MailParts,
  { statuses, key, context }: Known & { readonly statuses: readonly RecipientStatus[] },
): Returned {
  const failed = statuses.find(({ action }) => action === 'failed');
  const told = failed ?? statuses.find(({ action }) => action === 'delayed');
  // It has arrived, as far as that server can tell.
  if (told === undefined) return OTHER;
  const words = serverWords(parts.text).slice(0, MOST_WORDS);
  const said = told.diagnostic === '' ? reasonLine(words) : told.diagnostic;
  const addresses = told.addresses;
  const match = matchOf(parts, { context, addresses: addresses.join(' ') });
  const about = aboutLetter(match, addresses[0]);
  return {
    ...about,
    key,
    at: context.at,
    said: said === '' ? `status ${told.status}` : said,
    ...(failed === undefined
      ? { kind: 'delayed' }
      : { kind: 'bounced', bounce: classFor(about.address, { status: told.status, said: [told.diagnostic, words] }) }),
  };
}

/** A report in words; what says nothing of a failure is none. */
function writtenReport(parts: MailParts, { key, context }: Known): Returned {
  const words = serverWords(parts.text).slice(0, MOST_WORDS);
  const said = reasonLine(words);
  const failedTo = headerOf(parts.headers, 'x-failed-recipients') ?? '';
  const match = matchOf(parts, { context, addresses: failedTo });
  if (said === '' && failedTo === '' && match === undefined) return OTHER;
  const isDelayed = saysDelayed(parts.headers, words);
  const about = aboutLetter(match, addressIn(failedTo) || addressIn(words));
  const subject = headerText(parts.headers, 'subject');
  const bounce = classFor(about.address, { status: '', said: [said, words, subject] });
  return {
    ...about,
    key,
    at: context.at,
    said: said === '' ? oneLine(subject) : said,
    ...(isDelayed ? { kind: 'delayed' } : { kind: 'bounced', bounce }),
  };
}

/** A reply, of a person or a program. */
function written(
  parts: MailParts,
  { kind, key, context }: Known & { readonly kind: 'automatic' | 'answered' },
): Returned {
  const match = matchById(parts, context.index) ?? matchBySender(parts, context);
  if (match === undefined) return OTHER;
  const subject = oneLine(headerText(parts.headers, 'subject'));
  const said = subject === '' ? 'without a subject' : subject;
  return { ...aboutLetter(match, addressIn(headerOf(parts.headers, 'from') ?? '')), kind, key, at: context.at, said };
}

function matchOf(
  parts: MailParts,
  { context, addresses }: { readonly context: ReturnedContext; readonly addresses: string },
): Match | undefined {
  const { headers, text, returned, status } = parts;
  const failedTo = headerOf(headers, 'x-failed-recipients') ?? '';
  return (
    matchById(parts, context.index) ??
    matchByAddress([addresses, failedTo, ...status, text, ...returned, headerText(headers, 'subject')], context)
  );
}

function classFor(address: string | undefined, facts: BounceFacts): BounceClass {
  const bounce = bounceClass(facts);
  return bounce === 'gone' && address !== undefined && isOfCarrier(address) ? 'unknown' : bounce;
}

function aboutLetter(
  match: Match | undefined,
  address: string | undefined,
): Pick<MailBack, 'stepId' | 'matchedBy' | 'address'> {
  if (match !== undefined) return { stepId: match.letter.id, matchedBy: match.by, address: match.letter.address };
  return address === undefined || address === '' ? {} : { address };
}

/** Its Message-ID; else a hash of its bytes. */
function keyOf({ headers }: MailParts, raw: Uint8Array): string {
  const id = /<[^<>\s]{3,250}>/.exec(headerOf(headers, 'message-id') ?? '')?.[0];
  return id ?? `sha256:${createHash('sha256').update(raw).digest('hex')}`;
}

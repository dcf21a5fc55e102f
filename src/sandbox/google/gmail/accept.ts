// Accepting a message for delivery: the limits of the day, one ledger line for each recipient, copies to the people inside.

import { invalidArgument, Refused } from '../answers.ts';
import { DELAY_MS, MOST } from '../limits.ts';
import type { MessageRecord, UserRecord } from '../records.ts';
import type { Ask } from '../route.ts';
import { findGroup, findUser, isInside, PROVIDER } from '../tenant.ts';
import { retryAfter } from '../trouble.ts';
import { recipientsOf, senderOf } from '../../mail/mime/addresses.ts';
import { bounceOf } from './bounce.ts';
import { decodeWords, headerValue, readHeaders, splitMessage } from '../../mail/mime/headers.ts';
import { keepMessage } from './keep.ts';

/** Refuses what cannot be sent; what comes back is kept with the message, so that the day's limits can be counted. */
export function checkSendable(ask: Ask, user: UserRecord, raw: string): { readonly all: number; readonly external: number } {
  const recipients = recipientsOf(readHeaders(splitMessage(raw).lines));
  if (recipients.length === 0) throw invalidArgument('Recipient address required');
  if (recipients.length > MOST.recipientsPerMessage) throw invalidArgument('Too many recipients');
  const external = recipients.filter((address) => !isInside(ask.tenant, address)).length;
  const sentTo = { all: recipients.length, external };
  if (ask.world.profile.hasQuotas) checkDay(ask, user, sentTo);
  return sentTo;
}

/** The limits of a rolling 24 h: messages, recipients, recipients outside. */
function checkDay(ask: Ask, user: UserRecord, next: { readonly all: number; readonly external: number }): void {
  const windowMs = ask.world.clock.scaled(DELAY_MS.sendWindow);
  const most = ask.tenant.settings().isTrial ? MOST.sendsPerDayOnTrial : MOST.sendsPerDay;
  let [messages, all, external, oldest] = [1, next.all, next.external, ask.now];
  for (const { at, sentTo } of ask.tenant.messages(user.id).values()) {
    if (sentTo === undefined || at <= ask.now - windowMs) continue;
    messages += 1;
    all += sentTo.all;
    external += sentTo.external;
    oldest = Math.min(oldest, at);
  }
  if (messages > most || all > MOST.recipientsPerDay || external > MOST.externalRecipientsPerDay) {
    throw new Refused(retryAfter(oldest + windowMs, 'Mail sending'));
  }
}

/** Writes the ledger and puts copies into the mailboxes inside. The message is in the sender's mailbox already. */
export function acceptMessage(ask: Ask, user: UserRecord, message: MessageRecord): void {
  const headers = readHeaders(splitMessage(message.raw).lines);
  const subject = decodeWords(headerValue(headers, 'Subject') ?? '');
  const notice = headerValue(headers, 'X-Migrate-Notice') ?? subject;
  for (const recipient of recipientsOf(headers)) {
    ask.world.effect(
      {
        provider: PROVIDER,
        kind: 'message.accept',
        key: `${recipient} ${notice}`,
        idempotent: false,
        recipient,
        notice,
        subject,
        mailbox: user.primaryEmail,
        from: senderOf(headers) ?? '',
        messageId: headerValue(headers, 'Message-ID') ?? '',
        id: message.id,
      },
      () => deliver(ask, user, { recipient, raw: message.raw }),
    );
  }
}

function deliver(ask: Ask, sender: UserRecord, mail: { readonly recipient: string; readonly raw: string }): void {
  if (!isInside(ask.tenant, mail.recipient)) return;
  const raw = withoutBcc(mail.raw);
  const targets = targetsOf(ask, mail.recipient);
  for (const user of targets) {
    if (user.mailboxAt !== undefined) keepMessage(ask, { userId: user.id, raw, labelIds: ['INBOX', 'UNREAD'] });
  }
  if (targets.length === 0) {
    const bounce = bounceOf({ sender: sender.primaryEmail, recipient: mail.recipient, now: ask.now, raw: mail.raw });
    keepMessage(ask, { userId: sender.id, raw: bounce, labelIds: ['INBOX', 'UNREAD'] });
  }
}

/** A user, or the users of a group. */
function targetsOf(ask: Ask, address: string): readonly UserRecord[] {
  const user = findUser(ask.tenant, address);
  if (user !== undefined) return [user];
  const members = findGroup(ask.tenant, address)?.members ?? [];
  return members.flatMap((member) => findUser(ask.tenant, member.id) ?? []);
}

function withoutBcc(raw: string): string {
  const { lines, body } = splitMessage(raw);
  return `${lines.filter((line) => !/^bcc\s*:/i.test(line)).join('\r\n')}\r\n\r\n${body}`;
}

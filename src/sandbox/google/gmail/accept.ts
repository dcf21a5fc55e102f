// Accepting a message for delivery: the limits of the day, one ledger line and one place in the queue for each recipient.

import { invalidArgument, Refused } from '../answers.ts';
import { DELAY_MS, MOST } from '../limits.ts';
import type { MessageRecord, UserRecord } from '../records.ts';
import type { Ask } from '../route.ts';
import { isInside, PROVIDER } from '../tenant.ts';
import { retryAfter } from '../trouble.ts';
import { queueMail } from '../../mail/queue.ts';
import { recipientsOf, senderOf } from '../../mail/mime/addresses.ts';
import { decodeWords, headerValue, readHeaders, splitMessage } from '../../mail/mime/headers.ts';

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

/** Writes the ledger and hands the message over. It is in the sender's mailbox already. */
export function acceptMessage(ask: Ask, user: UserRecord, message: MessageRecord): void {
  const headers = readHeaders(splitMessage(message.raw).lines);
  const subject = decodeWords(headerValue(headers, 'Subject') ?? '');
  const notice = headerValue(headers, 'X-Migrate-Notice') ?? subject;
  const sender = senderOf(headers) ?? user.primaryEmail;
  const raw = withoutBcc(message.raw);
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
        from: sender,
        messageId: headerValue(headers, 'Message-ID') ?? '',
        id: message.id,
      },
      () => queueMail(ask.world, { from: sender, to: recipient, raw, via: PROVIDER }, ask.now),
    );
  }
}

function withoutBcc(raw: string): string {
  const { lines, body } = splitMessage(raw);
  return `${lines.filter((line) => !/^bcc\s*:/i.test(line)).join('\r\n')}\r\n\r\n${body}`;
}

// Taking a message: the ledger gets a line for each recipient at once; transport comes later, at the pace of the mailbox.
// What is over a daily limit is taken too, and comes back as a bounce in the sender's Inbox, as Exchange does it.

import type { World } from '../../kernel/world.ts';
import { exchangeForm } from '../../mail/dsn/exchange.ts';
import { queueMail } from '../../mail/queue.ts';
import { GraphRefusal } from '../answers.ts';
import { plainAddress, primaryOf } from '../directory/addresses.ts';
import { addressOf } from '../directory/update-user.ts';
import { lagOf } from '../lags.ts';
import { SENDS_PER_MINUTE } from '../limits.ts';
import { nextOrdinal, roomsOf, type MessageContent, type MessageRecord, type Recipient, type UserRecord } from '../records.ts';
import { PROVIDER, tenantOf } from '../tenant.ts';
import { bounceFor } from './bounces.ts';
import { mailboxOf, saveMailbox } from './mailbox.ts';
import { rawOf } from './raw.ts';
import { keepTrace } from './trace-routes.ts';

const SEND_EVERY_MS = 60_000 / SENDS_PER_MINUTE;
const STORED_UP_MS = 60_000;

/** A message as it is when it was just made, in Drafts. */
export function newMessage(world: World, content: MessageContent): MessageRecord {
  const now = world.clock.now();
  return {
    key: String(nextOrdinal(roomsOf(world))),
    folder: 'drafts',
    createdAt: now,
    changedAt: now,
    internetMessageId: `<${world.random.hex(32).toUpperCase()}@JPXPR01MB0001.jpnprd01.prod.outlook.com>`,
    conversationId: `AAQk${Buffer.from(world.random.hex(32)).toString('base64url')}`,
    content,
    isRead: true,
    arrivesAt: now,
    savesCopy: true,
  };
}

/** Refuses what cannot be sent; else takes it, for good. */
export function acceptMessage(world: World, sender: UserRecord, message: MessageRecord): void {
  const { content } = message;
  const recipients = [...content.to, ...content.cc, ...content.bcc];
  if (recipients.length === 0 || recipients.some(({ address }) => !/^[^@\s]+@[^@\s]+$/.test(address))) {
    throw new GraphRefusal(400, 'ErrorInvalidRecipients', {
      message: 'At least one recipient is not valid, Message can\'t be sent because it contains no valid recipients.',
    });
  }
  refuseForeignSender(world, sender, content.from);
  world.together(() => {
    const departsAt = departure(world, sender, message.key);
    const sent = { ...message, departsAt, changedAt: world.clock.now() };
    roomsOf(world).messages(sender.id).put(message.key, sent);
    for (const { address } of recipients) world.effect(lineOf(sender, message, address), () => undefined);
    const bounce = bounceFor(world, sender, recipients);
    const status = bounce === undefined ? 'delivered' : 'failed';
    for (const { address } of recipients) keepTrace(world, { message, sender: senderOf(sender, message), recipient: address, status });
    if (bounce === undefined) handOver(world, sender, { sent, recipients });
    else bounceAll(world, sender, { sent, recipients, said: bounce });
  });
}

function lineOf(sender: UserRecord, { content, internetMessageId, key }: MessageRecord, address: string) {
  const [recipient, notice] = [address.toLowerCase(), noticeOf(content)];
  return {
    provider: PROVIDER,
    kind: 'message.accept',
    key: `${recipient} ${notice}`,
    idempotent: false,
    recipient,
    notice,
    subject: content.subject,
    mailbox: addressOf(sender),
    from: content.from?.address.toLowerCase() ?? addressOf(sender),
    messageId: internetMessageId,
    internetMessageId,
    id: key,
  };
}

/** What names the notice: our header, the extended property of whoever sent it, else the subject. */
function noticeOf({ headers, extended, subject }: MessageContent): string {
  const header = headers.find(({ name }) => /^x-migrate-notice/i.test(name))?.value;
  return header ?? extended[0]?.value ?? subject;
}

/** The primary address; an alias only where the organisation allows it. */
export function maySendFrom(world: World, sender: UserRecord, from: string): boolean {
  const address = from.toLowerCase();
  if (address === primaryOf(sender.proxyAddresses)) return true;
  const isAlias = sender.proxyAddresses.some((proxy) => plainAddress(proxy) === address);
  return isAlias && tenantOf(world).isSendFromAliasEnabled;
}

function refuseForeignSender(world: World, sender: UserRecord, from: Recipient | undefined): void {
  if (from === undefined || maySendFrom(world, sender, from.address)) return;
  throw new GraphRefusal(403, 'ErrorSendAsDenied', {
    message:
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
  });
}

/** 30 a minute leave a mailbox; up to a minute's worth may be stored up; more wait in Drafts. */
function departure(world: World, sender: UserRecord, key: string): number {
  const now = world.clock.now();
  const { sendAt } = mailboxOf(world, sender.id);
  const next = Math.max(now, sendAt) + world.clock.scaled(SEND_EVERY_MS);
  saveMailbox(world, sender.id, { sendAt: next });
  const waitMs = Math.max(0, next - now - world.clock.scaled(STORED_UP_MS));
  return now + waitMs + lagOf(world, 'transport', `${sender.id} ${key}`);
}

interface Sent {
  readonly sent: MessageRecord & { readonly departsAt: number };
  readonly recipients: readonly Recipient[];
}

const senderOf = (sender: UserRecord, { content }: MessageRecord): string =>
  content.from?.address.toLowerCase() ?? addressOf(sender);

/** Transport delivers it when it has left the mailbox. */
function handOver(world: World, sender: UserRecord, { sent, recipients }: Sent): void {
  const raw = rawOf(sender, sent, true);
  const from = senderOf(sender, sent);
  for (const { address } of recipients) {
    queueMail(world, { from, to: address.toLowerCase(), raw, via: PROVIDER }, sent.departsAt);
  }
}

/** One notification for each recipient, from the server that never let the message out. */
function bounceAll(world: World, sender: UserRecord, { sent, recipients, said }: Sent & { readonly said: string }): void {
  const raw = rawOf(sender, sent, true);
  const at = world.clock.now() + lagOf(world, 'bounce', sent.key);
  const from = senderOf(sender, sent);
  for (const { address } of recipients) {
    const recipient = address.toLowerCase();
    const failed = { sender: from, recipient, raw, said, action: 'failed', remote: 'outlook.com', at } as const;
    const notification = exchangeForm({ ...failed, token: world.random.hex(20) });
    queueMail(world, { from: '', to: from, raw: notification, via: PROVIDER }, at);
    const key = `${recipient} ${noticeOf(sent.content)}`;
    world.effect({ provider: PROVIDER, kind: 'message.bounce', key, idempotent: false, said }, () => undefined);
  }
}

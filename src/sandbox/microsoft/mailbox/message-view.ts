// Where a message is now, and how Graph shows it. A sent message lies in Drafts until transport takes it; then it is another item,
// with another id, in Sent Items.

import { createHash } from 'node:crypto';
import type { World } from '../../kernel/world.ts';
import type { Entity } from '../odata/filter.ts';
import { roomsOf, type MessageRecord, type Recipient, type UserRecord } from '../records.ts';
import { primaryOf } from '../directory/addresses.ts';

export interface VisibleMessage {
  readonly record: MessageRecord;
  /** Another one after the message was sent. */
  readonly id: string;
  /** What a call gets that prefers ids that outlive a move (Graph: `Prefer: IdType="ImmutableId"`). */
  readonly immutableId: string;
  readonly folder: 'drafts' | 'inbox' | 'sentitems';
  readonly isDraft: boolean;
}

/** The message as it lies now; undefined before it arrives, and where no copy was kept. */
export function visible(world: World, userId: string, record: MessageRecord): VisibleMessage | undefined {
  const now = world.clock.now();
  if (record.arrivesAt > now) return undefined;
  const id = (phase: Phase) => itemId(userId, record.key, phase);
  const common = { record, immutableId: id('immutable') };
  if (record.departsAt === undefined || record.departsAt > now) {
    return { ...common, id: id('as-made'), folder: record.folder, isDraft: record.folder === 'drafts' };
  }
  if (!record.savesCopy) return undefined;
  return { ...common, id: id('sent'), folder: 'sentitems', isDraft: false };
}

/** Newest first, as Outlook lists them. */
export function* visibleMessages(world: World, userId: string): Iterable<VisibleMessage> {
  for (const record of [...roomsOf(world).messages(userId).values()].reverse()) {
    const message = visible(world, userId, record);
    if (message !== undefined) yield message;
  }
}

/** The message that an id names, if that is its id now. */
export function messageById(world: World, userId: string, id: string): VisibleMessage | undefined {
  const key = /^AA[Mk]kItem(\d+)-/.exec(id)?.[1];
  const record = key === undefined ? undefined : roomsOf(world).messages(userId).get(key);
  const message = record === undefined ? undefined : visible(world, userId, record);
  return message?.id === id || message?.immutableId === id ? message : undefined;
}

type Phase = 'as-made' | 'sent' | 'immutable';

function itemId(userId: string, key: string, phase: Phase): string {
  return `${phase === 'immutable' ? 'AAkk' : 'AAMk'}Item${key}-${createHash('sha256').update(`${userId} ${key} ${phase}`).digest('base64url')}=`;
}

const party = ({ name, address }: Recipient) => ({ emailAddress: { name, address } });
const isoOf = (at: number): string => new Date(at).toISOString();

export function messageEntity(
  owner: UserRecord,
  message: VisibleMessage,
  { parentFolderId, id }: { readonly parentFolderId: string; readonly id: string },
): Entity {
  const { record, isDraft } = message;
  const { content } = record;
  const name = owner.properties['displayName'];
  const self = { name: typeof name === 'string' ? name : '', address: primaryOf(owner.proxyAddresses) ?? '' };
  const from = content.from ?? self;
  const at = isoOf(record.departsAt !== undefined && !isDraft ? record.departsAt : record.createdAt);
  return {
    id,
    createdDateTime: isoOf(record.createdAt),
    lastModifiedDateTime: isoOf(record.changedAt),
    changeKey: Buffer.from(`${record.changedAt} ${record.departsAt ?? ''}`).toString('base64'),
    categories: content.categories,
    receivedDateTime: at,
    sentDateTime: at,
    hasAttachments: content.attachments.length > 0,
    internetMessageId: record.internetMessageId,
    subject: content.subject,
    bodyPreview: content.body.content.replaceAll(/<[^>]*>/g, ' ').trim().slice(0, 255),
    importance: content.importance,
    parentFolderId,
    conversationId: record.conversationId,
    isDeliveryReceiptRequested: false,
    isReadReceiptRequested: false,
    isRead: record.isRead,
    isDraft,
    webLink: `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(id)}`,
    inferenceClassification: 'focused',
    body: content.body,
    sender: party(from),
    from: party(from),
    toRecipients: content.to.map(party),
    ccRecipients: content.cc.map(party),
    bccRecipients: content.bcc.map(party),
    replyTo: content.replyTo.map(party),
    flag: { flagStatus: 'notFlagged' },
    internetMessageHeaders: content.headers,
    singleValueExtendedProperties: content.extended,
    attachments: content.attachments,
  };
}

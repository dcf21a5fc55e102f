// A message of the mailbox as bytes.

import { addressOf } from '../directory/update-user.ts';
import type { MessageRecord, Recipient, UserRecord } from '../records.ts';
import { writeMime } from './mime.ts';

/** What stands in From where the message names nobody. */
export function selfOf(owner: UserRecord): Recipient {
  const name = owner.properties['displayName'];
  return { name: typeof name === 'string' ? name : '', address: addressOf(owner) };
}

/** What arrived is shown as it came; what is ours as it leaves, with Bcc only where it is not on its way. */
export function rawOf(owner: UserRecord, record: MessageRecord, isOnItsWay = false): string {
  const { content, folder, internetMessageId } = record;
  if (folder === 'inbox' && content.mime !== undefined) return content.mime;
  const stamp = { messageId: internetMessageId, from: selfOf(owner), at: record.departsAt ?? record.createdAt };
  return writeMime(content, stamp, !isOnItsWay);
}

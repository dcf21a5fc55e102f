// A user's mailbox: there or not, ready or not; and what it holds beside messages.

import type { Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { GraphRefusal } from '../answers.ts';
import { userOf } from '../directory/find-user.ts';
import { accessDenied } from '../permissions.ts';
import { roomsOf, type MailboxRecord, type UserRecord } from '../records.ts';

export const NEW_SETTINGS: Readonly<Record<string, unknown>> = {
  automaticRepliesSetting: {
    status: 'disabled',
    externalAudience: 'none',
    internalReplyMessage: '',
    externalReplyMessage: '',
    scheduledStartDateTime: { dateTime: '2026-01-01T00:00:00.0000000', timeZone: 'UTC' },
    scheduledEndDateTime: { dateTime: '2026-01-02T00:00:00.0000000', timeZone: 'UTC' },
  },
  timeZone: 'Tokyo Standard Time',
  dateFormat: 'yyyy/MM/dd',
  timeFormat: 'H:mm',
  delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
  language: { locale: 'ja-JP', displayName: '日本語 (日本)' },
};

const NEW_MAILBOX: MailboxRecord = { settings: NEW_SETTINGS, rules: [], sendAt: 0 };

/** The user whose mailbox the call is about. Refuses without a licence, and while the mailbox is not ready. */
export function mailboxOwner(call: Call, params: Params, world: World): UserRecord {
  const user = userOf(call, params, world);
  if (user.mailboxAt === undefined) throw accessDenied();
  if (user.mailboxAt > world.clock.now()) {
    throw new GraphRefusal(404, 'MailboxNotEnabledForRESTAPI', {
      message: 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    });
  }
  return user;
}

export function mailboxOf(world: World, userId: string): MailboxRecord {
  return roomsOf(world).mailboxes.get(userId) ?? NEW_MAILBOX;
}

export function saveMailbox(world: World, userId: string, change: Partial<MailboxRecord>): void {
  roomsOf(world).mailboxes.put(userId, { ...mailboxOf(world, userId), ...change });
}

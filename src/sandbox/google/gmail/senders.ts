// The addresses that a mailbox may send as: the primary one, its aliases by themselves, and what was created.

import type { MailboxRecord, SendAsRecord, UserRecord } from '../records.ts';
import { mailboxOf } from './mailbox.ts';
import type { Tenant } from '../tenant.ts';

/** In the order in which Gmail lists them. */
export function sendersOf(user: UserRecord, mailbox: MailboxRecord): readonly SendAsRecord[] {
  const own = [user.primaryEmail, ...user.aliases];
  const created = Object.values(mailbox.sendAs).filter(
    (entry) => entry.status !== undefined && !own.includes(entry.address),
  );
  return [...own.map((address) => mailbox.sendAs[address] ?? untouched(user, address)), ...created];
}

function untouched(user: UserRecord, address: string): SendAsRecord {
  const displayName = `${user.givenName} ${user.familyName}`;
  return { address, displayName, replyToAddress: '', signature: '', treatAsAlias: true };
}

export function defaultSender(user: UserRecord, mailbox: MailboxRecord): string {
  const chosen = mailbox.defaultSendAs;
  const isThere = chosen !== undefined && sendersOf(user, mailbox).some((entry) => entry.address === chosen);
  return isThere ? chosen : user.primaryEmail;
}

/** True where mail may leave under this address; a pending one may not. */
export function maySendAs(tenant: Tenant, user: UserRecord, address: string): boolean {
  return sendersOf(user, mailboxOf(tenant, user.id)).some(
    (entry) => entry.address === address && entry.status !== 'pending',
  );
}

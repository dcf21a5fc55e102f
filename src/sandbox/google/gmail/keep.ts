// How messages are kept in a mailbox: ids that grow with time, threads, and an index that trails.

import { entityNotFound } from '../answers.ts';
import { DELAY_MS } from '../limits.ts';
import type { MessageRecord } from '../records.ts';
import type { Ask } from '../route.ts';

/** Where and when a message is kept. */
export type Keeping = Pick<Ask, 'tenant' | 'world' | 'now'>;

export interface NewMessage {
  readonly userId: string;
  readonly raw: string;
  readonly labelIds: readonly string[];
  readonly threadId?: string;
  readonly sentTo?: NonNullable<MessageRecord['sentTo']>;
}

export function keepMessage(ask: Keeping, message: NewMessage): MessageRecord {
  const { userId, threadId, ...rest } = message;
  const messages = ask.tenant.messages(userId);
  const id = freeId(ask, (one) => messages.has(one));
  const kept: MessageRecord = {
    ...rest,
    id,
    threadId: threadId ?? id,
    at: ask.now,
    indexedAt: indexedAt(ask),
  };
  messages.put(id, kept);
  return kept;
}

/** A message that changes its place is indexed anew. The lag is anything up to the longest one. */
export function indexedAt(ask: Keeping): number {
  return ask.now + ask.world.clock.scaled(DELAY_MS.searchTrails) * ask.world.random.next();
}

/** 16 hex digits that grow with time, as Gmail's do. */
export function freeId(ask: Keeping, isTaken: (id: string) => boolean): string {
  for (;;) {
    const id = ((BigInt(Math.floor(ask.now)) << 20n) + BigInt(ask.world.random.below(1 << 20))).toString(16).padStart(16, '0');
    if (!isTaken(id)) return id;
  }
}

/** A thread that is named has to be there. */
export function checkThread(ask: Ask, userId: string, threadId: string | undefined): void {
  if (threadId === undefined) return;
  for (const message of ask.tenant.messages(userId).values()) if (message.threadId === threadId) return;
  throw entityNotFound();
}

// Mail on its way, one entry a recipient, kept in the world until it is delivered: a sandbox that is killed delivers it later, once.

import type { World } from '../kernel/world.ts';

export interface Mail {
  /** Lower case; empty: a notification, to which nothing ever answers. */
  readonly from: string;
  /** One recipient, lower case. */
  readonly to: string;
  /** RFC 5322 bytes, one character a byte. */
  readonly raw: string;
  /** Who took it: `microsoft-365`, `google-workspace`, `smtp`; `outside` for what the world beyond sends. */
  readonly via: string;
}

export interface QueuedMail extends Mail {
  readonly key: string;
  /** Milliseconds since 1970, as the sandbox's clock has them. */
  readonly dueAt: number;
}

/** Counts up for everything that needs an order of its own. */
export function nextNumber(world: World, name: string): number {
  const counters = world.collection<number>('mail.counters');
  const next = (counters.get(name) ?? 0) + 1;
  counters.put(name, next);
  return next;
}

const queueOf = (world: World) => world.collection<QueuedMail>('mail.queue');

/** Part of the caller's transaction where there is one. */
export function queueMail(world: World, mail: Mail, dueAt: number): void {
  world.together(() => {
    const key = String(nextNumber(world, 'queue'));
    queueOf(world).put(key, { ...mail, key, dueAt });
  });
}

/** What is due now, the earliest first. */
export function dueMail(world: World): readonly QueuedMail[] {
  const queue = queueOf(world);
  if (queue.size === 0) return [];
  const now = world.clock.now();
  return [...queue.values()].filter(({ dueAt }) => dueAt <= now).sort((one, other) => one.dueAt - other.dueAt);
}

export function takeFromQueue(world: World, { key }: QueuedMail): void {
  queueOf(world).delete(key);
}

// How late the tenant's copies are. Microsoft documents no bounds; these follow what tenants report, and what the mailbox pages say.
// Each object draws its own lag from its id, so that a restart changes nothing.

import { chanceOf } from '../kernel/random.ts';
import type { World } from '../kernel/world.ts';

interface Lag {
  readonly leastMs: number;
  readonly mostMs: number;
}

export const LAGS = {
  /** 404 by id right after create. */
  byId: { leastMs: 2000, mostMs: 8000 },
  /** Listings and filters, after create and after a change. */
  list: { leastMs: 15_000, mostMs: 45_000 },
  /** A mailbox after its licence: usually about 15 minutes. */
  mailbox: { leastMs: 6 * 60_000, mostMs: 15 * 60_000 },
  /** A usage location that was changed, until licensing sees it. */
  usageLocation: { leastMs: 2000, mostMs: 5000 },
  /** A group's licence on its way to a member. */
  groupLicence: { leastMs: 20_000, mostMs: 90_000 },
  /** A message from Drafts through transport to Sent Items. */
  transport: { leastMs: 3000, mostMs: 15_000 },
  /** A line of the message trace, after the message was taken. */
  trace: { leastMs: 5 * 60_000, mostMs: 15 * 60_000 },
  /** A bounce, after the message was taken. */
  bounce: { leastMs: 5000, mostMs: 30_000 },
} as const satisfies Record<string, Lag>;

/** A lag for one object, in milliseconds of this sandbox; 0 where the profile has no delays. */
export function lagOf(world: World, name: keyof typeof LAGS, id: string): number {
  const { leastMs, mostMs } = LAGS[name];
  return world.clock.scaled(leastMs + (mostMs - leastMs) * chanceOf(`${name} ${id}`));
}

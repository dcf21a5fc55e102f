// Every limit of Microsoft 365 that paces us, with its name and source. One rule: a number stands here or nowhere.

import type { LaneLimit, ProviderLimits } from '../../model/lane.ts';

const THROTTLING = 'https://learn.microsoft.com/graph/throttling-limits';
const DIRECTORY_WRITES = { burst: 3000, perSecond: 3000 / 150, concurrency: 16 };

/** Licences are written to the directory too: one quota under two names. */
const LANES: readonly LaneLimit[] = [
  {
    lane: 'directory',
    ...DIRECTORY_WRITES,
    name: 'Microsoft Graph directory writes: 3,000 in 150 s for an app and tenant',
    source: THROTTLING,
  },
  {
    lane: 'licence',
    ...DIRECTORY_WRITES,
    sharesWith: 'directory',
    name: 'Microsoft Graph directory writes: 3,000 in 150 s for an app and tenant',
    source: THROTTLING,
  },
  {
    lane: 'domain',
    burst: 10,
    perSecond: 1,
    concurrency: 1,
    name: 'one change of a domain at a time (our own choice)',
    source: THROTTLING,
  },
  {
    // The documented limit is one mailbox's: 10,000 requests in 10 minutes, four at once. This lane carries all mailboxes,
    // of each at most a call or two at a time, so what binds is how many calls we keep under way.
    lane: 'mailbox',
    burst: 200,
    perSecond: 100,
    concurrency: 16,
    name: 'Outlook: 10,000 requests in 10 minutes and 4 at once for each mailbox',
    source: THROTTLING,
  },
];

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** https://learn.microsoft.com/graph/known-issues, and support pages on delays of new mailboxes: up to 24 hours. */
const PATIENCE = {
  lagMs: 2 * MINUTE_MS,
  backoffFloorMs: 2 * SECOND_MS,
  backoffCeilingMs: 2 * MINUTE_MS,
  // A fresh user is seen within minutes; the licence of a group may take longer to reach its members.
  accountMs: 30 * MINUTE_MS,
  mailboxMs: 24 * HOUR_MS,
  mailboxUsualMs: 15 * MINUTE_MS,
};

/** https://learn.microsoft.com/exchange: 300 proxy addresses an object, the primary one among them. */
const MOST_ALIASES = 299;

/** The limits for a provider whose time runs `scale` times as fast; 1 is the real one. */
export function microsoftLimits(scale: number): ProviderLimits {
  if (!(scale > 0)) throw new RangeError(`the scale of time must be above 0, not ${scale}`);
  return {
    lanes: LANES.map((limit) => ({ ...limit, perSecond: limit.perSecond * scale })),
    patience: {
      lagMs: PATIENCE.lagMs / scale,
      backoffFloorMs: PATIENCE.backoffFloorMs / scale,
      backoffCeilingMs: PATIENCE.backoffCeilingMs / scale,
      accountMs: PATIENCE.accountMs / scale,
      mailboxMs: PATIENCE.mailboxMs / scale,
      mailboxUsualMs: PATIENCE.mailboxUsualMs / scale,
      attempts: 8,
    },
    aliases: MOST_ALIASES,
  };
}

// Every limit of Microsoft 365 that paces us, with its name and source. One rule: a number stands here or nowhere.

import type { LaneLimit, ProviderLimits } from '../../model/lane.ts';
import type { SendingTenant, SendLimit } from '../../model/mailer.ts';

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

/** Messages under way at once. Outlook answers four calls of one mailbox at a time; a notice makes one after the other. */
export const SENDS_AT_ONCE = { all: 16, mailbox: 3 } as const;

const EXCHANGE_LIMITS = 'Exchange Online limits, sending limits (learn.microsoft.com)';

/**
 * Most external recipients of a tenant in 24 hours: 500 x licences^0.7 + 9,500, on trial 5,000. One licence gives 10,000, a hundred
 * give 22,059. Message center MC1023294. New tenants may have less, by their age (MC1454397); then the observed number is given.
 */
function tenantPerDay({ licences = 1, isTrial, perDay }: SendingTenant): number {
  if (perDay !== undefined) return perDay;
  return isTrial ? 5000 : Math.round(500 * Math.max(1, licences) ** 0.7 + 9500);
}

/** How much may be sent. Beyond the first the provider only delays; beyond the others messages come back. */
export function microsoftSendLimits(tenant: SendingTenant, scale: number): readonly SendLimit[] {
  const { perDay, isTrial, licences = 1 } = tenant;
  const rule = isTrial
    ? 'for a tenant on trial'
    : `by the rule 500 x licences^0.7 + 9,500 for ${licences} ${licences === 1 ? 'licence' : 'licences'}`;
  const messages = tenantPerDay(tenant);
  return [
    {
      scope: 'mailbox',
      messages: 30,
      windowMs: MINUTE_MS / scale,
      name: '30 messages a minute from one mailbox',
      source: EXCHANGE_LIMITS,
    },
    {
      scope: 'mailbox',
      messages: 10_000,
      windowMs: (24 * HOUR_MS) / scale,
      name: '10,000 recipients in 24 hours from one mailbox',
      source: EXCHANGE_LIMITS,
    },
    {
      scope: 'tenant',
      messages,
      windowMs: (24 * HOUR_MS) / scale,
      name: `${messages} external recipients of the tenant in 24 hours, ${perDay === undefined ? rule : 'as sending.tenantPerDay says'}`,
      source: 'Tenant external recipient rate limit, message center MC1023294',
    },
  ];
}

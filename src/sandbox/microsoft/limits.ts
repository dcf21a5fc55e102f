// Microsoft's documented limits. Sources: Microsoft Graph throttling limits, Exchange Online limits, TERRL announcement MC1023294.

import type { Call } from '../kernel/call.ts';
import type { Concurrency, Params, Quota } from '../kernel/route.ts';
import type { World } from '../kernel/world.ts';
import { findUserId } from './directory/find-user.ts';
import { roomsOf } from './records.ts';

/** Directory reads of one app in one tenant: resource units in 10 s, by the number of its users. */
const READ_UNITS = [
  { below: 50, units: 3500 },
  { below: 501, units: 5000 },
  { below: Number.POSITIVE_INFINITY, units: 8000 },
] as const;
const READ_WINDOW_SECONDS = 10;

function readUnits(cost: (call: Call) => number): Quota {
  return {
    name: 'resource-units',
    rate(world: World) {
      const count = roomsOf(world).users.size;
      const units = READ_UNITS.find(({ below }) => count < below)?.units ?? READ_UNITS[0].units;
      return { capacity: units, perSecond: units / READ_WINDOW_SECONDS };
    },
    cost,
  };
}

/** Directory writes: 3,000 in 150 s for one app in one tenant, 18,000 in 300 s for the tenant. */
const APP_WRITES: Quota = { name: 'app-writes', rate: { capacity: 3000, perSecond: 3000 / 150 } };
const TENANT_WRITES: Quota = { name: 'tenant-writes', rate: { capacity: 18_000, perSecond: 18_000 / 300 } };

const SMALL_PAGE = 20;

/** `$select` saves a unit, `$expand` costs one, a small page saves one; never below 1. */
export function directoryReads(units: number): readonly Quota[] {
  return [
    readUnits(({ query }) => {
      const isSmall = query.has('$top') && Number(query.get('$top')) < SMALL_PAGE;
      const saved = (query.has('$select') ? 1 : 0) + (isSmall ? 1 : 0) - (query.has('$expand') ? 1 : 0);
      return Math.max(1, units - saved);
    }),
  ];
}

/** A write is one resource unit and one write. */
export const directoryWrites: readonly Quota[] = [readUnits(() => 1), APP_WRITES, TENANT_WRITES];

const mailboxKey = (_call: Call, params: Params, world: World) => {
  const asked = params['id'] ?? '';
  return findUserId(world, asked) ?? asked;
};

/** Outlook: 10,000 requests in 10 minutes for one app and mailbox. */
export const mailboxRequests: readonly Quota[] = [
  { name: 'mailbox-requests', rate: { capacity: 10_000, perSecond: 10_000 / 600 }, key: mailboxKey },
];

/** Outlook: 4 requests at once for one app and mailbox. */
export const mailboxConcurrency: Concurrency = { name: 'mailbox-concurrency', most: 4, key: mailboxKey };

/** Exchange Online: 30 messages a minute leave one mailbox; more are delayed, not refused. */
export const SENDS_PER_MINUTE = 30;
/** Exchange Online: recipients of one mailbox in a sliding 24 h. */
export const RECIPIENTS_PER_DAY = 10_000;
/** A sender on onmicrosoft.com: external recipients of the whole organisation in 24 h. */
export const INITIAL_DOMAIN_RECIPIENTS_PER_DAY = 100;
export const DAY_MS = 24 * 60 * 60 * 1000;

/** Tenant external recipient rate limit, in a sliding 24 h. */
export function externalRecipientsPerDay(licences: number, isTrial: boolean): number {
  if (isTrial) return 5000;
  return Math.floor(500 * Math.max(1, licences) ** 0.7 + 9500);
}

export const MOST_PROXY_ADDRESSES = 300;
export const MOST_JSON_CHARACTERS = 4_194_304;
export const MOST_BATCH_REQUESTS = 20;
export const MOST_CUSTOM_HEADERS = 5;

/** How long Graph takes to answer; measured by nobody for us, an order of magnitude. */
export const DIRECTORY_ANSWERING_MS = 60;
export const MAILBOX_ANSWERING_MS = 120;

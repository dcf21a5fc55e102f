// Every limit and every delay of Google Workspace that the sandbox keeps, with its source. Nothing else holds such a number.
// "documented": Google's pages and API texts; "seen": reports of other programs; "unknown": our choice, on the strict side.

import type { Concurrency, Quota } from '../kernel/route.ts';
import { callerOf } from './sign-in/access.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Documented milliseconds; the clock scales them. */
export const DELAY_MS = {
  /** A new user answers 404 (seen: "for seconds"). */
  userHidden: 5 * SECOND_MS,
  /** Changes of a new user answer 412, reads at times 403 (documented; the length is seen). */
  userIncomplete: 10 * SECOND_MS,
  /** Reads of one user trail its changes (seen). */
  readTrails: 10 * SECOND_MS,
  /** Lists trail by "a minute or more" (seen). */
  listTrails: MINUTE_MS,
  /** Further changes after a rename answer 409 (seen: "for a minute or more"). */
  renameBusy: MINUTE_MS,
  /** "A few minutes" from user and licence to mailbox (documented). */
  mailboxSetup: 2 * MINUTE_MS,
  /** An alias that was taken away cannot be given again (seen: 2 to 10 s). */
  aliasHeld: 2 * SECOND_MS,
  /** A new group answers 404 (seen). */
  groupHidden: 5 * SECOND_MS,
  /** A sent message is not found by a search for up to this long (unknown). */
  searchTrails: 20 * SECOND_MS,
  /** A deleted user holds its seat and can be had back (documented: 20 days). */
  seatHeld: 20 * DAY_MS,
  /** A page token of users.list (documented: 3 days). */
  pageToken: 3 * DAY_MS,
  /** The window of the daily send limits (documented). */
  sendWindow: DAY_MS,
  /** An access token (documented: 1 h). */
  accessToken: 60 * MINUTE_MS,
} as const;

export const MOST = {
  aliases: 30,
  nameLetters: 60,
  filters: 1000,
  forwardingFilters: 20,
  delegates: 25,
  recipientsPerMessage: 100,
  sendsPerDay: 2000,
  sendsPerDayOnTrial: 500,
  recipientsPerDay: 10_000,
  externalRecipientsPerDay: 3000,
} as const;

/** 2,400 a minute for each user and project (documented). */
export const DIRECTORY_QUOTA: Quota = {
  name: 'directory queries per minute per user',
  rate: { capacity: 2400, perSecond: 40 },
  key: (call, _params, world) => callerOf(call, world)?.key ?? 'nobody',
};

/** One a second; more is answered 503 (documented). */
export const LICENSING_QUOTA: Quota = {
  name: 'licensing requests per second',
  rate: { capacity: 1, perSecond: 1 },
};

/** 6,000 units a minute for each user, 1,200,000 for the project (documented, projects since 2026-05-01). */
export function gmailUnits(cost: number): readonly Quota[] {
  return [
    {
      name: 'gmail units per minute per user',
      rate: { capacity: 6000, perSecond: 100 },
      cost,
      key: (call, _params, world) => callerOf(call, world)?.key ?? 'nobody',
    },
    { name: 'gmail units per minute', rate: { capacity: 1_200_000, perSecond: 20_000 }, cost },
  ];
}

/** More than 50 at once for one mailbox is answered 429 (seen). */
export const GMAIL_CONCURRENCY: Concurrency = {
  name: 'gmail concurrent requests',
  most: 50,
  key: (call, _params, world) => callerOf(call, world)?.key ?? 'nobody',
};

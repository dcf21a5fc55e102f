// Google's documented limits, each with its name and its source. One rule: a number that Google does not publish says so.

import type { LaneLimit, Patience, ProviderLimits } from '../../model/lane.ts';
import type { SendingTenant, SendLimit } from '../../model/mailer.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const LANES: readonly LaneLimit[] = [
  {
    // Window of a minute: what the bucket holds and what flows in during it stay below 2,400 together.
    lane: 'directory',
    burst: 30,
    perSecond: 39.5,
    concurrency: 10,
    name: '2,400 Directory API queries a minute for each user and project',
    source:
      'developers.google.com/admin-sdk/directory/v1/limits; 10 at once: the advice for the former Provisioning API',
  },
  {
    lane: 'licence',
    burst: 1,
    perSecond: 1,
    concurrency: 1,
    name: '1 Licensing API request a second',
    source: 'developers.google.com/admin-sdk/licensing/v1/limits',
  },
  {
    lane: 'domain',
    burst: 2,
    perSecond: 1,
    concurrency: 1,
    name: 'Site Verification API, our own pace',
    source: 'no number is published',
  },
  {
    // Gmail allows each mailbox 6,000 units a minute; a step takes at most 400 of its own mailbox's. What binds all mailboxes
    // together is the Directory API, which says whether a mailbox is set up.
    lane: 'mailbox',
    burst: 30,
    perSecond: 39.5,
    concurrency: 10,
    sharesWith: 'directory',
    name: '2,400 Directory API queries a minute for each user and project',
    source: 'developers.google.com/admin-sdk/directory/v1/limits; developers.google.com/gmail/api/reference/quota',
  },
];

const PATIENCE: Patience = {
  // Reads trail changes by a minute or more.
  lagMs: 2 * MINUTE_MS,
  // Licensing asks for 5 s and 5 to 7 tries; others wait 5 s for a fresh account.
  backoffFloorMs: 5 * SECOND_MS,
  backoffCeilingMs: 2 * MINUTE_MS,
  // After a rename other changes answer 409 for a minute or more; an alias that is set again answers "duplicate" for seconds.
  accountMs: 15 * MINUTE_MS,
  // Minutes as a rule; all of a new account's services within 24 h (support.google.com/cloudidentity/answer/33310).
  mailboxMs: 24 * HOUR_MS,
  mailboxUsualMs: 3 * MINUTE_MS,
  attempts: 7,
};

/** `scale` 1 is Google itself; a sandbox whose time runs `scale` times faster has all of it faster. */
export function googleLimits(scale: number): ProviderLimits {
  const faster = (durationMs: number): number => durationMs / scale;
  return {
    lanes: LANES.map((lane) => ({ ...lane, perSecond: lane.perSecond * scale })),
    patience: {
      lagMs: faster(PATIENCE.lagMs),
      backoffFloorMs: faster(PATIENCE.backoffFloorMs),
      backoffCeilingMs: faster(PATIENCE.backoffCeilingMs),
      accountMs: faster(PATIENCE.accountMs),
      mailboxMs: faster(PATIENCE.mailboxMs),
      mailboxUsualMs: faster(PATIENCE.mailboxUsualMs),
      attempts: PATIENCE.attempts,
    },
    // support.google.com/a/answer/182084: at 30 aliases a rename is refused too.
    aliases: 30,
  };
}

/** `gmail`: through the API; `relay`: through smtp-relay.gmail.com. */
export type GoogleWay = 'gmail' | 'relay';

/** Messages under way at once. 20 calls of one mailbox at a time were seen to be safe, more than 50 are refused. */
export const SENDS_AT_ONCE = { all: 16, mailbox: 4 } as const;

const SENDING_LIMITS = 'support.google.com/a/answer/166852';

/** How much may be sent. Whoever goes over a day's limit may send nothing for up to 24 hours. */
export function googleSendLimits(
  { isTrial, perDay }: SendingTenant,
  { way, scale }: { readonly way: GoogleWay; readonly scale: number },
): readonly SendLimit[] {
  const dayMs = (24 * HOUR_MS) / scale;
  const tenant: readonly SendLimit[] =
    perDay === undefined
      ? []
      : [
          {
            scope: 'tenant',
            messages: perDay,
            windowMs: dayMs,
            name: `${perDay} external recipients of the tenant in 24 hours, as sending.tenantPerDay says`,
            source: 'migrate.yaml',
          },
        ];
  if (way === 'relay') {
    const name = '10,000 messages in 24 hours of one sender through the SMTP relay';
    const source = 'support.google.com/a/answer/2956491';
    return [{ scope: 'mailbox', messages: 10_000, windowMs: dayMs, name, source }, ...tenant];
  }
  const messages = isTrial ? 500 : 2000;
  return [
    {
      // A notice takes a search for it (5), a draft (10), a look at the draft (5) and its sending (100).
      scope: 'mailbox',
      messages: 50,
      windowMs: MINUTE_MS / scale,
      name: 'Gmail API: 6,000 units a minute for each user, 120 for each notice',
      source: 'developers.google.com/gmail/api/reference/quota',
    },
    {
      scope: 'mailbox',
      messages,
      windowMs: dayMs,
      name: isTrial
        ? '500 messages in 24 hours from one mailbox, on trial'
        : '2,000 messages in 24 hours from one mailbox',
      source: SENDING_LIMITS,
    },
    ...tenant,
  ];
}

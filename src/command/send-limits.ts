// All limits on sending, for the lane and for the plan: those of the way that messages go, and our own.

import type { SendingTenant, SendLimit, SendWay } from '../model/mailer.ts';
import type { SendingSettings, Settings, SmtpSettings } from '../model/settings.ts';
import type { ProviderPlace } from './wire-place.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Limits for so many licences with a mailbox; without a number the least. */
export type SendLimitsFor = (licences?: number) => readonly SendLimit[];

/** Loads no SDK. A sandbox without quotas leaves our own limits. */
export async function sendLimitsAt(settings: Settings, place: ProviderPlace): Promise<SendLimitsFor> {
  const { sending } = settings;
  if (sending === undefined) return () => [];
  const theirs = place.hasQuotas ? await limitsOfWay(sending, place.scale) : () => [];
  const { pace } = settings.limits;
  return (licences) => [
    ...theirs(tenantOf(sending, licences)).map((limit) => ourShare(limit, pace)),
    ...ownLimits(sending),
  ];
}

type LimitsOfTenant = (tenant: SendingTenant) => readonly SendLimit[];

const HOST_OF: Readonly<Record<Exclude<SendWay, 'smtp'>, string>> = {
  graph: 'smtp.office365.com',
  gmail: 'smtp.gmail.com',
};

/** Behind the servers of the providers are the same mailboxes as behind their APIs; of others only their administrators know. */
async function limitsOfWay({ way, smtp }: SendingSettings, scale: number): Promise<LimitsOfTenant> {
  const { microsoftSendLimits } = await import('../provider/microsoft-365/limits.ts');
  const { googleSendLimits } = await import('../provider/google-workspace/limits.ts');
  switch (way === 'smtp' ? (smtp?.host ?? '').toLowerCase() : HOST_OF[way]) {
    case 'smtp.office365.com':
      return (tenant) => microsoftSendLimits(tenant, scale);
    case 'smtp.gmail.com':
      return (tenant) => googleSendLimits(tenant, { way: 'gmail', scale });
    case 'smtp-relay.gmail.com':
      return (tenant) => googleSendLimits(tenant, { way: 'relay', scale });
    default:
      return () => [];
  }
}

function tenantOf({ isTrial, tenantPerDay }: SendingSettings, licences: number | undefined): SendingTenant {
  return {
    isTrial,
    ...(licences === undefined ? {} : { licences }),
    ...(tenantPerDay === undefined ? {} : { perDay: tenantPerDay }),
  };
}

/** Whoever owns the mailbox wants to send, too. What a day allows is a matter of the guard. */
function ourShare(limit: SendLimit, pace: number): SendLimit {
  if (limit.windowMs > MINUTE_MS) return limit;
  return { ...limit, messages: Math.max(1, Math.floor(limit.messages * pace)) };
}

/** The numbers of migrate.yaml. */
function ownLimits({ perOperatorHour, smtp }: SendingSettings): readonly SendLimit[] {
  const operator: SendLimit = {
    scope: 'operator',
    messages: perOperatorHour,
    windowMs: HOUR_MS,
    name: `${perOperatorHour} messages an hour to one operator of mail servers`,
    source: 'migrate.yaml, sending.perOperatorHour',
  };
  return [operator, ...serverLimits(smtp)];
}

function serverLimits(smtp: SmtpSettings | undefined): readonly SendLimit[] {
  const { perSecond, perMinute, perDay } = smtp?.limits ?? {};
  const windows = [
    { messages: perSecond, windowMs: SECOND_MS, span: 'a second' },
    { messages: perMinute, windowMs: MINUTE_MS, span: 'a minute' },
    { messages: perDay, windowMs: 24 * HOUR_MS, span: 'in 24 hours' },
  ];
  return windows.flatMap(({ messages, windowMs, span }) =>
    messages === undefined
      ? []
      : [
          {
            scope: 'campaign' as const,
            messages,
            windowMs,
            name: `${messages} messages ${span}`,
            source: 'migrate.yaml, sending.smtp.limits',
          },
        ],
  );
}

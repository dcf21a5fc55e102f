// The only file that chooses concrete parts: which provider, the real one or the sandbox, with which numbers; what carries the messages.
// Its neighbours wire-*.ts say where the parts are and how we sign in.

import type { Directory, ProviderName } from '../model/directory.ts';
import type { LaneLimit, ProviderLimits } from '../model/lane.ts';
import type { Mailer, SendLimit } from '../model/mailer.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { Composer } from '../notice/compose-message.ts';
import { sendLimitsAt } from './send-limits.ts';
import type { SendLimitsFor } from './send-limits.ts';
import { openComposer } from './wire-composer.ts';
import { googleOptions } from './wire-google.ts';
import { hostOptions } from './wire-host.ts';
import { microsoftOptions } from './wire-microsoft.ts';
import { placeOf } from './wire-place.ts';
import { smtpOptions } from './wire-smtp.ts';
import type { ConnectOptions, ProviderPlace } from './wire-place.ts';

export type { ConnectOptions } from './wire-place.ts';

export interface Connected {
  readonly directory: Directory;
  readonly limits: ProviderLimits;
  /** `Microsoft 365`, `Google Workspace (sandbox)`. */
  readonly label: string;
  /** Which tenant it is, in words that stay the same: what a job log says of one is not true of another. */
  readonly tenant: string;
  /** The limits on sending; none where nothing is sent. */
  readonly sendLimits: SendLimitsFor;
}

export type ConnectedReading = { readonly connected: Connected } | { readonly problems: readonly Problem[] };

/** Which addresses the provider refuses. Loads no SDK. */
export async function addressFaultOf(provider: ProviderName): Promise<(address: string) => string | undefined> {
  switch (provider) {
    case 'microsoft-365':
      return (await import('../provider/microsoft-365/addresses.ts')).addressFault;
    case 'google-workspace':
      return (await import('../provider/google-workspace/addresses.ts')).addressFault;
    case 'imap-host':
      // Every host has rules of its own: its command or its import says so.
      return () => undefined;
  }
}

/** Opens the provider's adapter; makes no call to it. */
export async function connect(options: ConnectOptions): Promise<ConnectedReading> {
  const place = await placeOf(options);
  if ('problems' in place) return place;
  const { provider } = options.settings;
  switch (provider) {
    case 'microsoft-365':
      return connectMicrosoft(options, place);
    case 'google-workspace':
      return connectGoogle(options, place);
    case 'imap-host':
      return connectHost(options, place);
  }
}

async function connectMicrosoft(options: ConnectOptions, place: ProviderPlace): Promise<ConnectedReading> {
  const { connectMicrosoft365 } = await import('../provider/microsoft-365/connect.ts');
  const { microsoftLimits } = await import('../provider/microsoft-365/limits.ts');
  const reading = microsoftOptions(options, place);
  if ('problems' in reading) return reading;
  const { label, tenant } = reading;
  const limits = pacedLimits(microsoftLimits(place.scale), options.settings, place);
  const directory = connectMicrosoft365(reading.options);
  const sendLimits = await sendLimitsAt(options.settings, place);
  return { connected: { directory, limits, label, tenant: `${label}, tenant ${tenant}`, sendLimits } };
}

async function connectHost(options: ConnectOptions, place: ProviderPlace): Promise<ConnectedReading> {
  const { connectImapHost } = await import('../provider/imap-host/connect.ts');
  const { hostLimits } = await import('../provider/imap-host/limits.ts');
  const reading = await hostOptions(options, place);
  if ('problems' in reading) return reading;
  const { label, tenant } = reading;
  const limits = pacedLimits(hostLimits(place.scale, reading.options.connection.provision), options.settings, place);
  const directory = connectImapHost(reading.options);
  const sendLimits = await sendLimitsAt(options.settings, place);
  return { connected: { directory, limits, label, tenant: `${label}, ${tenant}`, sendLimits } };
}

async function connectGoogle(options: ConnectOptions, place: ProviderPlace): Promise<ConnectedReading> {
  const { connectGoogleWorkspace } = await import('../provider/google-workspace/connect.ts');
  const { googleLimits } = await import('../provider/google-workspace/limits.ts');
  const reading = await googleOptions(options, place);
  if ('problems' in reading) return reading;
  const { label, tenant } = reading;
  const limits = pacedLimits(googleLimits(place.scale), options.settings, place);
  const directory = connectGoogleWorkspace(reading.options);
  const sendLimits = await sendLimitsAt(options.settings, place);
  return { connected: { directory, limits, label, tenant: `${label}, customer ${tenant}`, sendLimits } };
}

/**
 * Opens what carries the messages to partners, by `sending.way`; makes no call to it. Only where `settings.sending` is there.
 * `licences`: those with a mailbox, as the plan has counted them.
 */
export async function connectMailer(
  options: ConnectOptions & { readonly licences?: number | undefined },
): Promise<{ readonly mailer: Mailer } | { readonly problems: readonly Problem[] }> {
  const { settings } = options;
  const { sending } = settings;
  if (sending === undefined) throw new Error('nothing is sent, so there is nothing to send with');
  const place = await placeOf(options);
  if ('problems' in place) return place;
  const composing = await openComposer(options, sending);
  if ('problems' in composing) return composing;
  const limits = (await sendLimitsAt(settings, place))(options.licences);
  const wanted: MailerParts = { options, place, limits, ...composing };
  switch (sending.way) {
    case 'graph':
      return graphMailer(wanted);
    case 'gmail':
      return gmailMailer(wanted);
    case 'smtp':
      return smtpMailer(wanted);
  }
}

interface MailerParts {
  readonly options: ConnectOptions;
  readonly place: ProviderPlace;
  readonly limits: readonly SendLimit[];
  readonly composer: Composer;
}

async function graphMailer({ options, place, limits, composer }: MailerParts) {
  const { connectMicrosoftMailer } = await import('../provider/microsoft-365/mailer.ts');
  const reading = microsoftOptions(options, place);
  if ('problems' in reading) return reading;
  return { mailer: connectMicrosoftMailer({ ...reading.options, composer, limits }) };
}

async function gmailMailer({ options, place, limits, composer }: MailerParts) {
  const { connectGmailMailer } = await import('../provider/google-workspace/mailer.ts');
  const reading = await googleOptions(options, place);
  if ('problems' in reading) return reading;
  return { mailer: connectGmailMailer({ ...reading.options, composer, limits }) };
}

async function smtpMailer({ options, place, limits, composer }: MailerParts) {
  const { connectSmtpMailer } = await import('../provider/smtp/mailer.ts');
  const { smtpPatience } = await import('../provider/smtp/limits.ts');
  const reading = await smtpOptions(options, place);
  if ('problems' in reading) return reading;
  return { mailer: connectSmtpMailer({ ...reading, composer, limits, patience: smtpPatience(place.scale) }) };
}

/** So much of the flow stays in a full bucket: the provider's clock begins when our first call arrives, not when it leaves. */
const TRAVEL_SECONDS = 0.25;

/**
 * Our share of the documented pace: other programs of the tenant want some too. Without quotas only the concurrency bounds us.
 */
function pacedLimits(limits: ProviderLimits, settings: Settings, { hasQuotas }: ProviderPlace): ProviderLimits {
  const { pace } = settings.limits;
  const paced = (limit: LaneLimit): LaneLimit => {
    if (!hasQuotas) return { ...limit, burst: Number.MAX_SAFE_INTEGER, perSecond: Number.MAX_SAFE_INTEGER };
    const burst = Math.max(1, Math.floor(limit.burst - limit.perSecond * TRAVEL_SECONDS));
    return { ...limit, burst, perSecond: limit.perSecond * pace };
  };
  return { ...limits, lanes: limits.lanes.map(paced) };
}

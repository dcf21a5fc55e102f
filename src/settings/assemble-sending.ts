// The section `sending` as the program works with it: every default is here, with the reason for its number.

import type { ProviderName } from '../model/directory.ts';
import type { ImapSettings, SendingSettings, SendingWindow, SmtpSettings } from '../model/settings.ts';
import { WEEKDAYS } from './sending-schema.ts';
import type { SendingFile } from './sending-schema.ts';
import type { SmtpFile } from './smtp-schema.ts';
import { sureAddress, sureDomain } from './sure.ts';

/**
 * A new domain that sends much at once is taken for a spammer's. Google asks to start low and to raise slowly and steadily, and gives no
 * numbers (support.google.com/a/answer/81126); vendors advise 50 to 100 a day at first. This begins below all of them.
 */
const RAMP: readonly number[] = [20, 40, 60, 90, 130, 180, 250, 350, 500];
/** One a minute: what the last day of the ramp comes to within eight hours, where one operator has all recipients. No bursts. */
const PER_OPERATOR_HOUR = 60;
/** Receivers begin to doubt a list where one in twenty addresses does not exist. */
const MOST_BOUNCES = 0.05;
const MONDAY_TO_FRIDAY = WEEKDAYS.slice(0, 5);
const OWN_WAY = {
  'microsoft-365': 'graph',
  'google-workspace': 'gmail',
  'imap-host': 'smtp',
} as const satisfies Record<ProviderName, SendingSettings['way']>;
const SMTP_PORT = { tls: 465, starttls: 587, none: 25 } as const;
const IMAP_PORT = { tls: 993, starttls: 143, none: 143 } as const;

/** Only for a file that was checked as a whole. */
export function sendingOf(said: SendingFile, provider: ProviderName): SendingSettings {
  const { corrections = {}, sender, window, smtp } = said;
  const hours = windowOf(window ?? {});
  return {
    notices: (said.notices ?? ['change']).map((name) => {
      const toReadersOf = Object.hasOwn(corrections, name) ? corrections[name] : undefined;
      return { name, ...(toReadersOf !== undefined && { toReadersOf }) };
    }),
    pointer: said.pointer ?? 'old-address',
    way: said.way ?? OWN_WAY[provider],
    ...(smtp !== undefined && { smtp: smtpOf(smtp) }),
    ...(said.smime !== undefined && { smime: smimeOf(said.smime) }),
    ...(sender !== undefined && { sender: { name: sender.name, address: sureAddress(sender.address) } }),
    ...(said.oldDomainReason !== undefined && { oldDomainReason: said.oldDomainReason }),
    ...(hours !== undefined && { window: hours }),
    ramp: said.ramp ?? RAMP,
    perOperatorHour: said.perOperatorHour ?? PER_OPERATOR_HOUR,
    isTrial: said.trial ?? false,
    ...(said.tenantPerDay !== undefined && { tenantPerDay: said.tenantPerDay }),
    mostBounces: said.mostBounces ?? MOST_BOUNCES,
    ...(said.autoSubmitted === true && { isAutoSubmitted: true }),
    ...(said.dnsServers !== undefined && { dnsServers: said.dnsServers }),
    ...(said.blocklists !== undefined && {
      blocklists: said.blocklists.map(({ zone, keyVariable }) => ({
        zone: sureDomain(zone),
        ...(keyVariable !== undefined && { keyVariable }),
      })),
    }),
    dkimSelectors: said.dkimSelectors ?? [],
    statements: (said.statements ?? []).map(({ text, where, on, corrected }) => {
      return { text, where, on, isCorrected: corrected ?? false };
    }),
  };
}

/** Undefined where it is always open. */
function windowOf(said: NonNullable<SendingFile['window']>): SendingWindow | undefined {
  const { from = '09:00', to = '17:00', weekdays = MONDAY_TO_FRIDAY, holidays = [] } = said;
  const days = new Set(weekdays);
  const isAlways = from === '00:00' && to === '24:00' && days.size === WEEKDAYS.length && holidays.length === 0;
  if (isAlways) return undefined;
  const numbers = WEEKDAYS.flatMap((day, index) => (days.has(day) ? [index + 1] : []));
  return { from, to, weekdays: numbers, holidays };
}

/** A bank that signs its mail leaves these out: they show the signature as an attachment, or spoil the text. */
const NO_SMIME: readonly string[] = [
  'hotmail.com',
  'hotmail.co.jp',
  'live.com',
  'live.jp',
  'msn.com',
  'outlook.com',
  'outlook.jp',
];

function smimeOf({ certificateFile, passwordVariable, skipDomains }: NonNullable<SendingFile['smime']>) {
  return {
    file: certificateFile,
    ...(passwordVariable !== undefined && { passwordVariable }),
    skipDomains: skipDomains?.map(sureDomain) ?? NO_SMIME,
  };
}

function smtpOf(said: SmtpFile): SmtpSettings {
  const { host, security = 'starttls', signIn, limits = {}, dkim, imap, archive } = said;
  return {
    host,
    port: said.port ?? SMTP_PORT[security],
    security,
    ...(signIn !== undefined && {
      sign: { user: signIn.user, with: signIn.with ?? 'password', variable: signIn.variable },
    }),
    connections: said.connections ?? 2,
    limits: {
      ...(limits.perSecond !== undefined && { perSecond: limits.perSecond }),
      ...(limits.perMinute !== undefined && { perMinute: limits.perMinute }),
      ...(limits.perDay !== undefined && { perDay: limits.perDay }),
    },
    ...(dkim !== undefined && { dkim: { ...dkim, domain: sureDomain(dkim.domain) } }),
    ...(imap !== undefined && { imap: imapOf(imap) }),
    ...(archive !== undefined && { archive: archiveOf(archive) }),
  };
}

function archiveOf({ address, imap }: NonNullable<SmtpFile['archive']>): NonNullable<SmtpSettings['archive']> {
  const { folder = 'INBOX' } = imap;
  return { address: sureAddress(address), imap: { ...imapOf(imap), folder } };
}

function imapOf({ host, port, security = 'tls', user, variable }: NonNullable<SmtpFile['imap']>): ImapSettings {
  return { host, port: port ?? IMAP_PORT[security], security, user, variable };
}

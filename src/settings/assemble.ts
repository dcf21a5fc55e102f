// From what the file says to what the program works with: defaults filled in, domains and addresses brought to their one form.

import type { ProviderName } from '../model/directory.ts';
import type { Connection, Settings } from '../model/settings.ts';
import { clientsOf } from './assemble-clients.ts';
import { hostConnectionOf, mailHostOf } from './assemble-host.ts';
import { sendingOf } from './assemble-sending.ts';
import { lastSecondOf } from './dates.ts';
import type { SettingsFile } from './schema.ts';
import { sure, sureAddress, sureDomain } from './sure.ts';

/** A plan with more steps than this is refused, unless the file says otherwise. */
const MOST_STEPS = 50_000;
/** A plan that grew by more than this share is refused, unless the file says otherwise. */
const MOST_GROWTH = 0.3;

/** A clean check of a device counts so long, unless the file says otherwise: a weekend, and a day to act. */
const VALID_HOURS = 72;
const MOST_EXCEPTION_DAYS = 30;
const HOUR_MS = 60 * 60 * 1000;

/** Only for a file that was checked as a whole; throws where it was not. */
export function assemble(said: SettingsFile, file: string): Settings {
  const connection = connectionOf(said);
  const { provider } = connection;
  const newDomain = sureDomain(said.domains.new);
  const validForMs = (said.evidence?.validHours ?? VALID_HOURS) * HOUR_MS;
  const administrator =
    said.administrator ?? (connection.provider === 'google-workspace' ? connection.administrator : undefined);
  return {
    file,
    company: said.company,
    oldDomains: said.domains.old.map(sureDomain),
    newDomain,
    provider: said.provider,
    connection,
    ...(provider === 'imap-host' && { mailHost: mailHostOf(sure(said['imap-host'])) }),
    ...(said.sandbox !== undefined && { sandbox: said.sandbox }),
    mode: said.mode,
    ...(administrator !== undefined && { administrator: sureAddress(administrator) }),
    country: said.country,
    ...(said.timeZone !== undefined && { timeZone: said.timeZone }),
    newAddress:
      said.newAddress === undefined || said.newAddress === 'keep'
        ? { rule: 'keep' }
        : { rule: 'pattern', pattern: said.newAddress },
    batches: said.batches.map(({ name, failureThreshold }) => ({ name, failureThreshold: failureThreshold ?? 0 })),
    language: said.language,
    // A mail host has none; the file has been told so.
    ...(said.licence !== undefined && provider !== 'imap-host' && { licence: licenceOf(said.licence) }),
    oldAddress: oldAddressOf(said),
    ...(said.signature === true && { signature: true }),
    ...(said.locale === true && { locale: true }),
    lists: listsOf(said),
    evidence: {
      validForMs,
      mostExceptionMs: (said.evidence?.mostExceptionDays ?? MOST_EXCEPTION_DAYS) * 24 * HOUR_MS,
    },
    ...(said.clients !== undefined && {
      clients: clientsOf(said.clients, { newDomain, timeZone: said.timeZone ?? 'UTC', validForMs }),
    }),
    ...(said.notice !== undefined && { notice: noticeOf(said.notice, said.company) }),
    ...(said.sending !== undefined && { sending: sendingOf(said.sending, provider) }),
    limits: {
      mostSteps: said.limits?.mostSteps ?? MOST_STEPS,
      mostGrowth: said.limits?.mostGrowth ?? MOST_GROWTH,
      pace: said.limits?.pace ?? 0.99,
    },
    ...(said.vaultRecipient !== undefined && { vaultRecipient: said.vaultRecipient }),
  };
}

function connectionOf(said: SettingsFile): Connection {
  const provider: ProviderName = said.provider;
  if (provider === 'google-workspace') {
    const { keyFile, administrator, customer } = sure(said['google-workspace']);
    return { provider, keyFile, administrator: sureAddress(administrator), customer: customer ?? 'my_customer' };
  }
  if (provider === 'imap-host') return hostConnectionOf(sure(said['imap-host']));
  const { tenant, client, signIn } = sure(said['microsoft-365']);
  if (signIn.with !== 'certificate') return { provider, tenant, client, sign: signIn };
  const { file, passwordVariable } = signIn;
  const sign = { with: signIn.with, file, ...(passwordVariable !== undefined && { passwordVariable }) };
  return { provider, tenant, client, sign };
}

function licenceOf(said: NonNullable<SettingsFile['licence']>): NonNullable<Settings['licence']> {
  return {
    default: said.default,
    allowed: said.allowed ?? [said.default],
    ...(said.group !== undefined && { group: said.group }),
  };
}

function oldAddressOf({ oldAddress, mode, timeZone }: SettingsFile): Settings['oldAddress'] {
  const { replyUntil } = oldAddress;
  return {
    reply: oldAddress.reply ?? false,
    ...(replyUntil !== undefined && { replyUntil: sure(lastSecondOf(replyUntil, timeZone ?? 'UTC')) }),
    forward: oldAddress.forward ?? false,
    // A renamed account keeps its old address at both providers, whatever is written here.
    alias: mode === 'rename',
  };
}

function noticeOf(said: NonNullable<SettingsFile['notice']>, company: string): NonNullable<Settings['notice']> {
  const {
    contact,
    department,
    postalAddress,
    telephone,
    english,
    letterDate,
    incidentDate,
    earlierNoticeDate,
    ...rest
  } = said;
  const ja = { company, contact, department, postalAddress, telephone };
  return {
    ...rest,
    voice: { ja, en: english ?? ja },
    ...(letterDate !== undefined && { letterDate }),
    ...(incidentDate !== undefined && { incidentDate }),
    ...(earlierNoticeDate !== undefined && { earlierNoticeDate }),
  };
}

function listsOf({ lists }: SettingsFile): Settings['lists'] {
  return {
    staff: lists?.staff ?? 'data/staff.csv',
    columns: headingsOf(lists?.columns),
    ...(lists?.partners !== undefined && { partners: lists.partners }),
    ...(lists?.partnerColumns !== undefined && { partnerColumns: headingsOf(lists.partnerColumns) }),
    ...(lists?.suppress !== undefined && { suppress: lists.suppress }),
    ...(lists?.devices !== undefined && { devices: lists.devices }),
    ...(lists?.deviceColumns !== undefined && { deviceColumns: headingsOf(lists.deviceColumns) }),
  };
}

function headingsOf(columns: Readonly<Record<string, string | undefined>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(columns).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

// The profile that sets up one person's account on Apple devices. Keys: developer.apple.com, Device Management (TopLevel, Mail,
// ExchangeActiveSync). Identifiers never change, so a profile that is installed again replaces the one before.

import type { PlistValue } from 'plist';
import type { Person } from '../../model/person.ts';
import type { KitCompany, KitDevice, KitPerson } from '../kit.ts';
import { newAccountOf } from '../thunderbird/new-account.ts';
import type { ThunderbirdServer } from '../thunderbird/new-account.ts';
import { nameUuid } from './name-uuid.ts';
import { plistText } from './plist-text.ts';

const VERSION = 1;
/** Days of mail that a phone keeps; 31 is a month, and 0 would be all. */
const PAST_DAYS = 31;

/** Whether a profile can set up mail on this device. At Google Workspace none can: accounts by OAuth come from an MDM alone. */
export function takesProfile({ client: listed, system }: KitDevice, { provider }: KitCompany): boolean {
  const client = listed ?? (system === 'ios' ? 'ios' : undefined);
  if (client !== 'ios' && client !== 'apple-mail') return false;
  switch (provider) {
    case 'imap-host':
      return true;
    case 'microsoft-365':
      // Accounts of ActiveSync are for phones and tablets only.
      return client === 'ios' || system === 'ios';
    case 'google-workspace':
      return false;
  }
}

/** Signed where the company can; undefined where none of the devices takes one. */
export async function mailProfile(
  { person, devices }: KitPerson,
  company: KitCompany,
): Promise<Uint8Array | undefined> {
  if (!devices.some((device) => takesProfile(device, company))) return undefined;
  const profile = new TextEncoder().encode(await plistText(wholeProfile(person, company)));
  return company.signProfile?.(profile) ?? profile;
}

function wholeProfile(person: Person, company: KitCompany): PlistValue {
  const identifier = identifierOf(person, company);
  const texts = TEXTS[person.language](company.name[person.language], person.newAddress);
  return {
    PayloadType: 'Configuration',
    PayloadVersion: VERSION,
    PayloadIdentifier: identifier,
    PayloadUUID: nameUuid(identifier),
    PayloadDisplayName: texts.name,
    PayloadDescription: texts.description,
    PayloadOrganization: company.name[person.language],
    PayloadContent: [
      company.provider === 'imap-host' ? imapPayload(person, company) : exchangePayload(person, company),
    ],
  };
}

const TEXTS = {
  ja: (company: string, address: string) => ({
    name: `${company} メール`,
    description: `新しいアドレス ${address} のメールを設定します。パスワードは含まれていません。`,
  }),
  en: (company: string, address: string) => ({
    name: `${company} mail`,
    description: `Sets up mail for your new address ${address}. It holds no password.`,
  }),
};

/** The part before the @ where it can be read; the hash keeps people apart whose addresses differ in other characters. */
function identifierOf({ newAddress }: Person, { clients }: KitCompany): string {
  const local = newAddress.slice(0, newAddress.lastIndexOf('@'));
  const isPlain = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(local);
  return `${clients.apple.identifier}.${isPlain ? local : nameUuid(newAddress).toLowerCase()}`;
}

function head(person: Person, company: KitCompany, part: string): Readonly<Record<string, PlistValue>> {
  const identifier = `${identifierOf(person, company)}.${part}`;
  return {
    PayloadVersion: VERSION,
    PayloadIdentifier: identifier,
    PayloadUUID: nameUuid(identifier),
    PayloadDisplayName: person.newAddress,
  };
}

function imapPayload(person: Person, company: KitCompany): PlistValue {
  const { incoming, outgoing } = newAccountOf(person, undefined, company);
  return {
    PayloadType: 'com.apple.mail.managed',
    ...head(person, company, 'account'),
    EmailAccountType: 'EmailTypeIMAP',
    EmailAccountDescription: person.newAddress,
    EmailAccountName: person.displayName,
    EmailAddress: person.newAddress,
    ...server('Incoming', incoming),
    ...server('Outgoing', outgoing),
    OutgoingPasswordSameAsIncomingPassword: true,
    PreventMove: false,
  };
}

/** `UseSSL` means STARTTLS at the ports that have it: the device finds out. */
function server(way: 'Incoming' | 'Outgoing', { host, port, userName }: ThunderbirdServer): Record<string, PlistValue> {
  return {
    [`${way}MailServerAuthentication`]: 'EmailAuthPassword',
    [`${way}MailServerHostName`]: host,
    [`${way}MailServerPortNumber`]: port,
    [`${way}MailServerUseSSL`]: true,
    [`${way}MailServerUsername`]: userName,
  };
}

function exchangePayload(person: Person, company: KitCompany): PlistValue {
  return {
    PayloadType: 'com.apple.eas.account',
    ...head(person, company, 'account'),
    UserName: person.newAddress,
    EmailAddress: person.newAddress,
    Host: 'outlook.office365.com',
    SSL: true,
    OAuth: true,
    MailNumberOfPastDaysToSync: PAST_DAYS,
  };
}

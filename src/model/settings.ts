// What migrate.yaml says, read and checked.

import type { ClientSettings } from './client-settings.ts';
import type { ProviderName } from './directory.ts';
import type { ManageSieveServer, MailHost, Provision } from './mail-host.ts';
import type { Language } from './person.ts';

export interface BatchSettings {
  readonly name: string;
  /** Share of its people (0 to 1) that may fail before the next batch is held. */
  readonly failureThreshold: number;
}

/** How the administrator's program signs in. Secrets are named by environment variable or file, never written here. */
export type Connection =
  | {
      readonly provider: 'microsoft-365';
      readonly tenant: string;
      readonly client: string;
      readonly sign:
        | { readonly with: 'secret'; readonly variable: string }
        | { readonly with: 'certificate'; readonly file: string; readonly passwordVariable?: string }
        | { readonly with: 'device-code' }
        | { readonly with: 'managed-identity' };
    }
  | {
      readonly provider: 'google-workspace';
      readonly keyFile: string;
      /** The super administrator that the service account acts as. */
      readonly administrator: string;
      readonly customer: string;
    }
  | {
      /** Where mail programs connect is in `Settings.mailHost`. */
      readonly provider: 'imap-host';
      readonly provision: Provision;
      /** Absent: nothing can be set at mailboxes that are there. */
      readonly manageSieve?: ManageSieveServer;
      /** List of the mailboxes that the host has, exported by the administrator; absent: none is known. */
      readonly accounts?: string;
    };

/** Who we are in a notice, in one language. */
export interface NoticeVoice {
  readonly company: string;
  /** The person who answers questions. */
  readonly contact: string;
  readonly department: string;
  readonly postalAddress: string;
  readonly telephone: string;
}

export interface NoticeSettings {
  readonly voice: Readonly<Record<Language, NoticeVoice>>;
  /** Address of the web site that everybody has known for long. */
  readonly website: string;
  /** Stands in every notice and on the web site. */
  readonly referenceCode: string;
  /** Days as YYYY-MM-DD. */
  readonly switchDate: string;
  readonly oldAddressUntil: string;
  /** Stands on printed letters. */
  readonly letterDate?: string;
  readonly incidentDate?: string;
  /** Day of the notice that a second report or a correction refers to. */
  readonly earlierNoticeDate?: string;
}

/** A mail server that takes our messages. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte. `starttls`: required after the greeting. `none`: on loopback only. */
  readonly security: 'tls' | 'starttls' | 'none';
  /** Absent: the server knows us by our address. */
  readonly sign?: {
    readonly user: string;
    readonly with: 'password' | 'oauth2';
    /** Environment variable with the password or the access token. */
    readonly variable: string;
  };
  readonly connections: number;
  readonly limits: { readonly perSecond?: number; readonly perMinute?: number; readonly perDay?: number };
  /** Signs the messages; absent: the server does. */
  readonly dkim?: { readonly domain: string; readonly selector: string; readonly keyFile: string };
  /** Where the mailbox that sends is read back: bounces and answers. Absent: only from files. */
  readonly imap?: ImapSettings;
  /** Gets a copy in the same transaction, and is looked into where the outcome of a message is unknown. */
  readonly archive?: {
    readonly address: string;
    readonly imap: ImapSettings & { readonly folder: string };
  };
}

/** A mailbox that can be read over IMAP. */
export interface ImapSettings {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string;
  /** Environment variable with the password. */
  readonly variable: string;
}

/** When messages to partners may start. Times of day as HH:MM in `Settings.timeZone`; `to` may be 24:00. */
export interface SendingWindow {
  readonly from: string;
  readonly to: string;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekdays: readonly number[];
  /** Days as YYYY-MM-DD on which nothing is sent. */
  readonly holidays: readonly string[];
}

/** All notices to partners are one batch, after every other one. */
export const NOTICES_BATCH = 'notices';

/** What all mail programs need is one batch, after those of the people. */
export const KITS_BATCH = 'kits';

/** How notices go out to partners. */
export interface SendingSettings {
  /** What partners are told, in this order. `toReadersOf`: only those who got an older version of that notice. */
  readonly notices: readonly { readonly name: string; readonly toReadersOf?: string }[];
  /** The short notice from the old address, for partners with `both`. */
  readonly pointer: string;
  readonly way: 'graph' | 'gmail' | 'smtp';
  readonly smtp?: SmtpSettings;
  /** Signs what the address in the certificate sends; absent: nothing is signed by S/MIME. */
  readonly smime?: {
    /** PKCS#12: certificate, key and chain. */
    readonly file: string;
    /** Environment variable with the password of the file; absent: it has none. */
    readonly passwordVariable?: string;
    /** Domains of recipients, with their subdomains, whose programs show a signature as trouble. Lower case. */
    readonly skipDomains: readonly string[];
  };
  /** Who sends all of them; absent: the first contact of each partner. An address on the new domain. */
  readonly sender?: { readonly name: string; readonly address: string };
  /** Why the old domain may send at all; absent: it may not. Kept in the log. */
  readonly oldDomainReason?: string;
  /** Absent: at any time. */
  readonly window?: SendingWindow;
  /** Most messages on the first, second, ... day of sending; the last number holds from then on. */
  readonly ramp: readonly number[];
  /** Most messages in an hour to recipients whose mail servers one operator runs. */
  readonly perOperatorHour: number;
  /** The tenant is on trial: the provider allows less. */
  readonly isTrial: boolean;
  /** Most external recipients of the tenant in 24 hours, as observed; absent: by the provider's formula. */
  readonly tenantPerDay?: number;
  /** Bounces, as a share of what was sent, above which the campaign stops. */
  readonly mostBounces: number;
  /** Messages say of themselves that a program sent them. */
  readonly isAutoSubmitted?: true;
  /** DNS servers that are asked, as `address` or `address:port`; absent: those of the system. */
  readonly dnsServers?: readonly string[];
  /** Lists of domains that spammers use, to look ours up in; `keyVariable` names the environment variable with the key of a list that wants one. */
  readonly blocklists?: readonly { readonly zone: string; readonly keyVariable?: string }[];
  /** DKIM selectors to look for besides those of the provider. */
  readonly dkimSelectors: readonly string[];
  /** What we have said in public and a notice may contradict. */
  readonly statements: readonly {
    readonly text: string;
    readonly where: string;
    /** Day as YYYY-MM-DD. */
    readonly on: string;
    readonly isCorrected: boolean;
  }[];
}

export interface Settings {
  readonly file: string;
  readonly company: string;
  readonly oldDomains: readonly string[];
  readonly newDomain: string;
  readonly provider: ProviderName;
  readonly connection: Connection;
  /** Present for `imap-host` only. */
  readonly mailHost?: MailHost;
  /** Folder of the sandbox that stands in for the provider; absent: the real one. */
  readonly sandbox?: string;
  readonly mode: 'new-mailbox' | 'rename';
  /** Address of the administrator whose own account must not be moved by accident. */
  readonly administrator?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** IANA name of the zone in which the dates of migrate.yaml are meant; absent: UTC. */
  readonly timeZone?: string;
  readonly newAddress: { readonly rule: 'keep' } | { readonly rule: 'pattern'; readonly pattern: string };
  readonly batches: readonly BatchSettings[];
  readonly language: Language;
  readonly licence?: {
    /** Name (Microsoft: skuPartNumber; Google: SKU id or name), used where the staff list says nothing. */
    readonly default: string;
    readonly allowed: readonly string[];
    /** Name of the group through which it is assigned; absent: direct. */
    readonly group?: string;
  };
  /** What becomes of the old address. Both may be on. */
  readonly oldAddress: {
    readonly reply: boolean;
    /** Last second of the last day, in milliseconds since 1970. */
    readonly replyUntil?: number;
    readonly forward: boolean;
    readonly alias: boolean;
  };
  /** New addresses get the company's signature; absent: signatures are left alone. */
  readonly signature?: true;
  /** New mailboxes get their owner's language and the company's time zone; absent: they have those of the tenant. */
  readonly locale?: true;
  readonly lists: {
    readonly staff: string;
    /** Headings that are not known by themselves: field of model/staff-field.ts -> heading. */
    readonly columns: Readonly<Record<string, string>>;
    /** The partner list; absent: data/partners.csv where there is one. */
    readonly partners?: string;
    /** Headings of the partner list that are not known by themselves: field of model/partner-field.ts -> heading. */
    readonly partnerColumns?: Readonly<Record<string, string>>;
    /** Those to whom nothing may be written; absent: data/suppress.csv where there is one. */
    readonly suppress?: string;
    /** The device list; absent: data/devices.csv where there is one. */
    readonly devices?: string;
    /** Headings of the device list that are not known by themselves: field of model/device-field.ts -> heading. */
    readonly deviceColumns?: Readonly<Record<string, string>>;
  };
  /** What checks of devices are worth: how long a clean one counts, and how long an exception from the device gate may be for. */
  readonly evidence: { readonly validForMs: number; readonly mostExceptionMs: number };
  /** How mail programs are moved. Absent: no kits are written. */
  readonly clients?: ClientSettings;
  /** What notices say about us. Absent: no notice can be made. */
  readonly notice?: NoticeSettings;
  /** How notices are sent. Absent: none is. */
  readonly sending?: SendingSettings;
  readonly limits: {
    /** Refuse a plan with more steps than this. */
    readonly mostSteps: number;
    /** Refuse a plan that grew by more than this share against the last one. */
    readonly mostGrowth: number;
    /** Share of the provider's documented pace that we use, 0 to 1. */
    readonly pace: number;
  };
  /** Who can open the credentials vault. Absent: a passphrase, asked for or from MIGRATE_PASSPHRASE. */
  readonly vaultRecipient?: string;
}

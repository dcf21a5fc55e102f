// What the tenant is made of, as it lies in the world, and the collections that hold it.

import type { Collection, World } from '../kernel/world.ts';

export interface TenantRecord {
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret: string;
  /** Certificates that the application may sign with, PEM. */
  readonly certificates: readonly string[];
  /** Hex key of the signature on access tokens. */
  readonly tokenKey: string;
  /** Application permissions with admin consent. */
  readonly roles: readonly string[];
  /** Real seconds; absent: what the profile says. */
  readonly tokenLifetimeSeconds?: number;
  /** Whether a device code waits for `POST .../devicecode/approve`; else it completes by itself. */
  readonly asksForDeviceCode: boolean;
  readonly displayName: string;
  readonly initialDomain: string;
  readonly isSendFromAliasEnabled: boolean;
  /** Fewer external recipients a day. */
  readonly isTrial?: boolean;
}

export interface DomainRecord {
  readonly id: string;
  readonly isVerified: boolean;
  readonly isDefault: boolean;
  readonly isInitial: boolean;
  readonly supportedServices: readonly string[];
  /** The value of the TXT record that proves it: `MS=ms12345678`. */
  readonly proof: string;
}

export interface SkuRecord {
  readonly skuId: string;
  readonly skuPartNumber: string;
  readonly total: number;
  readonly used: number;
  readonly hasMailbox: boolean;
  /** Part numbers that exclude this one, and that it needs. */
  readonly excludes: readonly string[];
  readonly needs: readonly string[];
}

export type LicenceError =
  | 'CountViolation'
  | 'MutuallyExclusiveViolation'
  | 'DependencyViolation'
  | 'ProhibitedInUsageLocationViolation'
  | 'UniquenessViolation';

export interface HeldLicence {
  readonly skuId: string;
  readonly disabledPlans: readonly string[];
  readonly byGroup: string | null;
  readonly at: number;
  /** Why the group's licence does not reach the user. */
  readonly error?: LicenceError;
}

/** What a change of a user moves, and what a listing may still show as it was. */
export interface UserFace {
  readonly userPrincipalName: string;
  readonly mail: string | null;
  /** `SMTP:` marks the primary address, `smtp:` an alias. */
  readonly proxyAddresses: readonly string[];
  /** All further properties, named as Graph names them. Never a password. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly licences: readonly HeldLicence[];
}

export interface UserRecord extends UserFace {
  readonly id: string;
  /** Rises with each object of the tenant. */
  readonly ordinal: number;
  readonly createdAt: number;
  readonly deletedAt?: number;
  readonly isSynced: boolean;
  readonly isAdministrator: boolean;
  /** Before this the copies that answer by id do not know the user. */
  readonly visibleAt: number;
  /** Before this listings do not show the user. */
  readonly listedAt: number;
  readonly usageLocationAt: number;
  /** What listings show until the time has come. */
  readonly stale?: { readonly face: UserFace; readonly until: number };
  /** When the mailbox is ready; absent: there is none. */
  readonly mailboxAt?: number;
}

export interface GroupRecord {
  readonly id: string;
  readonly ordinal: number;
  readonly createdAt: number;
  readonly displayName: string;
  readonly mailNickname: string;
  readonly mail: string | null;
  readonly proxyAddresses: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
  readonly members: readonly string[];
  readonly licences: readonly { readonly skuId: string; readonly disabledPlans: readonly string[] }[];
}

export interface MailboxRecord {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly rules: readonly Readonly<Record<string, unknown>>[];
  /** Virtual time of the send limit: when the next message would leave if nothing could be stored up. */
  readonly sendAt: number;
}

export interface Recipient {
  readonly name: string;
  readonly address: string;
}

export interface MessageContent {
  readonly subject: string;
  readonly body: { readonly contentType: 'text' | 'html'; readonly content: string };
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  readonly bcc: readonly Recipient[];
  readonly replyTo: readonly Recipient[];
  readonly from?: Recipient;
  readonly importance: string;
  readonly categories: readonly string[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly extended: readonly { readonly id: string; readonly value: string }[];
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  /** The whole message where it came as one, bytes with one character each. */
  readonly mime?: string;
}

/** A message lies in a folder; one that was sent moves to Sent Items, under another id, when transport has taken it. */
export interface MessageRecord {
  readonly key: string;
  readonly folder: 'drafts' | 'inbox';
  readonly createdAt: number;
  readonly changedAt: number;
  readonly internetMessageId: string;
  readonly conversationId: string;
  readonly content: MessageContent;
  readonly isRead: boolean;
  /** Hidden before this. */
  readonly arrivesAt: number;
  /** When transport takes it; absent: nobody has sent it. */
  readonly departsAt?: number;
  readonly savesCopy: boolean;
}

/** What transport remembers of one message to one recipient, whatever becomes of the message in its mailbox. */
export interface TraceRecord {
  readonly ordinal: number;
  readonly id: string;
  readonly messageId: string;
  readonly sender: string;
  readonly recipient: string;
  readonly subject: string;
  readonly receivedAt: number;
  readonly status: 'delivered' | 'failed';
  /** Shown from then on. */
  readonly shownAt: number;
}

/** A group's licence on its way to a member. */
export interface LicenceErrand {
  readonly key: string;
  readonly groupId: string;
  readonly userId: string;
  readonly dueAt: number;
}

export interface DeviceCodeRecord {
  readonly code: string;
  readonly userCode: string;
  readonly approvedAt?: number;
  readonly expiresAt: number;
}

/** A script for Windows PCs, and the groups that get it. */
export interface ScriptRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly targets: readonly ScriptTargetRecord[];
}

/** To whom a script goes, as a caller has said it: `groupId` stands in those that take a group in or leave one out. */
export interface ScriptTargetRecord {
  readonly '@odata.type': string;
  readonly groupId?: string | undefined;
}

export interface Rooms {
  readonly tenant: Collection<TenantRecord>;
  readonly domains: Collection<DomainRecord>;
  readonly skus: Collection<SkuRecord>;
  readonly users: Collection<UserRecord>;
  readonly deletedUsers: Collection<UserRecord>;
  readonly groups: Collection<GroupRecord>;
  /** `upn:a@b` and `smtp:a@b`, lower case, to the id of the object that has it. */
  readonly names: Collection<string>;
  readonly mailboxes: Collection<MailboxRecord>;
  readonly scripts: Collection<ScriptRecord>;
  readonly errands: Collection<LicenceErrand>;
  readonly deviceCodes: Collection<DeviceCodeRecord>;
  readonly counters: Collection<number>;
  /** By message and recipient. */
  readonly traces: Collection<TraceRecord>;
  messages(userId: string): Collection<MessageRecord>;
}

const opened = new WeakMap<World, Rooms>();

/** The tenant's collections in this world. */
export function roomsOf(world: World): Rooms {
  const known = opened.get(world);
  if (known !== undefined) return known;
  const room = <T>(name: string): Collection<T> => world.collection<T>(`microsoft.${name}`);
  const rooms: Rooms = {
    tenant: room('tenant'),
    domains: room('domains'),
    skus: room('skus'),
    users: room('users'),
    deletedUsers: room('deleted-users'),
    groups: room('groups'),
    names: room('names'),
    mailboxes: room('mailboxes'),
    scripts: room('scripts'),
    errands: room('errands'),
    deviceCodes: room('device-codes'),
    counters: room('counters'),
    traces: room('traces'),
    messages: (userId) => room(`messages.${userId}`),
  };
  opened.set(world, rooms);
  return rooms;
}

/** 1, 2, 3 ... over all objects of the tenant. */
export function nextOrdinal(rooms: Rooms): number {
  const ordinal = (rooms.counters.get('ordinal') ?? 0) + 1;
  rooms.counters.put('ordinal', ordinal);
  return ordinal;
}

/** A record without one of its optional members. */
export function without<T extends object, K extends keyof T>(record: T, member: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== member)) as Omit<T, K>;
}

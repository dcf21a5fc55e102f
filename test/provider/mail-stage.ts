// One way of sending on its stage: the mailer, the faults of the other end, and what the other end has really taken.

import { afterEach } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { composerFor } from '../../src/notice/compose-message.ts';
import type { Mailer } from '../../src/model/mailer.ts';
import { connectMicrosoftMailer } from '../../src/provider/microsoft-365/mailer.ts';
import type { MicrosoftMailerOptions } from '../../src/provider/microsoft-365/mailer.ts';
import { connectGmailMailer } from '../../src/provider/google-workspace/mailer.ts';
import type { GmailMailerOptions } from '../../src/provider/google-workspace/mailer.ts';
import { smtpPatience } from '../../src/provider/smtp/limits.ts';
import { connectSmtpMailer } from '../../src/provider/smtp/mailer.ts';
import type { SmtpMailerOptions } from '../../src/provider/smtp/mailer.ts';
import { findUser, tenantOf } from '../../src/sandbox/google/tenant.ts';
import type { ProfileName } from '../../src/sandbox/kernel/profile.ts';
import { roomsOf } from '../../src/sandbox/microsoft/records.ts';
import { openOffice } from '../sandbox/mail/office.ts';
import type { Door } from '../sandbox/mail/office.ts';
import { openTenant as openGoogle } from './google-workspace/tenant.ts';
import { openTenant as openMicrosoft } from './microsoft-365/tenant.ts';
import { SENDER } from './letters.ts';

/** A fault of the call that sends, or of the call that prepares. */
export interface StageFault {
  readonly at: 'prepare' | 'send';
  readonly kind: string;
  readonly count?: number;
  readonly delayMs?: number;
  readonly form?: string;
  readonly reply?: string;
  /** Of `refuse`: the refusal in the words of the other end. */
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly probability?: number;
}

/** The faults of the call that sends, in this way's own terms. */
export interface Troubles {
  /** The message was taken, and no usable answer came. */
  readonly lostAfter: readonly string[];
  /** It was not taken, and no usable answer came. */
  readonly lostBefore: readonly string[];
  /** The other end is too busy now. */
  readonly throttled: Omit<StageFault, 'at'>;
}

export const HTTP_TROUBLES: Troubles = {
  lostAfter: ['503-after', '504-after', 'reset-after'],
  lostBefore: ['503-before', '504-before', 'reset-before'],
  throttled: { kind: 'throttle', form: 'seconds', delayMs: 5000 },
};

export const SMTP_TROUBLES: Troubles = {
  lostAfter: ['reset-after'],
  lostBefore: ['reset-before'],
  throttled: { kind: 'reply', reply: '452 4.5.3 too many messages, slow down' },
};

export interface MailStage {
  readonly mailer: Mailer;
  /** Another program that sends the same way: it remembers nothing. */
  readonly another: () => Mailer;
  readonly faults: (list: readonly StageFault[]) => Promise<void>;
  /** `<recipient> <notice id>` of every message that was taken for delivery, in order. */
  readonly taken: () => readonly string[];
  /** Drafts that were made. */
  readonly drafts: () => readonly unknown[];
  /** Somebody deletes all drafts by hand. */
  readonly deleteDrafts: () => void;
}

const composer = composerFor({ timeZone: 'Asia/Tokyo' });

/** What `faults` makes of a fault where calls are HTTP. */
function httpFault({ at, ...fault }: StageFault, calls: Readonly<Record<StageFault['at'], object>>): object {
  return { count: 1, ...fault, match: calls[at] };
}

export async function graphStage(
  seed: object = {},
  pace: { readonly profile: ProfileName; readonly timeScale?: number } = { profile: 'free' },
): Promise<MailStage> {
  const { graphOptions, faults, ledger, world } = await openMicrosoft({
    ...pace,
    seed: {
      domains: DOMAINS,
      users: [{ userPrincipalName: SENDER, displayName: '佐藤 花子', licences: ['SPE_E3'] }],
      ...seed,
    },
  });
  const options: MicrosoftMailerOptions = { ...graphOptions, composer, limits: [] };
  const calls = {
    prepare: { method: 'POST', path: '/messages$' },
    send: { method: 'POST', path: '/send$' },
  };
  return {
    mailer: connectMicrosoftMailer(options),
    another: () => connectMicrosoftMailer(options),
    faults: (list) => faults(list.map((fault) => httpFault(fault, calls))),
    taken: () => ledger('message.accept').map(({ key }) => key),
    drafts: () => ledger('message.draft'),
    deleteDrafts: () => {
      const rooms = roomsOf(world);
      const room = rooms.messages(rooms.names.get(`smtp:${SENDER}`) ?? '');
      for (const { key, folder } of [...room.values()]) if (folder === 'drafts') room.delete(key);
    },
  };
}

export async function gmailStage(seed: object = {}): Promise<MailStage> {
  const { googleOptions, faults, ledger, world } = await openGoogle({
    profile: 'free',
    seed: { users: [{ primaryEmail: SENDER, givenName: '花子', familyName: '佐藤' }], ...seed },
  });
  const options: GmailMailerOptions = { ...googleOptions, composer, limits: [] };
  const calls = {
    prepare: { method: 'POST', path: '/drafts$' },
    send: { method: 'POST', path: '/drafts/send$' },
  };
  return {
    mailer: connectGmailMailer(options),
    another: () => connectGmailMailer(options),
    faults: (list) => faults(list.map((fault) => httpFault(fault, calls))),
    taken: () => ledger('message.accept').map(({ key }) => key),
    drafts: () => ledger('draft.create'),
    deleteDrafts: () => {
      const tenant = tenantOf(world);
      const { id } = findUser(tenant, SENDER) ?? { id: '' };
      for (const draft of [...tenant.drafts(id).values()]) {
        tenant.messages(id).delete(draft.messageId);
        tenant.drafts(id).delete(draft.id);
      }
    },
  };
}

/** Without an archive nobody can look; with one its copies are looked for over IMAP. */
export async function smtpStage({ hasArchive }: { readonly hasArchive: boolean }): Promise<MailStage> {
  const office = await openOffice();
  const { smtp, imap } = office;
  const authority = readFileSync(smtp.caFile, 'utf8');
  const placed = ({ host, port }: Door) => ({ host, port, security: 'starttls' as const });
  const archive = {
    address: ARCHIVE,
    imap: { ...placed(imap), user: ARCHIVE, variable: '', folder: 'INBOX' },
  };
  const options: SmtpMailerOptions = {
    settings: {
      ...placed(smtp),
      sign: { user: smtp.user, with: 'password', variable: '' },
      connections: 2,
      limits: {},
      ...(hasArchive ? { archive } : {}),
    },
    secrets: { smtp: smtp.password, imap: imap.password },
    composer,
    limits: [],
    patience: smtpPatience(1000),
    authority,
  };
  const connect = (): Mailer => {
    const mailer = connectSmtpMailer(options);
    open.push(mailer);
    return mailer;
  };
  return {
    mailer: connect(),
    another: connect,
    faults: async (list) => {
      await office.fault(
        ...list.map(({ at: _at, ...one }) => ({ count: 1, ...one, match: { provider: 'smtp', method: 'DOT' } })),
      );
    },
    taken: () => office.ledger('message.accept').filter((key) => !key.startsWith(ARCHIVE)),
    drafts: () => [],
    deleteDrafts: () => undefined,
  };
}

const ARCHIVE = 'archive@sandbox.example';

const open: Mailer[] = [];
afterEach(async () => {
  for (const mailer of open.splice(0)) await mailer.close();
});

const DOMAINS = [{ name: 'old.example', isDefault: true }, { name: 'new.example' }];

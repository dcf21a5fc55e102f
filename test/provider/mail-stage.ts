// One way of sending on its stage: the mailer, the faults of the other end, and what the other end has really taken.

import { composerFor } from '../../src/notice/compose-message.ts';
import type { Mailer } from '../../src/model/mailer.ts';
import { connectMicrosoftMailer } from '../../src/provider/microsoft-365/mailer.ts';
import type { MicrosoftMailerOptions } from '../../src/provider/microsoft-365/mailer.ts';
import { connectGmailMailer } from '../../src/provider/google-workspace/mailer.ts';
import type { GmailMailerOptions } from '../../src/provider/google-workspace/mailer.ts';
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
}

export interface MailStage {
  readonly mailer: Mailer;
  /** Another program that sends the same way: it remembers nothing. */
  readonly another: () => Mailer;
  readonly faults: (list: readonly StageFault[]) => Promise<void>;
  /** `<recipient> <notice id>` of every message that was taken for delivery, in order. */
  readonly taken: () => readonly string[];
  /** Drafts that were made. */
  readonly drafts: () => readonly unknown[];
}

const composer = composerFor({ timeZone: 'Asia/Tokyo' });

/** What `faults` makes of a fault where calls are HTTP. */
function httpFault({ at, ...fault }: StageFault, calls: Readonly<Record<StageFault['at'], object>>): object {
  return { count: 1, ...fault, match: calls[at] };
}

export async function graphStage(seed: object = {}): Promise<MailStage> {
  const { graphOptions, faults, ledger } = await openMicrosoft({
    profile: 'free',
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
  };
}

export async function gmailStage(seed: object = {}): Promise<MailStage> {
  const { googleOptions, faults, ledger } = await openGoogle({
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
  };
}

const DOMAINS = [{ name: 'old.example', isDefault: true }, { name: 'new.example' }];

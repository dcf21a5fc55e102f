// The settings of one mailbox: what they are before anybody touched them, and how a change is kept with its ledger line.

import type { MailboxRecord, UserRecord } from '../records.ts';
import type { Ask } from '../route.ts';
import { PROVIDER, type Tenant } from '../tenant.ts';

const UNTOUCHED: MailboxRecord = {
  sendAs: {},
  vacation: { enableAutoReply: false, restrictToContacts: false, restrictToDomain: false },
  autoForwarding: { enabled: false },
  forwarding: {},
  delegates: {},
  filters: [],
  imap: { enabled: true, autoExpunge: true, expungeBehavior: 'archive', maxFolderSize: 0 },
  pop: { accessWindow: 'disabled', disposition: 'leaveInInbox' },
  language: { displayLanguage: 'en' },
};

export function mailboxOf(tenant: Tenant, userId: string): MailboxRecord {
  return tenant.mailboxes.get(userId) ?? UNTOUCHED;
}

export interface SettingChange {
  /** Of the ledger: `reply.set`. */
  readonly kind: string;
  /** What stands behind the mailbox's address in the ledger's key. */
  readonly about?: string;
  readonly change: Partial<MailboxRecord>;
  /** False where the same call again would do the same thing twice. */
  readonly isIdempotent?: boolean;
}

/** Keeps the change; the ledger says whether it changed anything. */
export function changeMailbox(ask: Ask, user: UserRecord, setting: SettingChange): void {
  const before = mailboxOf(ask.tenant, user.id);
  const after = { ...before, ...setting.change };
  const isSame = JSON.stringify(before) === JSON.stringify(after);
  const about = setting.about === undefined ? '' : ` ${setting.about}`;
  ask.world.effect(
    {
      provider: PROVIDER,
      kind: setting.kind,
      key: `${user.primaryEmail}${about}`,
      idempotent: setting.isIdempotent ?? true,
      ...(isSame ? { repeat: true } : {}),
    },
    () => ask.tenant.mailboxes.put(user.id, after),
  );
}

/** Gmail takes markup that runs or hides something out of signatures and replies, and writes the rest in its own way. */
export function sanitised(html: string): string {
  return html
    .replace(/<(script|style|iframe|object|form)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
    .replace(/\son[a-z]+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\s*\/>/g, '>')
    .replace(/&#(?:x27|39);/gi, "'")
    .replace(/(href|src)\s*=\s*(["']?)\s*javascript:[^"'>\s]*\2/gi, '');
}

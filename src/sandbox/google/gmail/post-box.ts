// The account's mailboxes as the rest of the world sees them: what is delivered, what IMAP shows, what the domains' zones hold.

import type { PublishedRecord } from '../../kernel/dns.ts';
import type { Arriving, Mailboxes, MailFolder, Submission } from '../../kernel/mailboxes.ts';
import type { World } from '../../kernel/world.ts';
import { dkimRecord, OWN_RELAY } from '../../mail/dns/well-known.ts';
import { DELAY_MS, MOST } from '../limits.ts';
import type { MessageRecord, UserRecord } from '../records.ts';
import { findGroup, findUser, isInside, tenantOf } from '../tenant.ts';
import { keepMessage } from './keep.ts';

/** A user, or the users of a group. */
function holdersOf(world: World, address: string): readonly UserRecord[] {
  const tenant = tenantOf(world);
  const user = findUser(tenant, address);
  const members = findGroup(tenant, address)?.members ?? [];
  const all = user === undefined ? members.flatMap((member) => findUser(tenant, member.id) ?? []) : [user];
  return all.filter(({ mailboxAt }) => mailboxAt !== undefined);
}

function deliver(world: World, { to, raw }: Arriving): boolean {
  const place = { tenant: tenantOf(world), world, now: world.clock.now() };
  const holders = holdersOf(world, to);
  for (const user of holders) keepMessage(place, { userId: user.id, raw, labelIds: ['INBOX', 'UNREAD'] });
  return holders.length > 0;
}

const FOLDERS = [
  { name: 'INBOX', label: 'INBOX' },
  { name: '[Gmail]/Drafts', label: 'DRAFT', use: '\\Drafts' },
  { name: '[Gmail]/Sent Mail', label: 'SENT', use: '\\Sent' },
  { name: '[Gmail]/Spam', label: 'SPAM', use: '\\Junk' },
  { name: '[Gmail]/Trash', label: 'TRASH', use: '\\Trash' },
] as const;

function folders(world: World, address: string): readonly MailFolder[] | undefined {
  const [user] = holdersOf(world, address);
  if (user === undefined) return undefined;
  const all = (): readonly MessageRecord[] => [...tenantOf(world).messages(user.id).values()];
  return FOLDERS.map(({ name, label, ...more }) => ({
    name,
    ...more,
    *messages() {
      for (const { id, at, raw, labelIds } of all()) {
        if (labelIds.includes(label)) yield { id, at, isRead: !labelIds.includes('UNREAD'), raw: () => raw };
      }
    },
  }));
}

/** As the Admin console tells it, and with the sandbox's own relay among the senders. */
function zone(world: World, domain: string): readonly PublishedRecord[] {
  return [
    { name: domain, type: 'MX', priority: 1, value: 'smtp.google.com' },
    { name: domain, type: 'TXT', value: `v=spf1 include:_spf.google.com include:${OWN_RELAY} ~all` },
    { name: `google._domainkey.${domain}`, type: 'TXT', value: dkimRecord(world) },
    { name: `_dmarc.${domain}`, type: 'TXT', value: `v=DMARC1; p=none; rua=mailto:dmarc@${domain}` },
  ];
}

/** The day's limit; a From that is not his own Gmail replaces and does not refuse. */
function submission(world: World, address: string): Submission | undefined {
  if (holdersOf(world, address).length === 0) return undefined;
  const most = tenantOf(world).settings().isTrial ? MOST.sendsPerDayOnTrial : MOST.sendsPerDay;
  return {
    rate: { capacity: most, perSecond: (most * 1000) / DELAY_MS.sendWindow },
    refusal: '550 5.4.5 Daily user sending limit exceeded',
    senderFault: () => undefined,
  };
}

export const gmailMailboxes: Mailboxes = {
  hosts(world, domain) {
    const tenant = tenantOf(world);
    return !tenant.settings().isPlaceholder && isInside(tenant, `postmaster@${domain}`);
  },
  deliver,
  zone,
  submission,
  folders,
};

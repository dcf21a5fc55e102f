// The tenant's mailboxes as the rest of the world sees them: what is delivered, what IMAP shows, what the domains' zones hold.

import type { PublishedRecord } from '../../kernel/dns.ts';
import type { Arriving, Mailboxes, MailFolder, Submission } from '../../kernel/mailboxes.ts';
import type { World } from '../../kernel/world.ts';
import { OWN_RELAY } from '../../mail/dns/well-known.ts';
import { headersOf, headerValue } from '../../mail/mime/headers.ts';
import { SENDS_PER_MINUTE } from '../limits.ts';
import { nextOrdinal, roomsOf, type UserRecord } from '../records.ts';
import { tenantOf } from '../tenant.ts';
import { FOLDERS } from './folders.ts';
import { EMPTY_CONTENT } from './message-input.ts';
import { visibleMessages } from './message-view.ts';
import { readMime } from './mime.ts';
import { rawOf } from './raw.ts';
import { maySendFrom, newMessage } from './send.ts';

/** A user with a mailbox, or the members of a group who have one. */
function holdersOf(world: World, address: string): readonly UserRecord[] {
  const { names, users, groups } = roomsOf(world);
  const id = names.get(`smtp:${address}`) ?? '';
  const ids = groups.get(id)?.members ?? [id];
  return ids.flatMap((one) => users.get(one) ?? []).filter((user) => user.mailboxAt !== undefined);
}

function deliver(world: World, { to, raw }: Arriving): boolean {
  const holders = holdersOf(world, to);
  const content = { ...EMPTY_CONTENT, ...readMime(raw) };
  const internetMessageId = headerValue(headersOf(raw), 'Message-ID');
  for (const user of holders) {
    const made = newMessage(world, content);
    const key = String(nextOrdinal(roomsOf(world)));
    const kept = { ...made, key, folder: 'inbox', isRead: false, internetMessageId: internetMessageId ?? made.internetMessageId } as const;
    roomsOf(world).messages(user.id).put(key, kept);
  }
  return holders.length > 0;
}

const IMAP_NAMES = { inbox: 'INBOX', drafts: 'Drafts', sentitems: 'Sent Items', deleteditems: 'Deleted Items', junkemail: 'Junk Email' };
const IMAP_USES = { drafts: '\\Drafts', sentitems: '\\Sent', deleteditems: '\\Trash', junkemail: '\\Junk' };

function folders(world: World, address: string): readonly MailFolder[] | undefined {
  const [user] = holdersOf(world, address);
  if (user === undefined) return undefined;
  return FOLDERS.flatMap(({ name }): readonly MailFolder[] => {
    if (!(name in IMAP_NAMES)) return [];
    const known = name as keyof typeof IMAP_NAMES;
    return [
      {
        name: IMAP_NAMES[known],
        ...(known === 'inbox' ? {} : { use: IMAP_USES[known] }),
        *messages() {
          for (const message of [...visibleMessages(world, user.id)].reverse()) {
            if (message.folder !== name) continue;
            const { record } = message;
            const at = message.folder === 'sentitems' ? (record.departsAt ?? record.createdAt) : record.createdAt;
            yield { id: message.id, at, isRead: record.isRead, raw: () => rawOf(user, record) };
          }
        },
      },
    ];
  });
}

/** As the admin center tells it, and with the sandbox's own relay among the senders. */
function zone(world: World, domain: string): readonly PublishedRecord[] {
  const dashed = domain.replaceAll('.', '-');
  const selectors = ['selector1', 'selector2'].map((selector) => ({
    name: `${selector}._domainkey.${domain}`,
    type: 'CNAME' as const,
    value: `${selector}-${dashed}._domainkey.${tenantOf(world).initialDomain}`,
  }));
  return [
    { name: domain, type: 'MX', priority: 0, value: `${dashed}.mail.protection.outlook.com` },
    { name: domain, type: 'TXT', value: `v=spf1 include:spf.protection.outlook.com include:${OWN_RELAY} -all` },
    { name: `autodiscover.${domain}`, type: 'CNAME', value: 'autodiscover.outlook.com' },
    ...selectors,
    { name: `_dmarc.${domain}`, type: 'TXT', value: `v=DMARC1; p=none; rua=mailto:dmarc@${domain}` },
  ];
}

/** Exchange Online limits: 30 messages a minute; the words are those of its servers. */
function submission(world: World, address: string): Submission | undefined {
  const [user] = holdersOf(world, address);
  if (user === undefined) return undefined;
  return {
    rate: { capacity: SENDS_PER_MINUTE, perSecond: SENDS_PER_MINUTE / 60 },
    refusal: '432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded',
    senderFault: (from) =>
      maySendFrom(world, user, from) ? undefined : '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
  };
}

export const microsoftMailboxes: Mailboxes = {
  hosts: (world, domain) => roomsOf(world).domains.get(domain)?.isVerified === true,
  deliver,
  zone,
  submission,
  folders,
};

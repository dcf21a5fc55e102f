// The mailboxes of the rented host as mail and IMAP see them.

import type { PublishedRecord } from '../kernel/dns.ts';
import type { Arriving, Mailboxes, MailFolder, Submission } from '../kernel/mailboxes.ts';
import type { World } from '../kernel/world.ts';
import { dkimRecord } from '../mail/dns/well-known.ts';
import { nextNumber } from '../mail/queue.ts';
import { hostedMailbox, isHosted } from './mailboxes.ts';

interface KeptMessage {
  readonly key: string;
  readonly to: string;
  readonly folder: 'INBOX' | 'Sent';
  readonly at: number;
  readonly raw: string;
}

const messagesOf = (world: World) => world.collection<KeptMessage>('hosting.messages');

function keep(world: World, { to, raw }: Arriving, folder: KeptMessage['folder']): void {
  const key = String(nextNumber(world, 'hosting'));
  messagesOf(world).put(key, { key, to, raw, folder, at: world.clock.now() });
}

function folders(world: World, address: string): readonly MailFolder[] | undefined {
  if (hostedMailbox(world, address) === undefined) return undefined;
  const folder = (name: KeptMessage['folder'], use?: string): MailFolder => ({
    name,
    ...(use !== undefined && { use }),
    *messages() {
      for (const { key, to, folder: kept, at, raw } of messagesOf(world).values()) {
        if (to === address && kept === name) yield { id: key, at, isRead: false, raw: () => raw };
      }
    },
    append: (raw) => world.together(() => keep(world, { to: address, raw }, name)),
  });
  return [folder('INBOX'), folder('Sent', '\\Sent')];
}

/** What a host tells its customers to publish. */
function zone(world: World, domain: string): readonly PublishedRecord[] {
  return [
    { name: domain, type: 'MX', priority: 10, value: 'mail.sandbox.example' },
    { name: domain, type: 'TXT', value: 'v=spf1 ip4:127.0.0.1 ~all' },
    { name: `mail._domainkey.${domain}`, type: 'TXT', value: dkimRecord(world) },
    { name: `_dmarc.${domain}`, type: 'TXT', value: `v=DMARC1; p=none; rua=mailto:dmarc@${domain}` },
  ];
}

/** Rented hosts let so many messages through in an hour, and only from the address that has signed in. */
function submission(world: World, user: string): Submission | undefined {
  if (hostedMailbox(world, user) === undefined) return undefined;
  return {
    rate: { capacity: 500, perSecond: 500 / 3600 },
    refusal: '450 4.7.1 Too many messages from this mailbox',
    senderFault: (from) => (from === user ? undefined : '553 5.7.1 Sender address rejected: not owned by user'),
  };
}

export const hostedMailboxes: Mailboxes = {
  hosts: isHosted,
  deliver(world, mail) {
    if (hostedMailbox(world, mail.to) === undefined) return false;
    keep(world, mail, 'INBOX');
    return true;
  },
  zone,
  submission,
  folders,
};

// The world beyond: a mailbox for every address that no provider of the sandbox hosts, also of our own archive.

import type { MailFolder } from '../kernel/mailboxes.ts';
import type { World } from '../kernel/world.ts';
import { nextNumber, type Mail } from './queue.ts';
import { decodeWords, headersOf, headerValue } from './mime/headers.ts';

export interface OutsideMail extends Mail {
  readonly key: string;
  readonly folder: 'INBOX' | 'Sent';
  readonly at: number;
  readonly messageId: string;
  /** The value of X-Migrate-Notice, else empty. */
  readonly notice: string;
  readonly subject: string;
}

const mailOf = (world: World) => world.collection<OutsideMail>('mail.outside');

export function putOutside(world: World, mail: Mail, folder: OutsideMail['folder'] = 'INBOX'): void {
  const headers = headersOf(mail.raw);
  const key = String(nextNumber(world, 'outside'));
  const { from, to, raw, via } = mail;
  mailOf(world).put(key, {
    ...{ key, folder, from, to, raw, via },
    at: world.clock.now(),
    messageId: headerValue(headers, 'Message-ID') ?? '',
    notice: headerValue(headers, 'X-Migrate-Notice') ?? '',
    subject: decodeWords(headerValue(headers, 'Subject') ?? ''),
  });
}

const HOUSE = 'mail.house';

/** Gives an address a mailbox of its own, also where a provider hosts its domain: an archive. */
export function addHouseMailbox(world: World, address: string): void {
  world.collection<true>(HOUSE).put(address.toLowerCase(), true);
}

export function isHouseMailbox(world: World, address: string): boolean {
  return address.endsWith('@sandbox.example') || world.collection<true>(HOUSE).has(address);
}

export interface OutsideQuery {
  readonly to?: string | undefined;
  readonly notice?: string | undefined;
}

/** What has arrived, in its order. */
export function outsideMail(world: World, { to, notice }: OutsideQuery = {}): readonly OutsideMail[] {
  return [...mailOf(world).values()].filter(
    (mail) => (to === undefined || mail.to === to.toLowerCase()) && (notice === undefined || mail.notice === notice),
  );
}

/** As IMAP shows it. */
export function outsideFolders(world: World, address: string): readonly MailFolder[] {
  const folder = (name: OutsideMail['folder'], use?: string): MailFolder => ({
    name,
    ...(use === undefined ? {} : { use }),
    *messages() {
      for (const { key, at, raw, folder } of outsideMail(world, { to: address })) {
        if (folder === name) yield { id: key, at, isRead: false, raw: () => raw };
      }
    },
    append: (raw) => world.together(() => putOutside(world, { from: address, to: address, raw, via: 'imap' }, name)),
  });
  return [folder('INBOX'), folder('Sent', '\\Sent')];
}

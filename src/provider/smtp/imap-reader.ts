// Reads the mailbox that sends over IMAP: it is opened for reading only, and messages are fetched without marking them as read.

import type { ImapFlow } from 'imapflow';
import { MOST_MAIL_BYTES } from '../../model/mail-reader.ts';
import type { MailFolder, MailHead, MailReader, MailWish, Repeat } from '../../model/mail-reader.ts';
import { headersFrom } from '../../notice/returned/mail-parts.ts';
import { connectImap, imapFailure } from '../imap.ts';
import type { ImapPlace } from '../imap.ts';

export interface ImapReaderOptions {
  readonly imap: ImapPlace;
  /** Who signs in to read that mailbox. */
  readonly userOf: (mailbox: string) => string;
  readonly password: string;
  readonly authority?: string;
  readonly repeat: Repeat;
}

const ERRAND = { trouble: 'the mailbox cannot be read', setting: 'sending.smtp.imap', signInKind: 'refused' } as const;
/** Messages that are asked about at once: a lost connection costs no more than these. */
const AT_ONCE = 200;
const DAY_MS = 24 * 60 * 60 * 1000;
/** RFC 6154. */
const USES: Readonly<Partial<Record<MailFolder, string>>> = { sent: '\\Sent', junk: '\\Junk' };

export function connectImapReader(options: ImapReaderOptions): MailReader {
  const { imap, userOf, password, authority, repeat } = options;
  let opened: { readonly user: string; readonly client: Promise<ImapFlow> } | undefined;

  async function leave(): Promise<void> {
    const closing = opened;
    opened = undefined;
    try {
      await (await closing?.client)?.logout();
    } catch {
      // It never stood, or it is gone already.
    }
  }

  async function clientFor(mailbox: string): Promise<ImapFlow> {
    const user = userOf(mailbox);
    if (opened !== undefined && opened.user !== user) await leave();
    const trust = authority === undefined ? {} : { authority };
    opened ??= { user, client: connectImap({ ...imap, user, password, ...trust }) };
    return opened.client;
  }

  /** One question to one folder; undefined where there is no such folder. A broken connection is dropped. */
  function asked<Result>(wish: MailWish, question: (client: ImapFlow) => Promise<Result>): Promise<Result | undefined> {
    return repeat(async () => {
      let client: ImapFlow | undefined;
      try {
        client = await clientFor(wish.mailbox);
        const path = await pathOf(client, wish.folder);
        if (path === undefined) return undefined;
        const lock = await client.getMailboxLock(path, { readOnly: true });
        try {
          return await question(client);
        } finally {
          lock.release();
        }
      } catch (error) {
        opened = undefined;
        client?.close();
        throw imapFailure(error, { ...ERRAND, password });
      }
    }, wish.signal);
  }

  return {
    async *heads(wish) {
      // SINCE knows days only, in whatever zone the server lives.
      const since = new Date(wish.sinceMs - DAY_MS);
      const uids = (await asked(wish, async (client) => listed(await client.search({ since }, { uid: true })))) ?? [];
      for (let at = 0; at < uids.length; at += AT_ONCE) {
        wish.signal.throwIfAborted();
        const some = uids.slice(at, at + AT_ONCE);
        for (const head of (await asked(wish, (client) => headsOf(client, some))) ?? []) {
          if (head.receivedAtMs >= wish.sinceMs) yield head;
        }
      }
    },

    async raw({ id }, wish) {
      const source = { start: 0, maxLength: MOST_MAIL_BYTES };
      const found = await asked(wish, (client) => client.fetchOne(id, { uid: true, source }, { uid: true }));
      const bytes = found === undefined || found === false ? undefined : found.source;
      return (bytes ?? Buffer.alloc(0)).subarray(0, MOST_MAIL_BYTES);
    },

    close: leave,
  };
}

async function pathOf(client: ImapFlow, folder: MailFolder): Promise<string | undefined> {
  if (folder === 'inbox') return 'INBOX';
  return (await client.list()).find(({ specialUse }) => specialUse === USES[folder])?.path;
}

/** imapflow says false where the server did not answer. */
function listed(uids: readonly number[] | false | undefined): readonly number[] {
  if (uids === false || uids === undefined) throw new Error('the server did not answer the search');
  return uids;
}

async function headsOf(client: ImapFlow, uids: readonly number[]): Promise<readonly MailHead[]> {
  const heads: MailHead[] = [];
  const wanted = { uid: true, internalDate: true, headers: true };
  for await (const { uid, internalDate, headers } of client.fetch([...uids], wanted, { uid: true })) {
    const receivedAtMs = internalDate === undefined ? Number.NaN : new Date(internalDate).getTime();
    if (headers === undefined || Number.isNaN(receivedAtMs)) continue;
    heads.push({ id: String(uid), receivedAtMs, headers: headersFrom(headers.toString('latin1')) });
  }
  return heads;
}

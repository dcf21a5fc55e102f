// The archive, which gets a copy of every message in the same transaction: what is there was accepted. Looked into over IMAP, read-only.

import type { ImapFlow } from 'imapflow';
import type { SmtpSettings } from '../../model/settings.ts';
import { NOTICE_HEADER } from '../../notice/compose-message.ts';
import { connectImap, imapFailure } from '../imap.ts';

type Imap = NonNullable<SmtpSettings['archive']>['imap'];

export interface ArchiveOptions {
  readonly imap: Imap;
  readonly password: string;
  /** PEM of an authority that is trusted beside those of the system: the sandbox's own. */
  readonly authority?: string;
}

/** A copy that was found. */
export interface ArchivedCopy {
  readonly uid: number;
}

export interface Archive {
  /** The copy of a notice; undefined where there is none (yet). Throws RemoteFailure. */
  readonly find: (noticeId: string) => Promise<ArchivedCopy | undefined>;
  /** Of every notice that has a copy: asked once, when the first message is prepared. */
  readonly known: () => Promise<ReadonlyMap<string, ArchivedCopy>>;
  readonly close: () => Promise<void>;
}

const ERRAND = {
  trouble: 'the archive cannot be looked into',
  setting: 'sending.smtp.archive.imap',
  signInKind: 'unavailable',
} as const;

export function openArchive(options: ArchiveOptions): Archive {
  let opened: Promise<ImapFlow> | undefined;
  let known: Promise<ReadonlyMap<string, ArchivedCopy>> | undefined;

  /** One connection for all; a broken one is dropped, and the next question opens another. */
  async function asked<Result>(question: (client: ImapFlow) => Promise<Result>): Promise<Result> {
    const opening = (opened ??= connectImap({ ...options.imap, ...options }));
    const drop = (): void => {
      if (opened === opening) opened = undefined;
    };
    let client: ImapFlow | undefined;
    try {
      client = await opening;
      const lock = await client.getMailboxLock(options.imap.folder, { readOnly: true });
      try {
        // Makes the server tell what has come since.
        await client.noop();
        return await question(client);
      } finally {
        lock.release();
      }
    } catch (error) {
      drop();
      client?.close();
      throw imapFailure(error, { ...ERRAND, password: options.password });
    }
  }

  const everything = async (client: ImapFlow): Promise<ReadonlyMap<string, ArchivedCopy>> => {
    const copies = new Map<string, ArchivedCopy>();
    const uids = await client.search({ header: { [NOTICE_HEADER]: true } }, { uid: true });
    if (!Array.isArray(uids) || uids.length === 0) return copies;
    for await (const { uid, headers } of client.fetch(uids, { uid: true, headers: [NOTICE_HEADER] }, { uid: true })) {
      const noticeId = /:\s*([0-9a-f]+)/.exec(headers?.toString() ?? '')?.[1];
      if (noticeId !== undefined) copies.set(noticeId, { uid });
    }
    return copies;
  };

  return {
    find: (noticeId) =>
      asked(async (client) => {
        const uids = await client.search({ header: { [NOTICE_HEADER]: noticeId } }, { uid: true });
        if (!Array.isArray(uids)) throw new Error('the server did not answer the search');
        const [uid] = uids;
        return uid === undefined ? undefined : { uid };
      }),

    known() {
      known ??= asked(everything).catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },

    async close() {
      const closing = opened;
      opened = undefined;
      try {
        await (await closing)?.logout();
      } catch {
        // It never stood, or it is gone already.
      }
    },
  };
}

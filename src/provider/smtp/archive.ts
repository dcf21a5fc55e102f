// The archive, which gets a copy of every message in the same transaction: what is there was accepted. Looked into over IMAP, read-only.

import type { ImapFlow } from 'imapflow';
import { RemoteFailure } from '../../model/failure.ts';
import type { SmtpSettings } from '../../model/settings.ts';
import { NOTICE_HEADER } from '../../notice/compose-message.ts';

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

const SEARCH = 'IMAP SEARCH';

export function openArchive(options: ArchiveOptions): Archive {
  let opened: Promise<ImapFlow> | undefined;
  let known: Promise<ReadonlyMap<string, ArchivedCopy>> | undefined;

  /** One connection for all; a broken one is dropped, and the next question opens another. */
  async function asked<Result>(question: (client: ImapFlow) => Promise<Result>): Promise<Result> {
    const opening = (opened ??= connect(options));
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
      throw imapFailure(error, options.password);
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

async function connect({ imap, password, authority }: ArchiveOptions): Promise<ImapFlow> {
  const { ImapFlow: Client } = await import('imapflow');
  const client = new Client({
    host: imap.host,
    port: imap.port,
    secure: imap.security === 'tls',
    ...(imap.security === 'tls' ? {} : { doSTARTTLS: imap.security === 'starttls' }),
    auth: { user: imap.user, pass: password },
    tls: { minVersion: 'TLSv1.2', ...(authority === undefined ? {} : { ca: authority }) },
    logger: false,
    emitLogs: false,
  });
  // Without a listener an idle connection that breaks would end the program; the next question finds it out.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Only looks go this way, so a failure proves nothing about any message. */
function imapFailure(error: unknown, password: string): RemoteFailure {
  const facts: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(error ?? {}));
  const { responseText, authenticationFailed } = facts;
  const told = typeof responseText === 'string' ? responseText : error instanceof Error ? error.message : String(error);
  const said = told
    .replaceAll(password, '***')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .slice(0, 400);
  if (authenticationFailed === true) {
    const todo = 'Check sending.smtp.archive.imap in migrate.yaml, and that the variable it names holds the password.';
    return new RemoteFailure({ kind: 'unavailable', operation: 'IMAP LOGIN', said, todo });
  }
  return new RemoteFailure({
    kind: 'unavailable',
    operation: SEARCH,
    said: `the archive cannot be looked into: ${said}`,
  });
}

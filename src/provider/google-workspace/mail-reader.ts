// Reads messages of a mailbox through the Gmail API: newest first by label, which is complete at once, while the search index trails.

import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js';
import { MOST_MAIL_BYTES } from '../../model/mail-reader.ts';
import type { MailFolder, MailHead, MailReader, MailWish, Repeat } from '../../model/mail-reader.ts';
import { openGoogle } from './connect.ts';
import type { GoogleWorkspaceOptions } from './connect.ts';
import { orUndefined } from './outcomes.ts';
import { pages } from './pages.ts';
import { SCOPES } from './scopes.ts';

const ME = 'me';
const READ = { lane: 'send', isRepeatable: true, scope: SCOPES.reading } as const;
const LIST = { ...READ, operation: 'gmail.users.messages.list' };
const GET = { ...READ, operation: 'gmail.users.messages.get' };
const LABELS: Readonly<Record<MailFolder, string>> = { inbox: 'INBOX', sent: 'SENT', junk: 'SPAM' };
const A_PAGE = 100;
/** Imported mail stands among the new: so many older ones in a row end the listing. */
const MOST_OLDER = 100;

export interface GmailReaderOptions extends GoogleWorkspaceOptions {
  readonly repeat: Repeat;
}

export function connectGmailReader(options: GmailReaderOptions): MailReader {
  const { repeat } = options;
  const { send, apis } = openGoogle(options);

  function ids({ mailbox, folder, signal }: MailWish): AsyncIterable<string> {
    return pages(async (pageToken) => {
      const { users } = await apis.gmail();
      const query = { userId: ME, labelIds: [LABELS[folder]], maxResults: A_PAGE, includeSpamTrash: folder === 'junk' };
      const { data } = await repeat(
        () =>
          send({ ...LIST, subject: mailbox }, ({ auth, how }) =>
            users.messages.list({ ...query, ...(pageToken === undefined ? {} : { pageToken }), auth }, how),
          ),
        signal,
      );
      return { items: (data.messages ?? []).flatMap(({ id }) => id ?? []), next: data.nextPageToken };
    });
  }

  /** undefined where it has been taken away since it was listed. */
  async function message(
    { mailbox, signal }: MailWish,
    id: string,
    format: 'metadata' | 'raw',
  ): Promise<gmail_v1.Schema$Message | undefined> {
    const { users } = await apis.gmail();
    const answer = await repeat(
      () =>
        orUndefined(
          send({ ...GET, subject: mailbox }, ({ auth, how }) =>
            users.messages.get({ userId: ME, id, format, auth }, how),
          ),
        ),
      signal,
    );
    return answer?.data;
  }

  return {
    async *heads(wish) {
      let older = 0;
      for await (const id of ids(wish)) {
        wish.signal.throwIfAborted();
        const shown = await message(wish, id, 'metadata');
        const head = shown === undefined ? undefined : headFrom(shown, id);
        if (head === undefined) continue;
        older = head.receivedAtMs < wish.sinceMs ? older + 1 : 0;
        if (older >= MOST_OLDER) return;
        if (older === 0) yield head;
      }
    },

    async raw({ id, headers }, wish) {
      const known = await message(wish, id, 'metadata');
      // Gmail gives a message as a whole or not at all. Of a large one its headers must do.
      if ((known?.sizeEstimate ?? 0) > MOST_MAIL_BYTES) {
        return Buffer.from(headers.map(([name, value]) => `${name}: ${value}\r\n`).join('') + '\r\n');
      }
      const whole = await message(wish, id, 'raw');
      return Buffer.from(whole?.raw ?? '', 'base64url').subarray(0, MOST_MAIL_BYTES);
    },

    close: () => Promise.resolve(),
  };
}

function headFrom({ internalDate, payload }: gmail_v1.Schema$Message, id: string): MailHead {
  const headers = (payload?.headers ?? []).map(
    ({ name, value }) => [(name ?? '').toLowerCase(), (value ?? '').replace(/\r?\n\s*/g, ' ')] as const,
  );
  return { id, receivedAtMs: Number(internalDate ?? 0), headers };
}

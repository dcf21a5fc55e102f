// Reads messages of a mailbox through Microsoft Graph: headers page by page, the whole message (MIME) only where it is asked for.
// Exchange shows no headers for some messages that a client has put into Sent Items: then its own properties stand in for them.

import { MOST_MAIL_BYTES } from '../../model/mail-reader.ts';
import type { MailFolder, MailHead, MailHeaders, MailReader, Repeat } from '../../model/mail-reader.ts';
import { openGraph } from './connect.ts';
import type { MicrosoftOptions } from './connect.ts';
import { objectAt, objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { STABLE_IDS } from './mailer-messages.ts';

/** Well-known names of the folders. */
const FOLDERS: Readonly<Record<MailFolder, string>> = { inbox: 'inbox', sent: 'sentitems', junk: 'junkemail' };
const SELECT =
  'id,receivedDateTime,sentDateTime,internetMessageId,internetMessageHeaders,subject,from,toRecipients,ccRecipients';
const A_PAGE = '100';

export interface MicrosoftMailReaderOptions extends MicrosoftOptions {
  readonly repeat: Repeat;
}

export function connectMicrosoftMailReader(options: MicrosoftMailReaderOptions): MailReader {
  const { repeat } = options;
  const { graph } = openGraph(options);
  return {
    async *heads({ mailbox, folder, sinceMs, signal }) {
      const since = new Date(sinceMs).toISOString();
      const call = {
        operation: 'GET /users/{id}/mailFolders/{mailFolder-id}/messages',
        keys: [mailbox, FOLDERS[folder]],
        query: { $filter: `receivedDateTime ge ${since}`, $select: SELECT, $top: A_PAGE },
        headers: STABLE_IDS,
      };
      for await (const message of graph.items(call, (read) => repeat(read, signal))) {
        signal.throwIfAborted();
        const head = headFrom(message);
        if (head !== undefined) yield head;
      }
    },

    async raw({ id }, { mailbox, signal }) {
      const call = {
        operation: 'GET /users/{id}/messages/{message-id}/$value',
        keys: [mailbox, id],
        headers: STABLE_IDS,
      };
      return repeat(() => graph.bytes(call, MOST_MAIL_BYTES), signal);
    },

    close: () => Promise.resolve(),
  };
}

function headFrom(message: JsonObject): MailHead | undefined {
  const id = textAt(message, 'id');
  const at = Date.parse(textAt(message, 'receivedDateTime') ?? textAt(message, 'sentDateTime') ?? '');
  if (id === undefined || Number.isNaN(at)) return undefined;
  const shown = objectsAt(message, 'internetMessageHeaders').map(
    (header) => [(textAt(header, 'name') ?? '').toLowerCase(), textAt(header, 'value') ?? ''] as const,
  );
  const names = new Set(shown.map(([name]) => name));
  return { id, receivedAtMs: at, headers: [...shown, ...propertiesOf(message).filter(([name]) => !names.has(name))] };
}

/** What Exchange knows of a message whose headers it does not show. */
function propertiesOf(message: JsonObject): MailHeaders {
  const lists = { to: objectsAt(message, 'toRecipients'), cc: objectsAt(message, 'ccRecipients') };
  const from = objectAt(message, 'from');
  const headers: readonly (readonly [string, string | undefined])[] = [
    ['message-id', textAt(message, 'internetMessageId')],
    ['subject', textAt(message, 'subject')],
    ['from', from === undefined ? undefined : mailboxText(from)],
    ['to', lists.to.map(mailboxText).join(', ')],
    ['cc', lists.cc.map(mailboxText).join(', ')],
  ];
  return headers.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
}

/** `"Name" <user@example.com>`. */
function mailboxText(party: JsonObject): string {
  const known = objectAt(party, 'emailAddress');
  const address = textAt(known, 'address') ?? '';
  const name = (textAt(known, 'name') ?? '').replace(/["\\\p{Cc}]/gu, ' ').trim();
  return name === '' || name === address ? `<${address}>` : `"${name}" <${address}>`;
}

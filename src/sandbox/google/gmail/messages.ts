// users.messages: send, insert, get, list. Sending the same message twice sends it twice.

import type { Answer } from '../../kernel/call.ts';
import { entityNotFound, invalidArgument, ok, Refused } from '../answers.ts';
import { pageOf } from '../paging.ts';
import type { UserRecord } from '../records.ts';
import { param, textOf, type Ask, type GuardedRoute } from '../route.ts';
import { acceptMessage, checkSendable } from './accept.ts';
import { checkThread, keepMessage } from './keep.ts';
import { listedMessages } from './listing.ts';
import { showBrief, showMessage } from './message-shown.ts';
import { prepareOutgoing } from './outgoing.ts';
import { gmailRoute } from './route.ts';
import { INSERT_MESSAGES, READ_MESSAGES, SEND_MESSAGES } from './scopes.ts';
import { readUpload } from './upload.ts';

export const messageRoutes: readonly GuardedRoute[] = [
  gmailRoute('POST /messages/send', { guard: SEND_MESSAGES, units: 100, answer: sendMessage }),
  gmailRoute('POST /messages', { guard: INSERT_MESSAGES, units: 25, answer: insertMessage }),
  gmailRoute('GET /messages', { guard: READ_MESSAGES, units: 5, answer: listMessages }),
  gmailRoute('GET /messages/:id', { guard: READ_MESSAGES, units: 20, answer: getMessage }),
];

function rawOf(ask: Ask): { readonly raw: string; readonly threadId?: string } {
  const { body, raw } = readUpload(ask, 'message');
  if (raw === undefined || raw === '') {
    throw invalidArgument("'raw' RFC822 payload message string or uploading message via /upload/* URL required");
  }
  const threadId = textOf(body, 'threadId');
  return threadId === undefined ? { raw } : { raw, threadId };
}

function sendMessage(ask: Ask, user: UserRecord): Answer {
  const { raw, threadId } = rawOf(ask);
  checkThread(ask, user.id, threadId);
  const outgoing = prepareOutgoing(ask, user, raw);
  const sentTo = checkSendable(ask, user, outgoing);
  const message = keepMessage(ask, {
    userId: user.id,
    raw: outgoing,
    labelIds: ['SENT'],
    sentTo,
    ...(threadId === undefined ? {} : { threadId }),
  });
  acceptMessage(ask, user, message);
  return ok(showBrief(message));
}

/** Puts a message into the mailbox without sending anything; this one keeps its Message-ID. */
function insertMessage(ask: Ask, user: UserRecord): Answer {
  const { raw, threadId } = rawOf(ask);
  const { body } = readUpload(ask, 'message');
  const given: unknown = body['labelIds'];
  const labelIds = Array.isArray(given) ? given.map(String) : [];
  return ok(
    showBrief(keepMessage(ask, { userId: user.id, raw, labelIds, ...(threadId === undefined ? {} : { threadId }) })),
  );
}

function listMessages(ask: Ask, user: UserRecord): Answer {
  if (isMetadataOnly(ask) && ask.call.query.has('q')) {
    throw new Refused({ status: 403, reason: 'forbidden', message: "Metadata scope does not support 'q' parameter" });
  }
  const listed = listedMessages(ask, user);
  const page = pageOf(ask, listed, { usual: 100, most: 500 });
  return ok({
    ...(page.items.length === 0 ? {} : { messages: page.items.map(({ id, threadId }) => ({ id, threadId })) }),
    ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    resultSizeEstimate: listed.length,
  });
}

function getMessage(ask: Ask, user: UserRecord): Answer {
  const message = ask.tenant.messages(user.id).get(param(ask, 'id'));
  if (message === undefined) throw entityNotFound();
  const format = ask.call.query.get('format') ?? 'full';
  if (isMetadataOnly(ask) && (format === 'full' || format === 'raw')) {
    throw new Refused({ status: 403, reason: 'forbidden', message: `Metadata scope doesn't allow format ${format.toUpperCase()}` });
  }
  return ok(showMessage(ask, message));
}

/** The metadata scope counts even beside stronger ones only when it stands alone. */
function isMetadataOnly({ caller }: Ask): boolean {
  const gmailScopes = caller.token.scopes.filter((scope) => /auth\/gmail\.(metadata|modify|readonly)$|mail\.google|^\*$/.test(scope));
  return gmailScopes.length > 0 && gmailScopes.every((scope) => scope.endsWith('gmail.metadata'));
}

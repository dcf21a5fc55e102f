// users.drafts: a draft is sent once; sending removes it and keeps the id of its message.

import type { Answer } from '../../kernel/call.ts';
import { chanceOf } from '../../kernel/random.ts';
import { entityNotFound, invalidArgument, NO_CONTENT, ok, type Refused } from '../answers.ts';
import { pageOf } from '../paging.ts';
import type { DraftRecord, MessageRecord, UserRecord } from '../records.ts';
import { param, readObject, textOf, type Ask, type Body, type GuardedRoute } from '../route.ts';
import { PROVIDER } from '../tenant.ts';
import { acceptMessage, checkSendable } from './accept.ts';
import { checkThread, freeId, indexedAt, keepMessage } from './keep.ts';
import { listedMessages } from './listing.ts';
import { showBrief, showMessage } from './message-shown.ts';
import { prepareOutgoing } from './outgoing.ts';
import { gmailRoute } from './route.ts';
import { READ_DRAFTS, WRITE_DRAFTS } from './scopes.ts';
import { readUpload } from './upload.ts';

export const draftRoutes: readonly GuardedRoute[] = [
  gmailRoute('POST /drafts', { guard: WRITE_DRAFTS, units: 10, answer: createDraft }),
  gmailRoute('POST /drafts/send', { guard: WRITE_DRAFTS, units: 100, answer: sendDraft }),
  gmailRoute('GET /drafts', { guard: READ_DRAFTS, units: 5, answer: listDrafts }),
  gmailRoute('GET /drafts/:id', {
    guard: READ_DRAFTS,
    units: 5,
    answer: (ask, user) => {
      const { draft, message } = known(ask, user, param(ask, 'id'));
      return ok({ id: draft.id, message: showMessage(ask, message) });
    },
  }),
  gmailRoute('PUT /drafts/:id', { guard: WRITE_DRAFTS, units: 15, answer: updateDraft }),
  gmailRoute('DELETE /drafts/:id', { guard: WRITE_DRAFTS, units: 10, answer: deleteDraft }),
];

interface Known {
  readonly draft: DraftRecord;
  readonly message: MessageRecord;
}

function known(ask: Ask, user: UserRecord, id: string): Known {
  const draft = ask.tenant.drafts(user.id).get(id);
  const message = draft === undefined ? undefined : ask.tenant.messages(user.id).get(draft.messageId);
  if (draft === undefined || message === undefined) throw entityNotFound();
  return { draft, message };
}

const threadOf = (body: Body): string | undefined => textOf(readObject(body['message'] ?? {}), 'threadId');

function keepDraftMessage(ask: Ask, user: UserRecord): MessageRecord {
  const { body, raw } = readUpload(ask, 'draft');
  if (raw === undefined) throw invalidArgument('Missing draft message');
  const threadId = threadOf(body);
  checkThread(ask, user.id, threadId);
  return keepMessage(ask, {
    userId: user.id,
    raw: prepareOutgoing(ask, user, raw),
    labelIds: ['DRAFT'],
    ...(threadId === undefined ? {} : { threadId }),
  });
}

function createDraft(ask: Ask, user: UserRecord): Answer {
  const drafts = ask.tenant.drafts(user.id);
  const id = `r${freeId(ask, (one) => drafts.has(`r${one}`))}`;
  const message = ask.world.effect(
    { provider: PROVIDER, kind: 'draft.create', key: `${user.primaryEmail} ${id}`, idempotent: false },
    () => {
      const kept = keepDraftMessage(ask, user);
      drafts.put(id, { id, messageId: kept.id });
      return kept;
    },
  );
  return ok({ id, message: showBrief(message) });
}

/** The draft keeps its id, its message gets a new one. */
function updateDraft(ask: Ask, user: UserRecord): Answer {
  const { draft, message: before } = known(ask, user, param(ask, 'id'));
  const message = keepDraftMessage(ask, user);
  ask.tenant.messages(user.id).delete(before.id);
  ask.tenant.drafts(user.id).put(draft.id, { ...draft, messageId: message.id });
  return ok({ id: draft.id, message: showBrief(message) });
}

function deleteDraft(ask: Ask, user: UserRecord): Answer {
  const { draft, message } = known(ask, user, param(ask, 'id'));
  ask.tenant.messages(user.id).delete(message.id);
  ask.tenant.drafts(user.id).delete(draft.id);
  return NO_CONTENT;
}

function sendDraft(ask: Ask, user: UserRecord): Answer {
  const { body, raw } = readUpload(ask, 'draft');
  const id = textOf(body, 'id') ?? '';
  if (ask.tenant.sentDrafts.has(`${user.id} ${id}`)) throw goneDraft(id);
  const { draft, message } = known(ask, user, id);
  const outgoing = raw === undefined ? message.raw : prepareOutgoing(ask, user, raw);
  const sentTo = checkSendable(ask, user, outgoing);
  const sent: MessageRecord = {
    ...message,
    raw: outgoing,
    labelIds: ['SENT'],
    at: ask.now,
    indexedAt: indexedAt(ask),
    sentTo,
  };
  ask.tenant.messages(user.id).put(sent.id, sent);
  ask.tenant.drafts(user.id).delete(draft.id);
  ask.tenant.sentDrafts.put(`${user.id} ${draft.id}`, true);
  acceptMessage(ask, user, sent);
  return ok(showBrief(sent));
}

/** Both answers were seen for a draft that was sent before. */
function goneDraft(id: string): Refused {
  return chanceOf(id) < 0.5 ? entityNotFound() : invalidArgument('Invalid draft');
}

function listDrafts(ask: Ask, user: UserRecord): Answer {
  const byMessage = new Map([...ask.tenant.drafts(user.id).values()].map((draft) => [draft.messageId, draft]));
  const listed = listedMessages(ask, user).flatMap((message) => {
    const draft = byMessage.get(message.id);
    return draft === undefined ? [] : [{ id: draft.id, message: { id: message.id, threadId: message.threadId } }];
  });
  const page = pageOf(ask, listed, { usual: 100, most: 500 });
  return ok({
    ...(page.items.length === 0 ? {} : { drafts: page.items }),
    ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    resultSizeEstimate: listed.length,
  });
}

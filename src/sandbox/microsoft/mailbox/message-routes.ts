// Messages: drafts are made, changed, sent; the mailbox is searched; sendMail does it in one call and leaves no id.

import { z } from 'zod';
import type { Answer, Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { created, entity, GraphRefusal, itemNotFound, noContent } from '../answers.ts';
import { addressOf } from '../directory/update-user.ts';
import { MAILBOX_ANSWERING_MS, mailboxConcurrency, mailboxRequests } from '../limits.ts';
import { pageOf, selected, type Placed } from '../odata/page.ts';
import type { GraphRoute } from '../permissions.ts';
import { roomsOf, without, type MessageContent, type UserRecord } from '../records.ts';
import { PROVIDER } from '../tenant.ts';
import { folderId, folderNamed, type FolderName } from './folders.ts';
import { mailboxOwner } from './mailbox.ts';
import { attachmentOf, contentFrom, contentFromMime } from './message-input.ts';
import { messageById, messageEntity, visible, visibleMessages, type VisibleMessage } from './message-view.ts';
import { acceptMessage, newMessage } from './send.ts';
import { rawOf } from './raw.ts';

const READ = ['Mail.Read', 'Mail.ReadWrite'];
const WRITE = ['Mail.ReadWrite'];
const SEND = ['Mail.Send'];
const shared = { quotas: mailboxRequests, concurrency: mailboxConcurrency, answeringMs: MAILBOX_ANSWERING_MS } as const;

/** Larger than any ordinal: a page shows the newest first. */
const NEWEST = 1e15;

const isMime = (call: Call): boolean => call.headers['content-type']?.startsWith('text/plain') === true;

function contentOf(call: Call, body: unknown = call.body): MessageContent {
  return isMime(call) ? contentFromMime(call.text) : contentFrom(body);
}

function messageOf(call: Call, params: Params, world: World): { owner: UserRecord; message: VisibleMessage } {
  const owner = mailboxOwner(call, params, world);
  const message = messageById(world, owner.id, params['message'] ?? '');
  if (message === undefined) throw itemNotFound();
  return { owner, message };
}

const prefersImmutable = (call: Call): boolean => /idtype\s*=\s*"?immutableid"?/i.test(call.headers['prefer'] ?? '');

/** The id is of the kind that the call prefers. */
function shown(call: Call, owner: UserRecord, message: VisibleMessage) {
  const id = prefersImmutable(call) ? message.immutableId : message.id;
  return messageEntity(owner, message, { parentFolderId: folderId(owner.id, message.folder), id });
}

function* placed(call: Call, world: World, { owner, folder }: { owner: UserRecord; folder: FolderName | undefined }): Iterable<Placed> {
  for (const message of visibleMessages(world, owner.id)) {
    if (folder !== undefined && message.folder !== folder) continue;
    yield {
      ordinal: NEWEST - Number(message.record.key),
      get entity() {
        return shown(call, owner, message);
      },
    };
  }
}

function listMessages(call: Call, params: Params, world: World): Answer {
  const owner = mailboxOwner(call, params, world);
  const asked = params['folder'];
  const folder = asked === undefined ? undefined : folderNamed(owner.id, asked);
  const what = `users('${owner.id}')/messages`;
  return pageOf(call, placed(call, world, { owner, folder }), { what, defaultTop: 10, mostTop: 1000, ...expanded(call) });
}

/** `$expand=singleValueExtendedProperties` or `attachments` shows what is hidden else. */
function expanded(call: Call): { readonly defaults?: readonly string[] } {
  return call.query.has('$expand') && !call.query.has('$select') ? { defaults: ['*'] } : {};
}

function readMessage(call: Call, params: Params, world: World): Answer {
  const { owner, message } = messageOf(call, params, world);
  const whole = shown(call, owner, message);
  const expand = call.query.get('$expand') ?? '';
  const more = ['singleValueExtendedProperties', 'attachments'].filter((name) => expand.includes(name));
  const body = { ...selected(call, whole), ...Object.fromEntries(more.map((name) => [name, whole[name]])) };
  return entity(call, `users('${owner.id}')/messages`, body);
}

/** The message as it went over the wire, or would go. */
function readValue(call: Call, params: Params, world: World): Answer {
  const { owner, message } = messageOf(call, params, world);
  const bytes = Buffer.from(rawOf(owner, message.record), 'latin1');
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: bytes };
}

function createDraft(call: Call, params: Params, world: World): Answer {
  const owner = mailboxOwner(call, params, world);
  const record = newMessage(world, contentOf(call));
  const effect = {
    provider: PROVIDER,
    kind: 'message.draft',
    key: `${addressOf(owner)} ${record.internetMessageId}`,
    idempotent: false,
  };
  world.effect(effect, () => roomsOf(world).messages(owner.id).put(record.key, record));
  const message = visible(world, owner.id, record);
  if (message === undefined) throw new Error('a draft that was just made is not there');
  return created(entity(call, `users('${owner.id}')/messages`, selected(call, shown(call, owner, message))));
}

function changeDraft(call: Call, params: Params, world: World): Answer {
  const { owner, message } = messageOf(call, params, world);
  const { record } = message;
  const isRead = z.looseObject({ isRead: z.boolean().optional() }).safeParse(call.body).data?.isRead ?? record.isRead;
  const content = isOnlyRead(call.body) ? record.content : contentFrom(call.body, record.content);
  const changed = { ...record, isRead, content, changedAt: world.clock.now() };
  roomsOf(world).messages(owner.id).put(record.key, changed);
  return entity(call, `users('${owner.id}')/messages`, selected(call, shown(call, owner, { ...message, record: changed })));
}

/** Whoever marks a message as read changes nothing of what it says. */
function isOnlyRead(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).every((name) => name === 'isRead');
}

function deleteMessage(call: Call, params: Params, world: World): Answer {
  const { owner, message } = messageOf(call, params, world);
  const key = `${addressOf(owner)} ${message.record.internetMessageId}`;
  world.effect({ provider: PROVIDER, kind: 'message.delete', key, idempotent: true }, () =>
    roomsOf(world).messages(owner.id).delete(message.record.key),
  );
  return noContent;
}

/** A draft that lies in transport can be sent again: then it is sent twice. */
function sendDraft(call: Call, params: Params, world: World): Answer {
  const { owner, message } = messageOf(call, params, world);
  if (!message.isDraft) throw itemNotFound();
  acceptMessage(world, owner, message.record);
  return { status: 202 };
}

const MAIL = z.looseObject({ message: z.looseObject({}), saveToSentItems: z.boolean().nullish() });

function sendMail(call: Call, params: Params, world: World): Answer {
  const owner = mailboxOwner(call, params, world);
  if (isMime(call)) {
    acceptMessage(world, owner, newMessage(world, contentOf(call)));
    return { status: 202 };
  }
  const mail = MAIL.safeParse(call.body);
  if (!mail.success) throw new GraphRefusal(400, 'ErrorInvalidRequest', { message: "The property 'message' is missing." });
  const record = newMessage(world, contentOf(call, mail.data.message));
  acceptMessage(world, owner, { ...record, savesCopy: mail.data.saveToSentItems ?? true });
  return { status: 202 };
}

function listAttachments(call: Call, params: Params, world: World): Answer {
  const { owner, message } = messageOf(call, params, world);
  const all = message.record.content.attachments.map((attachment, ordinal) => ({ ordinal, entity: attachment }));
  return pageOf(call, all, { what: `users('${owner.id}')/messages/attachments`, defaultTop: 100, mostTop: 999 });
}

function addAttachment(call: Call, params: Params, world: World): Answer {
  const { owner, message } = messageOf(call, params, world);
  const { record } = message;
  const attachment = attachmentOf(call.body);
  const attachments = [...record.content.attachments, attachment];
  const content = { ...without(record.content, 'mime'), attachments };
  roomsOf(world).messages(owner.id).put(record.key, { ...record, content });
  return created(entity(call, `users('${owner.id}')/messages/attachments`, attachment));
}

const USER = '/v1.0/users/:id';

export const messageRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: `${USER}/messages`, anyOf: READ, ...shared, answer: listMessages },
  { method: 'POST', pattern: `${USER}/messages`, anyOf: WRITE, ...shared, answer: createDraft },
  { method: 'GET', pattern: `${USER}/messages/:message`, anyOf: READ, ...shared, answer: readMessage },
  { method: 'PATCH', pattern: `${USER}/messages/:message`, anyOf: WRITE, ...shared, answer: changeDraft },
  { method: 'DELETE', pattern: `${USER}/messages/:message`, anyOf: WRITE, ...shared, answer: deleteMessage },
  { method: 'POST', pattern: `${USER}/messages/:message/send`, anyOf: SEND, ...shared, answer: sendDraft },
  { method: 'GET', pattern: `${USER}/messages/:message/$value`, anyOf: READ, ...shared, answer: readValue },
  { method: 'GET', pattern: `${USER}/messages/:message/attachments`, anyOf: READ, ...shared, answer: listAttachments },
  { method: 'POST', pattern: `${USER}/messages/:message/attachments`, anyOf: WRITE, ...shared, answer: addAttachment },
  { method: 'GET', pattern: `${USER}/mailFolders/:folder/messages`, anyOf: READ, ...shared, answer: listMessages },
  { method: 'POST', pattern: `${USER}/mailFolders/:folder/messages`, anyOf: WRITE, ...shared, answer: createDraft },
  { method: 'POST', pattern: `${USER}/sendMail`, anyOf: SEND, ...shared, answer: sendMail },
];

// The folders that every mailbox has. Clients name them by their well-known names or by their ids.

import type { Answer, Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { entity, itemNotFound } from '../answers.ts';
import { MAILBOX_ANSWERING_MS, mailboxConcurrency, mailboxRequests } from '../limits.ts';
import { pageOf, selected } from '../odata/page.ts';
import type { GraphRoute } from '../permissions.ts';
import { mailboxOwner } from './mailbox.ts';
import { visibleMessages } from './message-view.ts';

export const FOLDERS = [
  { name: 'inbox', displayName: 'Inbox' },
  { name: 'drafts', displayName: 'Drafts' },
  { name: 'sentitems', displayName: 'Sent Items' },
  { name: 'deleteditems', displayName: 'Deleted Items' },
  { name: 'junkemail', displayName: 'Junk Email' },
  { name: 'outbox', displayName: 'Outbox' },
  { name: 'archive', displayName: 'Archive' },
] as const;

export type FolderName = (typeof FOLDERS)[number]['name'];

export function folderId(userId: string, name: FolderName): string {
  return `AAMkFolder${Buffer.from(`${userId}/${name}`).toString('base64url')}`;
}

/** The well-known name of a folder that a call names; refuses an unknown one. */
export function folderNamed(userId: string, asked: string): FolderName {
  const folder = FOLDERS.find(({ name }) => name === asked.toLowerCase() || folderId(userId, name) === asked);
  if (folder === undefined) throw itemNotFound();
  return folder.name;
}

function folderEntity(world: World, userId: string, folder: (typeof FOLDERS)[number]) {
  const messages = [...visibleMessages(world, userId)].filter((message) => message.folder === folder.name);
  return {
    id: folderId(userId, folder.name),
    displayName: folder.displayName,
    parentFolderId: `AAMkFolder${Buffer.from(`${userId}/root`).toString('base64url')}`,
    childFolderCount: 0,
    unreadItemCount: messages.filter((message) => !message.record.isRead).length,
    totalItemCount: messages.length,
    isHidden: false,
  };
}

function listFolders(call: Call, params: Params, world: World): Answer {
  const { id } = mailboxOwner(call, params, world);
  const all = FOLDERS.map((folder, ordinal) => ({ ordinal, entity: folderEntity(world, id, folder) }));
  return pageOf(call, all, { what: `users('${id}')/mailFolders`, defaultTop: 10, mostTop: 999 });
}

function readFolder(call: Call, params: Params, world: World): Answer {
  const { id } = mailboxOwner(call, params, world);
  const name = folderNamed(id, params['folder'] ?? '');
  const folder = FOLDERS.find((one) => one.name === name);
  if (folder === undefined) throw itemNotFound();
  return entity(call, `users('${id}')/mailFolders`, selected(call, folderEntity(world, id, folder)));
}

const READ = ['Mail.Read', 'Mail.ReadWrite', 'MailboxSettings.Read', 'MailboxSettings.ReadWrite'];
const shared = { quotas: mailboxRequests, concurrency: mailboxConcurrency, answeringMs: MAILBOX_ANSWERING_MS } as const;

export const folderRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: '/v1.0/users/:id/mailFolders', anyOf: READ, ...shared, answer: listFolders },
  { method: 'GET', pattern: '/v1.0/users/:id/mailFolders/:folder', anyOf: READ, ...shared, answer: readFolder },
];

// users.getProfile and users.labels.list.

import { ok } from '../answers.ts';
import type { GuardedRoute } from '../route.ts';
import { gmailRoute } from './route.ts';
import { READ_LABELS, READ_PROFILE } from './scopes.ts';

const SYSTEM_LABELS = ['CHAT', 'SENT', 'INBOX', 'IMPORTANT', 'TRASH', 'DRAFT', 'SPAM', 'STARRED', 'UNREAD'];

export const profileRoutes: readonly GuardedRoute[] = [
  gmailRoute('GET /profile', {
    guard: READ_PROFILE,
    units: 1,
    answer: (ask, user) => {
      const messages = [...ask.tenant.messages(user.id).values()];
      const last = Math.max(user.createdAt, ...messages.slice(-1).map((message) => message.at));
      return ok({
        emailAddress: user.primaryEmail,
        messagesTotal: messages.length,
        threadsTotal: new Set(messages.map((message) => message.threadId)).size,
        historyId: String(Math.floor(last)),
      });
    },
  }),
  gmailRoute('GET /labels', {
    guard: READ_LABELS,
    units: 1,
    answer: () =>
      ok({
        labels: SYSTEM_LABELS.map((id) => ({
          id,
          name: id,
          type: 'system',
          messageListVisibility: 'hide',
          labelListVisibility: 'labelShow',
        })),
      }),
  }),
];

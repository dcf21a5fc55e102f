// A route of the Gmail API: it costs units of the mailbox's quota, and a mailbox takes no more than 50 calls at once.

import type { Answer } from '../../kernel/call.ts';
import { GMAIL_CONCURRENCY, gmailUnits } from '../limits.ts';
import type { UserRecord } from '../records.ts';
import { guardedRoute, type Ask, type Guard, type GuardedRoute } from '../route.ts';

const ROOT = '/gmail/v1/users/:userId';
const READING_MS = 60;
const WRITING_MS = 200;

export interface GmailRouteParts {
  readonly guard: Guard;
  /** Documented cost. */
  readonly units: number;
  readonly answer: (ask: Ask, user: UserRecord) => Answer;
}

/** `on`: method and path below the user. */
export function gmailRoute(on: string, { guard, units, answer }: GmailRouteParts): GuardedRoute {
  const [method = '', path = ''] = on.split(' ');
  return {
    ...guardedRoute({
      on: [method, `${ROOT}${path}`],
      guard,
      quotas: gmailUnits(units),
      concurrency: GMAIL_CONCURRENCY,
      answer(ask) {
        if (ask.caller.user === undefined) throw new Error(`${on} was reached without a mailbox`);
        return answer(ask, ask.caller.user);
      },
    }),
    answeringMs: method === 'GET' ? READING_MS : WRITING_MS,
  };
}

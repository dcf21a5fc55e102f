// A route of the Directory API: all of them share one quota and one pace.

import type { Answer } from '../../kernel/call.ts';
import { DIRECTORY_QUOTA } from '../limits.ts';
import { guardedRoute, type Ask, type Guard, type GuardedRoute } from '../route.ts';

const ROOT = '/admin/directory/v1';
const READING_MS = 60;
const WRITING_MS = 250;

/** `on`: method and path below /admin/directory/v1. */
export function directoryRoute(on: string, guard: Guard, answer: (ask: Ask) => Answer): GuardedRoute {
  const [method = '', path = ''] = on.split(' ');
  return {
    ...guardedRoute({ on: [method, `${ROOT}${path}`], guard, quotas: [DIRECTORY_QUOTA], answer }),
    answeringMs: method === 'GET' ? READING_MS : WRITING_MS,
  };
}

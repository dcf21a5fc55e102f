// settings.vacation: the automatic reply. Times are milliseconds since 1970, as strings; an update replaces all of it.

import type { Answer } from '../../kernel/call.ts';
import { invalidArgument, ok } from '../answers.ts';
import type { UserRecord } from '../records.ts';
import { bodyOf, flagOf, textOf, type Ask, type Body, type GuardedRoute } from '../route.ts';
import { changeMailbox, mailboxOf, sanitised } from './mailbox.ts';
import { gmailRoute } from './route.ts';
import { READ_SETTINGS, WRITE_SETTINGS } from './scopes.ts';

export const vacationRoutes: readonly GuardedRoute[] = [
  gmailRoute('GET /settings/vacation', {
    guard: READ_SETTINGS,
    units: 1,
    answer: (ask, user) => ok(mailboxOf(ask.tenant, user.id).vacation),
  }),
  gmailRoute('PUT /settings/vacation', { guard: WRITE_SETTINGS, units: 5, answer: updateVacation }),
];

function updateVacation(ask: Ask, user: UserRecord): Answer {
  const body = bodyOf(ask);
  const [startTime, endTime] = [timeOf(body, 'startTime'), timeOf(body, 'endTime')];
  if (startTime !== undefined && endTime !== undefined && Number(startTime) >= Number(endTime)) {
    throw invalidArgument('Start time must be before end time.');
  }
  const html = textOf(body, 'responseBodyHtml');
  const vacation = {
    enableAutoReply: flagOf(body, 'enableAutoReply') ?? false,
    ...textField('responseSubject', textOf(body, 'responseSubject')),
    ...textField('responseBodyPlainText', html === undefined ? textOf(body, 'responseBodyPlainText') : undefined),
    ...textField('responseBodyHtml', html === undefined ? undefined : sanitised(html)),
    restrictToContacts: flagOf(body, 'restrictToContacts') ?? false,
    restrictToDomain: flagOf(body, 'restrictToDomain') ?? false,
    ...(startTime === undefined ? {} : { startTime }),
    ...(endTime === undefined ? {} : { endTime }),
  };
  const isEmpty = !['responseSubject', 'responseBodyPlainText', 'responseBodyHtml'].some((name) => name in vacation);
  if (vacation.enableAutoReply && isEmpty) {
    throw invalidArgument('Either the response subject or the response body must be nonempty.');
  }
  changeMailbox(ask, user, { kind: 'reply.set', change: { vacation } });
  return ok(vacation);
}

function textField(name: string, value: string | undefined): Record<string, string> {
  return value === undefined || value === '' ? {} : { [name]: value };
}

/** A 64-bit number: a string on the wire, a plain number is taken, too. 0 is the same as none. */
function timeOf(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  if (!/^-?\d{1,19}$/.test(text)) throw invalidArgument(`Invalid value at '${name}' (TYPE_INT64), "${text}"`);
  return Number(text) === 0 ? undefined : text;
}

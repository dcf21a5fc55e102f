// settings.filters: list, get, create, delete; there is no update. The same filter twice is refused.

import type { Answer } from '../../kernel/call.ts';
import { entityNotFound, failedPrecondition, invalidArgument, NO_CONTENT, ok, Refused } from '../answers.ts';
import { MOST } from '../limits.ts';
import type { UserRecord } from '../records.ts';
import { bodyOf, param, readObject, textOf, type Ask, type GuardedRoute } from '../route.ts';
import { changeMailbox, mailboxOf } from './mailbox.ts';
import { gmailRoute } from './route.ts';
import { READ_SETTINGS, WRITE_SETTINGS } from './scopes.ts';

const PATH = '/settings/filters';

export const filterRoutes: readonly GuardedRoute[] = [
  gmailRoute(`GET ${PATH}`, {
    guard: READ_SETTINGS,
    units: 1,
    answer: (ask, user) => {
      const { filters } = mailboxOf(ask.tenant, user.id);
      return ok(filters.length === 0 ? {} : { filter: filters });
    },
  }),
  gmailRoute(`GET ${PATH}/:id`, { guard: READ_SETTINGS, units: 1, answer: (ask, user) => ok(known(ask, user)) }),
  gmailRoute(`POST ${PATH}`, { guard: WRITE_SETTINGS, units: 5, answer: createFilter }),
  gmailRoute(`DELETE ${PATH}/:id`, { guard: WRITE_SETTINGS, units: 5, answer: deleteFilter }),
];

function known(ask: Ask, user: UserRecord) {
  const filter = mailboxOf(ask.tenant, user.id).filters.find((one) => one.id === param(ask, 'id'));
  if (filter === undefined) throw entityNotFound();
  return filter;
}

const forwardOf = (filter: Readonly<Record<string, unknown>>): string | undefined =>
  filter['action'] === undefined ? undefined : textOf(readObject(filter['action']), 'forward');

function createFilter(ask: Ask, user: UserRecord): Answer {
  const body = bodyOf(ask);
  const { filters, forwarding } = mailboxOf(ask.tenant, user.id);
  if (body['criteria'] === undefined || body['action'] === undefined) throw invalidArgument('Filter has no criteria or action');
  const content = { criteria: readObject(body['criteria']), action: readObject(body['action']) };
  const isThere = filters.some(
    ({ criteria, action }) => JSON.stringify({ criteria, action }) === JSON.stringify(content),
  );
  if (isThere) throw failedPrecondition('Filter already exists');
  const forward = forwardOf(content);
  if (forward !== undefined && forwarding[forward.toLowerCase()] !== 'accepted') {
    throw invalidArgument('Unrecognized forwarding address');
  }
  const forwards = filters.filter((filter) => forwardOf(filter) !== undefined).length;
  if (filters.length >= MOST.filters || (forward !== undefined && forwards >= MOST.forwardingFilters)) {
    throw new Refused({ status: 400, reason: 'failedPrecondition', message: 'Too many filters' });
  }
  const filter = { id: `ANe1Bm${ask.world.random.hex(24)}`, ...content };
  changeMailbox(ask, user, {
    kind: 'filter.create',
    about: filter.id,
    isIdempotent: false,
    change: { filters: [...filters, filter] },
  });
  return ok(filter);
}

function deleteFilter(ask: Ask, user: UserRecord): Answer {
  const { id } = known(ask, user);
  const { filters } = mailboxOf(ask.tenant, user.id);
  changeMailbox(ask, user, {
    kind: 'filter.delete',
    about: id,
    change: { filters: filters.filter((one) => one.id !== id) },
  });
  return NO_CONTENT;
}

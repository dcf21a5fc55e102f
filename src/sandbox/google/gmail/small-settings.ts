// The settings that are one object each (IMAP, POP, language), and the delegates of a mailbox.

import { entityNotFound, failedPrecondition, invalidArgument, NO_CONTENT, ok, Refused } from '../answers.ts';
import { MOST } from '../limits.ts';
import type { MailboxRecord, UserRecord } from '../records.ts';
import { bodyOf, param, textOf, type Ask, type GuardedRoute } from '../route.ts';
import { findUser } from '../tenant.ts';
import { changeMailbox, mailboxOf } from './mailbox.ts';
import { gmailRoute } from './route.ts';
import { READ_SETTINGS, SHARE_SETTINGS, WRITE_SETTINGS } from './scopes.ts';

const PATH = '/settings/delegates';

export const smallSettingRoutes: readonly GuardedRoute[] = [
  ...setting('imap', { enabled: [true, false], autoExpunge: [true, false], expungeBehavior: ['archive', 'trash', 'deleteForever'] }),
  ...setting('pop', {
    accessWindow: ['disabled', 'fromNowOn', 'allMail'],
    disposition: ['leaveInInbox', 'archive', 'trash', 'markRead'],
  }),
  ...setting('language', {}),
  gmailRoute(`GET ${PATH}`, {
    guard: READ_SETTINGS,
    units: 1,
    answer: (ask, user) => {
      const all = Object.entries(mailboxOf(ask.tenant, user.id).delegates);
      return ok(all.length === 0 ? {} : { delegates: all.map(([address, status]) => showDelegate(address, status)) });
    },
  }),
  gmailRoute(`POST ${PATH}`, { guard: SHARE_SETTINGS, units: 100, answer: createDelegate }),
  gmailRoute(`DELETE ${PATH}/:delegateEmail`, { guard: SHARE_SETTINGS, units: 5, answer: deleteDelegate }),
];

const showDelegate = (delegateEmail: string, verificationStatus: string) => ({ delegateEmail, verificationStatus });

/** Read and written as a whole; `allowed` names the values of the fields that have a closed set. */
function setting(
  name: 'imap' | 'pop' | 'language',
  allowed: Readonly<Record<string, readonly (string | boolean)[]>>,
): readonly GuardedRoute[] {
  return [
    gmailRoute(`GET /settings/${name}`, {
      guard: READ_SETTINGS,
      units: 1,
      answer: (ask, user) => ok(mailboxOf(ask.tenant, user.id)[name]),
    }),
    gmailRoute(`PUT /settings/${name}`, {
      guard: WRITE_SETTINGS,
      units: 5,
      answer: (ask, user) => {
        const body = bodyOf(ask);
        for (const [field, values] of Object.entries(allowed)) {
          const value = body[field];
          if (value !== undefined && !values.some((one) => one === value)) throw invalidArgument(`Invalid ${field}`);
        }
        const change: Partial<MailboxRecord> = { [name]: { ...mailboxOf(ask.tenant, user.id)[name], ...body } };
        changeMailbox(ask, user, { kind: `${name}.set`, change });
        return ok(mailboxOf(ask.tenant, user.id)[name]);
      },
    }),
  ];
}

/** A delegate is a user of the same organisation, by its primary address. */
function createDelegate(ask: Ask, user: UserRecord) {
  const address = (textOf(bodyOf(ask), 'delegateEmail') ?? '').toLowerCase();
  const { delegates } = mailboxOf(ask.tenant, user.id);
  if (findUser(ask.tenant, address)?.primaryEmail !== address) throw invalidArgument('Invalid delegate');
  if (delegates[address] !== undefined) {
    throw new Refused({ status: 409, reason: 'alreadyExists', message: 'Requested entity already exists' });
  }
  if (Object.keys(delegates).length >= MOST.delegates) throw failedPrecondition('Too many delegates');
  changeMailbox(ask, user, {
    kind: 'delegate.add',
    about: address,
    change: { delegates: { ...delegates, [address]: 'accepted' } },
  });
  return ok(showDelegate(address, 'accepted'));
}

function deleteDelegate(ask: Ask, user: UserRecord) {
  const address = param(ask, 'delegateEmail').toLowerCase();
  const { delegates } = mailboxOf(ask.tenant, user.id);
  if (delegates[address] === undefined) throw entityNotFound();
  const left = Object.fromEntries(Object.entries(delegates).filter(([one]) => one !== address));
  changeMailbox(ask, user, { kind: 'delegate.delete', about: address, change: { delegates: left } });
  return NO_CONTENT;
}

// settings.forwardingAddresses and settings.autoForwarding: only the own domain, its sub-domains and domain aliases need no confirmation.

import type { Answer } from '../../kernel/call.ts';
import { entityNotFound, failedPrecondition, invalidArgument, NO_CONTENT, ok, Refused } from '../answers.ts';
import type { UserRecord } from '../records.ts';
import { bodyOf, flagOf, param, textOf, type Ask, type GuardedRoute } from '../route.ts';
import { domainOf } from '../tenant.ts';
import { changeMailbox, mailboxOf } from './mailbox.ts';
import { gmailRoute } from './route.ts';
import { READ_SETTINGS, SHARE_SETTINGS } from './scopes.ts';

const PATH = '/settings/forwardingAddresses';

export const forwardingRoutes: readonly GuardedRoute[] = [
  gmailRoute(`GET ${PATH}`, {
    guard: READ_SETTINGS,
    units: 1,
    answer: (ask, user) => {
      const all = Object.entries(mailboxOf(ask.tenant, user.id).forwarding);
      return ok(all.length === 0 ? {} : { forwardingAddresses: all.map(([address, status]) => show(address, status)) });
    },
  }),
  gmailRoute(`GET ${PATH}/:forwardingEmail`, {
    guard: READ_SETTINGS,
    units: 1,
    answer: (ask, user) => ok(show(...known(ask, user))),
  }),
  gmailRoute(`POST ${PATH}`, { guard: SHARE_SETTINGS, units: 100, answer: createForwarding }),
  gmailRoute(`DELETE ${PATH}/:forwardingEmail`, { guard: SHARE_SETTINGS, units: 5, answer: deleteForwarding }),
  gmailRoute('GET /settings/autoForwarding', {
    guard: READ_SETTINGS,
    units: 1,
    answer: (ask, user) => ok(mailboxOf(ask.tenant, user.id).autoForwarding),
  }),
  gmailRoute('PUT /settings/autoForwarding', { guard: SHARE_SETTINGS, units: 5, answer: updateAutoForwarding }),
];

const show = (forwardingEmail: string, verificationStatus: string) => ({ forwardingEmail, verificationStatus });

function known(ask: Ask, user: UserRecord): readonly [string, 'accepted' | 'pending'] {
  const address = param(ask, 'forwardingEmail').toLowerCase();
  const status = mailboxOf(ask.tenant, user.id).forwarding[address];
  if (status === undefined) throw entityNotFound();
  return [address, status];
}

function createForwarding(ask: Ask, user: UserRecord): Answer {
  const address = (textOf(bodyOf(ask), 'forwardingEmail') ?? '').toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw invalidArgument('Invalid forwarding email');
  const { forwarding } = mailboxOf(ask.tenant, user.id);
  if (forwarding[address] !== undefined) {
    throw new Refused({ status: 409, reason: 'alreadyExists', message: 'Requested entity already exists' });
  }
  const status = needsNoConfirmation(ask, user, domainOf(address)) ? 'accepted' : 'pending';
  changeMailbox(ask, user, {
    kind: 'forward.address',
    about: address,
    change: { forwarding: { ...forwarding, [address]: status } },
  });
  return ok(show(address, status));
}

/** Another domain of the same customer is not in Google's list. */
function needsNoConfirmation(ask: Ask, user: UserRecord, domain: string): boolean {
  const own = domainOf(user.primaryEmail);
  return domain === own || domain.endsWith(`.${own}`) || ask.tenant.domainAliases.get(domain)?.isVerified === true;
}

function deleteForwarding(ask: Ask, user: UserRecord): Answer {
  const [address] = known(ask, user);
  const { forwarding } = mailboxOf(ask.tenant, user.id);
  const left = Object.fromEntries(Object.entries(forwarding).filter(([one]) => one !== address));
  changeMailbox(ask, user, { kind: 'forward.address-delete', about: address, change: { forwarding: left } });
  return NO_CONTENT;
}

const DISPOSITIONS = ['leaveInInbox', 'archive', 'trash', 'markRead'];

function updateAutoForwarding(ask: Ask, user: UserRecord): Answer {
  const body = bodyOf(ask);
  const enabled = flagOf(body, 'enabled') ?? false;
  const emailAddress = textOf(body, 'emailAddress')?.toLowerCase();
  const disposition = textOf(body, 'disposition');
  if (disposition !== undefined && !DISPOSITIONS.includes(disposition)) {
    throw invalidArgument(`Invalid disposition: ${disposition}`);
  }
  if (enabled) {
    if (disposition === undefined || emailAddress === undefined) {
      throw invalidArgument('Forwarding needs an address and a disposition.');
    }
    if (mailboxOf(ask.tenant, user.id).forwarding[emailAddress] !== 'accepted') {
      throw failedPrecondition('Unrecognized forwarding address');
    }
  }
  const autoForwarding = {
    enabled,
    ...(emailAddress === undefined ? {} : { emailAddress }),
    ...(disposition === undefined ? {} : { disposition }),
  };
  changeMailbox(ask, user, { kind: 'forward.set', change: { autoForwarding } });
  return ok(autoForwarding);
}

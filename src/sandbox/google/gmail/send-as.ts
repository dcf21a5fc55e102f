// settings.sendAs: native aliases show no verificationStatus and are valid; what is not the user's own waits for its owner.

import type { Answer } from '../../kernel/call.ts';
import { entityNotFound, failedPrecondition, invalidArgument, NO_CONTENT, ok, Refused } from '../answers.ts';
import type { SendAsRecord, UserRecord } from '../records.ts';
import { bodyOf, flagOf, param, readObject, textOf, type Ask, type Body, type GuardedRoute } from '../route.ts';
import { isInside } from '../tenant.ts';
import { changeMailbox, mailboxOf, sanitised } from './mailbox.ts';
import { gmailRoute } from './route.ts';
import { READ_SETTINGS, SHARE_SETTINGS, WRITE_SENDERS } from './scopes.ts';
import { defaultSender, sendersOf } from './senders.ts';

const PATH = '/settings/sendAs';

export const sendAsRoutes: readonly GuardedRoute[] = [
  gmailRoute(`GET ${PATH}`, {
    guard: READ_SETTINGS,
    units: 1,
    answer: (ask, user) => {
      const entries = sendersOf(user, mailboxOf(ask.tenant, user.id));
      return ok({ sendAs: entries.map((entry) => showSendAs(ask, user, entry)) });
    },
  }),
  gmailRoute(`GET ${PATH}/:sendAsEmail`, {
    guard: READ_SETTINGS,
    units: 1,
    answer: (ask, user) => ok(showSendAs(ask, user, knownSender(ask, user))),
  }),
  gmailRoute(`POST ${PATH}`, { guard: SHARE_SETTINGS, units: 100, answer: createSendAs }),
  gmailRoute(`PUT ${PATH}/:sendAsEmail`, {
    guard: WRITE_SENDERS,
    units: 100,
    answer: (ask, user) => changeSendAs(ask, user, { displayName: '', replyToAddress: '', signature: '' }),
  }),
  gmailRoute(`PATCH ${PATH}/:sendAsEmail`, {
    guard: WRITE_SENDERS,
    units: 100,
    answer: (ask, user) => changeSendAs(ask, user, {}),
  }),
  gmailRoute(`POST ${PATH}/:sendAsEmail/verify`, {
    guard: SHARE_SETTINGS,
    units: 100,
    answer: (ask, user) => {
      if (knownSender(ask, user).status === 'pending') return NO_CONTENT;
      throw failedPrecondition('The address needs no verification.');
    },
  }),
  gmailRoute(`DELETE ${PATH}/:sendAsEmail`, { guard: SHARE_SETTINGS, units: 5, answer: deleteSendAs }),
];

function showSendAs({ tenant }: Ask, user: UserRecord, entry: SendAsRecord) {
  const isPrimary = entry.address === user.primaryEmail;
  const isDefault = entry.address === defaultSender(user, mailboxOf(tenant, user.id));
  return {
    sendAsEmail: entry.address,
    displayName: entry.displayName,
    replyToAddress: entry.replyToAddress,
    signature: entry.signature,
    ...(isPrimary ? { isPrimary } : { treatAsAlias: entry.treatAsAlias }),
    ...(isDefault ? { isDefault } : {}),
    ...(entry.smtpMsa === undefined ? {} : { smtpMsa: entry.smtpMsa }),
    ...(entry.status === undefined || isPrimary ? {} : { verificationStatus: entry.status }),
  };
}

function knownSender(ask: Ask, user: UserRecord): SendAsRecord {
  const address = param(ask, 'sendAsEmail').toLowerCase();
  const entry = sendersOf(user, mailboxOf(ask.tenant, user.id)).find((one) => one.address === address);
  if (entry === undefined) throw entityNotFound();
  return entry;
}

function createSendAs(ask: Ask, user: UserRecord): Answer {
  const body = bodyOf(ask);
  const mailbox = mailboxOf(ask.tenant, user.id);
  const address = (textOf(body, 'sendAsEmail') ?? '').toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw invalidArgument('Invalid sendAsEmail');
  if (mailbox.sendAs[address]?.status !== undefined || address === user.primaryEmail) {
    throw new Refused({ status: 409, reason: 'alreadyExists', message: 'Requested entity already exists' });
  }
  if (!isInside(ask.tenant, address) && body['smtpMsa'] === undefined) {
    throw failedPrecondition('An SMTP MSA is required for an address outside of the organization.');
  }
  const entry: SendAsRecord = {
    ...changedBy(body, {
      address,
      displayName: '',
      replyToAddress: '',
      signature: '',
      treatAsAlias: true,
    }),
    status: user.aliases.includes(address) ? 'accepted' : 'pending',
  };
  keepSender(ask, user, { entry, isDefault: flagOf(body, 'isDefault') === true });
  return ok(showSendAs(ask, user, entry));
}

/** `absent`: what a field becomes that the body does not name; nothing for a patch. */
function changeSendAs(ask: Ask, user: UserRecord, absent: Partial<SendAsRecord>): Answer {
  const before = knownSender(ask, user);
  const body = bodyOf(ask);
  if (before.address !== user.primaryEmail && !ask.caller.token.isDelegated) {
    throw new Refused({
      status: 403,
      reason: 'forbidden',
      message: 'Access restricted to service accounts that have been delegated domain-wide authority',
    });
  }
  if (body['isDefault'] === false && before.address === defaultSender(user, mailboxOf(ask.tenant, user.id))) {
    throw invalidArgument('isDefault can only be set to true');
  }
  const entry = changedBy(body, { ...before, ...absent });
  keepSender(ask, user, { entry, isDefault: flagOf(body, 'isDefault') === true });
  return ok(showSendAs(ask, user, entry));
}

function changedBy(body: Body, entry: SendAsRecord): SendAsRecord {
  const [displayName, replyToAddress] = [textOf(body, 'displayName'), textOf(body, 'replyToAddress')];
  const [signature, treatAsAlias] = [textOf(body, 'signature'), flagOf(body, 'treatAsAlias')];
  const smtpMsa = body['smtpMsa'] === undefined ? undefined : withoutPassword(readObject(body['smtpMsa']));
  return {
    ...entry,
    ...(displayName === undefined ? {} : { displayName }),
    ...(replyToAddress === undefined ? {} : { replyToAddress }),
    ...(signature === undefined ? {} : { signature: sanitised(signature) }),
    ...(treatAsAlias === undefined ? {} : { treatAsAlias }),
    ...(smtpMsa === undefined ? {} : { smtpMsa }),
  };
}

/** User name and password can be written, never read. */
function withoutPassword(msa: Body): Body {
  return Object.fromEntries(Object.entries(msa).filter(([name]) => name !== 'password' && name !== 'username'));
}

function keepSender(ask: Ask, user: UserRecord, kept: { entry: SendAsRecord; isDefault: boolean }): void {
  const { entry, isDefault } = kept;
  const { sendAs } = mailboxOf(ask.tenant, user.id);
  changeMailbox(ask, user, {
    kind: 'sender.set',
    about: entry.address,
    change: {
      sendAs: { ...sendAs, [entry.address]: entry },
      ...(isDefault ? { defaultSendAs: entry.address } : {}),
    },
  });
}

function deleteSendAs(ask: Ask, user: UserRecord): Answer {
  const entry = knownSender(ask, user);
  if (entry.address === user.primaryEmail) throw failedPrecondition('The primary address cannot be deleted.');
  const { sendAs } = mailboxOf(ask.tenant, user.id);
  const left = Object.fromEntries(Object.entries(sendAs).filter(([address]) => address !== entry.address));
  changeMailbox(ask, user, { kind: 'sender.delete', about: entry.address, change: { sendAs: left } });
  return NO_CONTENT;
}

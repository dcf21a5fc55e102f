// users.get, update and patch. A new primary address leaves the old one behind as an alias, and the user busy for a while.

import type { Answer } from '../../kernel/call.ts';
import { ok, Refused } from '../answers.ts';
import { mailboxOf } from '../gmail/mailbox.ts';
import { MOST } from '../limits.ts';
import type { UserRecord } from '../records.ts';
import { bodyOf, param, type Ask, type GuardedRoute } from '../route.ts';
import { PROVIDER } from '../tenant.ts';
import { checkFree, checkPrimary } from './addresses.ts';
import { changeableUser, momentOf, seenUser } from './find.ts';
import { READ_USERS, WRITE_USERS } from './guards.ts';
import { directoryRoute } from './route.ts';
import { readUserBody, type UserChange } from './user-body.ts';
import { putChanged, showUser } from './user-shown.ts';

export const userRoutes: readonly GuardedRoute[] = [
  directoryRoute('GET /users/:userKey', READ_USERS, (ask) =>
    ok(showUser(seenUser(ask, param(ask, 'userKey')), ask.tenant, ask.now)),
  ),
  directoryRoute('PUT /users/:userKey', WRITE_USERS, updateUser),
  directoryRoute('PATCH /users/:userKey', WRITE_USERS, updateUser),
];

function updateUser(ask: Ask): Answer {
  const { tenant, now } = ask;
  const was = changeableUser(ask);
  const change = readUserBody(bodyOf(ask), was.kept);
  const becomes = changed(was, change);
  const isRename = becomes.primaryEmail !== was.primaryEmail;
  if (isRename) checkRename(ask, was, becomes.primaryEmail);
  const renamed = isRename ? rename(was, becomes, now) : becomes;
  writeLines(ask, { was, becomes: renamed, change });
  putChanged(tenant, { was, becomes: renamed }, momentOf(ask));
  if (isRename) takeAddress(ask, was, renamed);
  return ok(showUser(renamed, tenant, now));
}

function changed(was: UserRecord, { fields, ...change }: UserChange): UserRecord {
  return fields.length === 0 ? was : { ...was, ...change };
}

/** The user's own alias may become its primary address; anybody else's address may not. */
function checkRename(ask: Ask, user: UserRecord, address: string): void {
  checkPrimary(ask.tenant, address, 'primary_user_email');
  if (user.aliases.includes(address)) return;
  checkFree(ask.tenant, address, ask.now);
  if (user.aliases.length >= MOST.aliases) {
    throw new Refused({ status: 412, reason: 'limitExceeded', message: 'Exceeded the maximum number of aliases.' });
  }
}

function rename(was: UserRecord, becomes: UserRecord, now: number): UserRecord {
  const others = was.aliases.filter((alias) => alias !== becomes.primaryEmail);
  return { ...becomes, aliases: [...others, was.primaryEmail], renamedAt: now };
}

/** Which sender is the default afterwards is not known; here it stays the old address, with its signature. */
function takeAddress({ tenant }: Ask, was: UserRecord, renamed: UserRecord): void {
  tenant.addresses.put(renamed.primaryEmail, { holder: 'user', id: was.id });
  const mailbox = mailboxOf(tenant, was.id);
  tenant.mailboxes.put(was.id, { ...mailbox, defaultSendAs: mailbox.defaultSendAs ?? was.primaryEmail });
}

/** One line for each thing that the change does, as the business sees it. */
function writeLines(ask: Ask, done: { was: UserRecord; becomes: UserRecord; change: UserChange }): void {
  const { was, becomes, change } = done;
  const line = (kind: string, key: string, more: object) =>
    ask.world.effect({ provider: PROVIDER, kind, key, idempotent: true, userId: was.id, ...more }, () => undefined);
  const others = change.fields.filter((field) => field !== 'primaryEmail' && field !== 'suspended');
  if (becomes.primaryEmail !== was.primaryEmail) line('user.rename', `${was.primaryEmail} -> ${becomes.primaryEmail}`, {});
  if (change.isSuspended !== undefined) {
    const repeat = becomes.isSuspended === was.isSuspended ? { repeat: true } : {};
    line(becomes.isSuspended ? 'user.suspend' : 'user.allow', becomes.primaryEmail, repeat);
  }
  if (others.length > 0) line('user.update', becomes.primaryEmail, { fields: others });
}

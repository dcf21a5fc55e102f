// The members of a group: people of the tenant, other groups, and addresses outside.

import type { Answer } from '../../kernel/call.ts';
import { invalid, NO_CONTENT, notFound, ok, Refused } from '../answers.ts';
import { withEtag } from '../etag.ts';
import { pageOf } from '../paging.ts';
import type { GroupRecord, MemberRecord } from '../records.ts';
import { bodyOf, param, textOf, type Ask, type GuardedRoute } from '../route.ts';
import { findGroup, findUser, PROVIDER, type Tenant } from '../tenant.ts';
import { seenGroup } from './find.ts';
import { READ_MEMBERS, WRITE_MEMBERS } from './guards.ts';
import { directoryRoute } from './route.ts';

export const memberRoutes: readonly GuardedRoute[] = [
  directoryRoute('GET /groups/:groupKey/members', READ_MEMBERS, listMembers),
  directoryRoute('POST /groups/:groupKey/members', WRITE_MEMBERS, insertMember),
  directoryRoute('GET /groups/:groupKey/members/:memberKey', READ_MEMBERS, (ask) =>
    ok(showMember(memberOf(ask, seenGroup(ask)))),
  ),
  directoryRoute('DELETE /groups/:groupKey/members/:memberKey', WRITE_MEMBERS, deleteMember),
];

function showMember(member: MemberRecord) {
  return withEtag({ kind: 'admin#directory#member', ...member, status: 'ACTIVE' });
}

function memberOf(ask: Ask, group: GroupRecord): MemberRecord {
  const key = param(ask, 'memberKey').toLowerCase();
  const id = findUser(ask.tenant, key)?.id ?? findGroup(ask.tenant, key)?.id ?? key;
  const member = group.members.find((one) => one.id === id || one.email === key);
  if (member === undefined) throw notFound('memberKey');
  return member;
}

function listMembers(ask: Ask): Answer {
  const page = pageOf(ask, seenGroup(ask).members, { usual: 200, most: 200 });
  return ok(
    withEtag({
      kind: 'admin#directory#members',
      ...(page.items.length === 0 ? {} : { members: page.items.map(showMember) }),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    }),
  );
}

/** A member as it is kept: by id where the tenant knows it, else by its address. */
export function makeMember(tenant: Tenant, key: string, role: string): MemberRecord {
  const [user, group] = [findUser(tenant, key), findGroup(tenant, key)];
  if (user !== undefined) return { id: user.id, email: user.primaryEmail, role, type: 'USER' };
  if (group !== undefined) return { id: group.id, email: group.email, role, type: 'GROUP' };
  return { id: key.toLowerCase(), email: key.toLowerCase(), role, type: 'USER' };
}

function insertMember(ask: Ask): Answer {
  const group = seenGroup(ask);
  const body = bodyOf(ask);
  const key = textOf(body, 'email') ?? textOf(body, 'id');
  if (key === undefined) throw invalid('Invalid Input: memberKey');
  const member = makeMember(ask.tenant, key, textOf(body, 'role') ?? 'MEMBER');
  if (group.members.some((one) => one.id === member.id)) {
    throw new Refused({ status: 409, reason: 'duplicate', message: 'Member already exists.' });
  }
  ask.world.effect(
    { provider: PROVIDER, kind: 'member.add', key: `${group.email} ${member.email}`, idempotent: true },
    () => ask.tenant.groups.put(group.id, { ...group, members: [...group.members, member] }),
  );
  return ok(showMember(member));
}

function deleteMember(ask: Ask): Answer {
  const group = seenGroup(ask);
  const member = memberOf(ask, group);
  ask.world.effect(
    { provider: PROVIDER, kind: 'member.delete', key: `${group.email} ${member.email}`, idempotent: false },
    () =>
      ask.tenant.groups.put(group.id, { ...group, members: group.members.filter((one) => one.id !== member.id) }),
  );
  return NO_CONTENT;
}

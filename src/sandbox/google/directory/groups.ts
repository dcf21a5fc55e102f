// Groups and their aliases. A new group is hidden from reads for a moment, while its address is taken at once.

import type { Answer } from '../../kernel/call.ts';
import { invalid, NO_CONTENT, notFound, ok } from '../answers.ts';
import { withEtag } from '../etag.ts';
import { DELAY_MS } from '../limits.ts';
import { pageOf } from '../paging.ts';
import type { GroupRecord } from '../records.ts';
import { bodyOf, param, textOf, type Ask, type GuardedRoute } from '../route.ts';
import { domainOf, findUser, PROVIDER, type Tenant } from '../tenant.ts';
import { checkAlias, checkFree, checkPrimary, giveUp } from './addresses.ts';
import { readDirectoryQuery } from './directory-query.ts';
import { checkCustomer, momentOf, seenGroup } from './find.ts';
import { READ_GROUPS, WRITE_GROUPS } from './guards.ts';
import { directoryRoute } from './route.ts';
import { showAlias, showAliases } from './user-aliases.ts';

export const groupRoutes: readonly GuardedRoute[] = [
  directoryRoute('GET /groups', READ_GROUPS, listGroups),
  directoryRoute('POST /groups', WRITE_GROUPS, insertGroup),
  directoryRoute('GET /groups/:groupKey', READ_GROUPS, (ask) => ok(showGroup(seenGroup(ask)))),
  directoryRoute('PUT /groups/:groupKey', WRITE_GROUPS, updateGroup),
  directoryRoute('PATCH /groups/:groupKey', WRITE_GROUPS, updateGroup),
  directoryRoute('GET /groups/:groupKey/aliases', READ_GROUPS, (ask) => {
    const group = seenGroup(ask);
    return ok(showAliases(group.aliases.map((alias) => showAlias(group, alias))));
  }),
  directoryRoute('POST /groups/:groupKey/aliases', WRITE_GROUPS, insertGroupAlias),
  directoryRoute('DELETE /groups/:groupKey/aliases/:alias', WRITE_GROUPS, deleteGroupAlias),
];

function showGroup(group: GroupRecord) {
  return withEtag({
    kind: 'admin#directory#group',
    id: group.id,
    email: group.email,
    name: group.name,
    description: group.description,
    adminCreated: true,
    directMembersCount: String(group.members.length),
    ...(group.aliases.length === 0 ? {} : { aliases: group.aliases }),
  });
}

function listGroups(ask: Ask): Answer {
  const { query } = ask.call;
  const [customer, domain, userKey] = [query.get('customer'), query.get('domain'), query.get('userKey')];
  if (customer === null && domain === null && userKey === null) throw invalid('Bad Request');
  if (customer !== null) checkCustomer(ask, customer);
  const member = userKey === null ? undefined : (findUser(ask.tenant, userKey)?.id ?? '');
  const shown = [...ask.tenant.groups.values()].filter(
    (group) =>
      ask.now >= group.createdAt + ask.world.clock.scaled(DELAY_MS.groupHidden) &&
      (domain === null || domainOf(group.email) === domain.toLowerCase()) &&
      (member === undefined || group.members.some((one) => one.id === member)) &&
      matchesQuery(group, query.get('query')),
  );
  const page = pageOf(ask, shown, { usual: 200, most: 200 });
  return ok(
    withEtag({
      kind: 'admin#directory#groups',
      ...(page.items.length === 0 ? {} : { groups: page.items.map(showGroup) }),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    }),
  );
}

function matchesQuery(group: GroupRecord, query: string | null): boolean {
  if (query === null || query.trim() === '') return true;
  const isMatch = readDirectoryQuery(query)?.((field) => {
    if (field === 'email') return [group.email, ...group.aliases];
    if (field === 'name') return [group.name];
    return field === '' ? [group.email, group.name] : undefined;
  });
  if (isMatch === undefined) throw invalid('Invalid Input: query');
  return isMatch;
}

export function makeGroupId(tenant: Tenant): string {
  return `g${String(tenant.groups.size + 1).padStart(14, '0')}`;
}

function insertGroup(ask: Ask): Answer {
  const { tenant, world, now } = ask;
  const body = bodyOf(ask);
  const email = (textOf(body, 'email') ?? '').toLowerCase();
  checkPrimary(tenant, email, 'email');
  checkFree(tenant, email, now);
  const group: GroupRecord = {
    id: makeGroupId(tenant),
    email,
    name: textOf(body, 'name') ?? email.slice(0, email.indexOf('@')),
    description: textOf(body, 'description') ?? '',
    aliases: [],
    members: [],
    createdAt: now,
  };
  world.effect({ provider: PROVIDER, kind: 'group.create', key: email, idempotent: false, groupId: group.id }, () => {
    tenant.groups.put(group.id, group);
    tenant.addresses.put(email, { holder: 'group', id: group.id });
  });
  return ok(showGroup(group));
}

/** Whether the old address of a renamed group stays as an alias is not known; here it does not. */
function updateGroup(ask: Ask): Answer {
  const { tenant, world, now } = ask;
  const body = bodyOf(ask);
  const was = seenGroup(ask);
  const email = textOf(body, 'email')?.toLowerCase() ?? was.email;
  const becomes: GroupRecord = {
    ...was,
    email,
    name: textOf(body, 'name') ?? was.name,
    description: textOf(body, 'description') ?? was.description,
    aliases: was.aliases.filter((alias) => alias !== email),
  };
  const isRename = email !== was.email;
  if (isRename) {
    checkPrimary(tenant, email, 'email');
    if (!was.aliases.includes(email)) checkFree(tenant, email, now);
  }
  const line = isRename
    ? { kind: 'group.rename', key: `${was.email} -> ${email}` }
    : { kind: 'group.update', key: was.email };
  world.effect({ provider: PROVIDER, ...line, idempotent: true, groupId: was.id }, () => {
    if (isRename) tenant.addresses.delete(was.email);
    tenant.addresses.put(email, { holder: 'group', id: was.id });
    tenant.groups.put(was.id, becomes);
  });
  return ok(showGroup(becomes));
}

function insertGroupAlias(ask: Ask): Answer {
  const { tenant, world, now } = ask;
  const group = seenGroup(ask);
  const alias = (textOf(bodyOf(ask), 'alias') ?? '').toLowerCase();
  checkAlias(tenant, alias);
  checkFree(tenant, alias, now);
  world.effect({ provider: PROVIDER, kind: 'alias.add', key: `${group.email} ${alias}`, idempotent: true }, () => {
    tenant.addresses.put(alias, { holder: 'group', id: group.id });
    tenant.groups.put(group.id, { ...group, aliases: [...group.aliases, alias] });
  });
  return ok(showAlias(group, alias));
}

function deleteGroupAlias(ask: Ask): Answer {
  const { tenant, world } = ask;
  const group = seenGroup(ask);
  const alias = param(ask, 'alias').toLowerCase();
  if (!group.aliases.includes(alias)) throw notFound('resource_id');
  world.effect({ provider: PROVIDER, kind: 'alias.delete', key: `${group.email} ${alias}`, idempotent: false }, () => {
    giveUp(tenant, alias, { ...momentOf(ask), delayMs: DELAY_MS.aliasHeld });
    tenant.groups.put(group.id, { ...group, aliases: group.aliases.filter((one) => one !== alias) });
  });
  return NO_CONTENT;
}

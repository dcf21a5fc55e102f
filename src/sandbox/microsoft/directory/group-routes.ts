// Groups: list, read, create, members, licences for their members, and what a user is member of.

import { z } from 'zod';
import type { Answer, Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { badRequest, created, denied, entity, noContent, notFound } from '../answers.ts';
import { DIRECTORY_ANSWERING_MS, directoryReads, directoryWrites } from '../limits.ts';
import type { Entity } from '../odata/filter.ts';
import { pageOf, selected, type Placed } from '../odata/page.ts';
import { claimsOf, type GraphRoute } from '../permissions.ts';
import { nextOrdinal, roomsOf, type GroupRecord, type UserRecord } from '../records.ts';
import { PROVIDER, tenantOf } from '../tenant.ts';
import { claimNames } from './addresses.ts';
import { userOf } from './find-user.ts';
import { sendErrands } from './group-licences.ts';
import { ASSIGN, readAssignment, skuOf } from './licence-routes.ts';
import { addressOf } from './update-user.ts';
import { USER_DEFAULTS, userEntity } from './user-view.ts';

const READ = ['Group.ReadBasic.All', 'Group.Read.All', 'Group.ReadWrite.All', 'GroupMember.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const WRITE = ['Group.ReadWrite.All', 'Directory.ReadWrite.All'];
const MEMBERS = [...WRITE, 'GroupMember.ReadWrite.All'];
const MEMBER_OF = [...READ, 'User.Read.All', 'User.ReadWrite.All'];
const answeringMs = DIRECTORY_ANSWERING_MS;

const GROUP = z.looseObject({
  displayName: z.string().min(1),
  mailNickname: z.string().regex(/^[^@()\\[\]";:.<>, ]{1,64}$/),
  mailEnabled: z.boolean(),
  securityEnabled: z.boolean(),
  groupTypes: z.array(z.string()).default([]),
  description: z.string().nullable().default(null),
});

/** Microsoft's id of the role template of Global Administrator. */
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

function groupEntity(group: GroupRecord): Entity {
  return {
    id: group.id,
    createdDateTime: new Date(group.createdAt).toISOString(),
    deletedDateTime: null,
    description: null,
    groupTypes: [],
    ...group.properties,
    displayName: group.displayName,
    mail: group.mail,
    mailNickname: group.mailNickname,
    proxyAddresses: group.proxyAddresses,
    onPremisesSyncEnabled: null,
    assignedLicenses: group.licences,
  };
}

function groupOf(params: Params, world: World): GroupRecord {
  const asked = params['id'] ?? '';
  const group = roomsOf(world).groups.get(asked.toLowerCase());
  if (group === undefined) throw notFound(asked);
  return group;
}

function listGroups(call: Call, _params: Params, world: World): Answer {
  const groups = [...roomsOf(world).groups.values()].map((group) => ({ ordinal: group.ordinal, entity: groupEntity(group) }));
  return pageOf(call, groups, { what: 'groups', defaultTop: 100, mostTop: 999, isDirectory: true });
}

function readGroup(call: Call, params: Params, world: World): Answer {
  const { assignedLicenses, ...basics } = groupEntity(groupOf(params, world));
  const seesAll = claimsOf(call).some((role) => READ.includes(role) && role !== 'Group.ReadBasic.All');
  return entity(call, 'groups', selected(call, seesAll ? { ...basics, assignedLicenses } : basics));
}

function createGroup(call: Call, _params: Params, world: World): Answer {
  const read = GROUP.safeParse(call.body);
  if (!read.success) {
    throw badRequest(`Invalid value specified for property '${String(read.error.issues[0]?.path[0] ?? '')}' of resource 'Group'.`);
  }
  const { displayName, mailNickname, ...properties } = read.data;
  const mail = properties.mailEnabled ? `${mailNickname}@${tenantOf(world).initialDomain}` : null;
  const group: GroupRecord = {
    id: world.random.uuid(),
    ordinal: nextOrdinal(roomsOf(world)),
    createdAt: world.clock.now(),
    displayName,
    mailNickname,
    mail,
    proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
    properties,
    members: [],
    licences: [],
  };
  const effect = { provider: PROVIDER, kind: 'group.create', key: displayName, idempotent: false };
  world.effect(effect, () => addGroup(world, group));
  return created(entity(call, 'groups', groupEntity(group)));
}

/** Inside a transaction: claims the addresses and keeps the group. */
export function addGroup(world: World, group: GroupRecord): void {
  claimNames(world, group.id, { to: group });
  roomsOf(world).groups.put(group.id, group);
}

function deleteGroup(_call: Call, params: Params, world: World): Answer {
  const group = groupOf(params, world);
  const effect = { provider: PROVIDER, kind: 'group.delete', key: group.displayName, idempotent: true };
  world.effect(effect, () => {
    claimNames(world, group.id, { from: group });
    roomsOf(world).groups.delete(group.id);
  });
  return noContent;
}

const memberEntity = (world: World, user: UserRecord): Entity => ({
  '@odata.type': '#microsoft.graph.user',
  ...userEntity(world, user),
});

function listMembers(call: Call, params: Params, world: World): Answer {
  const { users } = roomsOf(world);
  const members: readonly Placed[] = groupOf(params, world).members.flatMap((id, ordinal) => {
    const user = users.get(id);
    return user === undefined ? [] : [{ ordinal, entity: memberEntity(world, user) }];
  });
  const defaults = ['@odata.type', ...USER_DEFAULTS];
  return pageOf(call, members, { what: 'directoryObjects', defaultTop: 100, mostTop: 999, defaults });
}

const REFERENCE = z.object({ '@odata.id': z.string().regex(/\/(directoryObjects|users)\/[^/]+$/) });

function addMember(call: Call, params: Params, world: World): Answer {
  const group = groupOf(params, world);
  const reference = REFERENCE.safeParse(call.body);
  if (!reference.success) throw badRequest('Invalid URL format specified in payload.');
  const id = decodeURIComponent(reference.data['@odata.id'].split('/').at(-1) ?? '').toLowerCase();
  const user = roomsOf(world).users.get(id);
  if (user === undefined) throw notFound(id);
  // The copy that the group asks has not heard of the user yet.
  if (user.visibleAt > world.clock.now()) throw badRequest('Not a valid reference update.');
  if (group.members.includes(id)) {
    throw badRequest("One or more added object references already exist for the following modified properties: 'members'.");
  }
  const effect = { provider: PROVIDER, kind: 'group.member', key: `${addressOf(user)} ${group.displayName}`, idempotent: true };
  world.effect(effect, () => {
    roomsOf(world).groups.put(group.id, { ...group, members: [...group.members, id] });
    if (group.licences.length > 0) sendErrands(world, group.id, [id]);
  });
  return noContent;
}

function removeMember(_call: Call, params: Params, world: World): Answer {
  const group = groupOf(params, world);
  const id = (params['member'] ?? '').toLowerCase();
  if (!group.members.includes(id)) throw notFound(id);
  const effect = { provider: PROVIDER, kind: 'group.member.remove', key: `${id} ${group.displayName}`, idempotent: true };
  world.effect(effect, () => {
    roomsOf(world).groups.put(group.id, { ...group, members: group.members.filter((member) => member !== id) });
  });
  return noContent;
}

function assignToGroup(call: Call, params: Params, world: World): Answer {
  const group = groupOf(params, world);
  const wanted = readAssignment(call.body);
  const added = wanted.addLicenses.map(({ skuId, disabledPlans }) => ({ skuId: skuOf(world, skuId).skuId, disabledPlans }));
  const gone = new Set([...wanted.removeLicenses, ...added.map(({ skuId }) => skuId)]);
  const licences = [...group.licences.filter(({ skuId }) => !gone.has(skuId)), ...added];
  const effect = { provider: PROVIDER, kind: 'group.licence', key: group.displayName, idempotent: true, licences };
  world.effect(effect, () => {
    roomsOf(world).groups.put(group.id, { ...group, licences });
    sendErrands(world, group.id, group.members);
  });
  return { status: 202 };
}

function memberOf(call: Call, params: Params, world: World): Answer {
  const user = userOf(call, params, world);
  const groups = [...roomsOf(world).groups.values()].filter((group) => group.members.includes(user.id));
  const objects: Entity[] = groups.map((group) => ({ '@odata.type': '#microsoft.graph.group', ...groupEntity(group) }));
  if (user.isAdministrator) {
    objects.push({
      '@odata.type': '#microsoft.graph.directoryRole',
      id: tenantOf(world).tenantId,
      deletedDateTime: null,
      description: 'Can manage all aspects of Microsoft Entra ID and Microsoft services.',
      displayName: 'Global Administrator',
      roleTemplateId: GLOBAL_ADMINISTRATOR,
    });
  }
  const placed = objects.map((object, ordinal) => ({ ordinal, entity: object }));
  return pageOf(call, placed, { what: 'directoryObjects', defaultTop: 100, mostTop: 999 });
}

function updateGroup(call: Call, params: Params, world: World): Answer {
  const group = groupOf(params, world);
  const change = GROUP.partial().safeParse(call.body);
  if (!change.success) throw denied();
  const { displayName = group.displayName, mailNickname = group.mailNickname, ...properties } = change.data;
  const effect = { provider: PROVIDER, kind: 'group.update', key: displayName, idempotent: true };
  world.effect(effect, () => {
    roomsOf(world).groups.put(group.id, {
      ...group,
      displayName,
      mailNickname,
      properties: { ...group.properties, ...properties },
    });
  });
  return noContent;
}

export const groupRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: '/v1.0/groups', anyOf: READ, quotas: directoryReads(1), answeringMs, answer: listGroups },
  { method: 'POST', pattern: '/v1.0/groups', anyOf: WRITE, quotas: directoryWrites, answeringMs, answer: createGroup },
  { method: 'GET', pattern: '/v1.0/groups/:id', anyOf: READ, quotas: directoryReads(1), answeringMs, answer: readGroup },
  { method: 'PATCH', pattern: '/v1.0/groups/:id', anyOf: WRITE, quotas: directoryWrites, answeringMs, answer: updateGroup },
  { method: 'DELETE', pattern: '/v1.0/groups/:id', anyOf: WRITE, quotas: directoryWrites, answeringMs, answer: deleteGroup },
  { method: 'GET', pattern: '/v1.0/groups/:id/members', anyOf: READ, quotas: directoryReads(3), answeringMs, answer: listMembers },
  {
    method: 'POST',
    pattern: '/v1.0/groups/:id/members/$ref',
    anyOf: MEMBERS,
    quotas: directoryWrites,
    answeringMs,
    answer: addMember,
  },
  {
    method: 'DELETE',
    pattern: '/v1.0/groups/:id/members/:member/$ref',
    anyOf: MEMBERS,
    quotas: directoryWrites,
    answeringMs,
    answer: removeMember,
  },
  {
    method: 'POST',
    pattern: '/v1.0/groups/:id/assignLicense',
    anyOf: [...ASSIGN, ...WRITE],
    quotas: directoryWrites,
    answeringMs,
    answer: assignToGroup,
  },
  { method: 'GET', pattern: '/v1.0/users/:id/memberOf', anyOf: MEMBER_OF, quotas: directoryReads(1), answeringMs, answer: memberOf },
];

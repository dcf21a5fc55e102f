// The tenant as an organisation, and the users that were deleted less than 30 days ago.

import type { Answer, Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { entity, noContent, notFound } from '../answers.ts';
import { DIRECTORY_ANSWERING_MS, directoryReads, directoryWrites } from '../limits.ts';
import { pageOf, selected } from '../odata/page.ts';
import type { GraphRoute } from '../permissions.ts';
import { roomsOf, without, type UserRecord } from '../records.ts';
import { PROVIDER, tenantOf } from '../tenant.ts';
import { addUser } from './create-user.ts';
import { addressOf } from './update-user.ts';
import { USER_DEFAULTS, userEntity } from './user-view.ts';

const READ = ['Organization.Read.All', 'User.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const READ_USERS = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const WRITE_USERS = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];
const answeringMs = DIRECTORY_ANSWERING_MS;

function organization(world: World) {
  const { tenantId, displayName } = tenantOf(world);
  const domains = [...roomsOf(world).domains.values()].filter((domain) => domain.isVerified);
  return {
    id: tenantId,
    deletedDateTime: null,
    displayName,
    countryLetterCode: 'JP',
    preferredLanguage: 'ja',
    tenantType: 'AAD',
    onPremisesSyncEnabled: [...roomsOf(world).users.values()].some((user) => user.isSynced) ? true : null,
    assignedPlans: [],
    provisionedPlans: [],
    businessPhones: [],
    technicalNotificationMails: [],
    verifiedDomains: domains.map((domain) => ({
      capabilities: domain.supportedServices.join(', '),
      isDefault: domain.isDefault,
      isInitial: domain.isInitial,
      name: domain.id,
      type: 'Managed',
    })),
  };
}

function listOrganizations(call: Call, _params: Params, world: World): Answer {
  return pageOf(call, [{ ordinal: 0, entity: organization(world) }], { what: 'organization', defaultTop: 100, mostTop: 999 });
}

function readOrganization(call: Call, params: Params, world: World): Answer {
  if (params['id']?.toLowerCase() !== tenantOf(world).tenantId) throw notFound(params['id'] ?? '');
  return entity(call, 'organization', selected(call, organization(world)));
}

function deletedUser(params: Params, world: World): UserRecord {
  const asked = params['id'] ?? '';
  const user = roomsOf(world).deletedUsers.get(asked.toLowerCase());
  if (user === undefined) throw notFound(asked);
  return user;
}

function deletedEntity(world: World, user: UserRecord) {
  return { '@odata.type': '#microsoft.graph.user', ...userEntity(world, user) };
}

function listDeleted(call: Call, _params: Params, world: World): Answer {
  const users = [...roomsOf(world).deletedUsers.values()].map((user) => ({
    ordinal: user.ordinal,
    entity: deletedEntity(world, user),
  }));
  const ordered = users.sort((one, other) => one.ordinal - other.ordinal);
  const defaults = ['deletedDateTime', ...USER_DEFAULTS];
  return pageOf(call, ordered, { what: 'directoryObjects', defaultTop: 100, mostTop: 999, defaults });
}

function readDeleted(call: Call, params: Params, world: World): Answer {
  return entity(call, 'directoryObjects', selected(call, deletedEntity(world, deletedUser(params, world))));
}

/** Refused where somebody else has one of the user's names by now. */
function restore(call: Call, params: Params, world: World): Answer {
  const user = without(deletedUser(params, world), 'deletedAt');
  const effect = { provider: PROVIDER, kind: 'user.restore', key: addressOf(user), idempotent: true };
  world.effect(effect, () => {
    roomsOf(world).deletedUsers.delete(user.id);
    addUser(world, user);
  });
  return entity(call, 'directoryObjects', { '@odata.type': '#microsoft.graph.user', ...userEntity(world, user) });
}

function deleteForGood(_call: Call, params: Params, world: World): Answer {
  const user = deletedUser(params, world);
  const effect = { provider: PROVIDER, kind: 'user.purge', key: addressOf(user), idempotent: true };
  world.effect(effect, () => roomsOf(world).deletedUsers.delete(user.id));
  return noContent;
}

const DELETED = '/v1.0/directory/deletedItems';

export const organizationRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: '/v1.0/organization', anyOf: READ, quotas: directoryReads(1), answeringMs, answer: listOrganizations },
  { method: 'GET', pattern: '/v1.0/organization/:id', anyOf: READ, quotas: directoryReads(1), answeringMs, answer: readOrganization },
  {
    method: 'GET',
    pattern: `${DELETED}/microsoft.graph.user`,
    anyOf: READ_USERS,
    quotas: directoryReads(1),
    answeringMs,
    answer: listDeleted,
  },
  { method: 'GET', pattern: `${DELETED}/:id`, anyOf: READ_USERS, quotas: directoryReads(1), answeringMs, answer: readDeleted },
  { method: 'DELETE', pattern: `${DELETED}/:id`, anyOf: WRITE_USERS, quotas: directoryWrites, answeringMs, answer: deleteForGood },
  {
    method: 'POST',
    pattern: `${DELETED}/:id/restore`,
    anyOf: WRITE_USERS,
    quotas: directoryWrites,
    answeringMs,
    answer: restore,
  },
];

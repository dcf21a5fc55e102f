// Licences: how many there are, who holds which, given directly or through a group. None is ever taken away.

import type { LicencePool } from '../../model/account.ts';
import type { Licences, LicenceWay } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { groupLicenceFailure, notAsked, notYetSeen } from './failures.ts';
import { numberAt, objectAt, objectsAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { quoted } from './transport.ts';
import type { Graph } from './transport.ts';

const MEMBER = 'POST /groups/{id}/members/$ref';

export function licencesOf(graph: Graph): Licences {
  return {
    async list() {
      const query = { $select: 'skuId,skuPartNumber,appliesTo,prepaidUnits,consumedUnits' };
      const pools: LicencePool[] = [];
      for await (const sku of graph.items({ operation: 'GET /subscribedSkus', query })) pools.push(...poolFrom(sku));
      return pools;
    },

    async groupByName(name) {
      const operation = 'GET /groups';
      const query = { $filter: `displayName eq ${quoted(name)}`, $select: 'id,displayName' };
      const ids: string[] = [];
      for await (const group of graph.items({ operation, query })) {
        const id = textAt(group, 'id');
        if (id !== undefined) ids.push(id);
      }
      if (ids.length > 1) {
        throw notAsked(
          operation,
          `${ids.length} groups are called ${name}`,
          'Give the group that is meant a name of its own.',
        );
      }
      return ids[0];
    },

    async ofGroup(id) {
      const query = { $select: 'id,assignedLicenses' };
      const group = await graph.ask({ operation: 'GET /groups/{id}', keys: [id], query });
      // Whoever may read the basics of a group only is not shown them.
      if (!Array.isArray(group['assignedLicenses'])) return undefined;
      return objectsAt(group, 'assignedLicenses').flatMap((one) => textAt(one, 'skuId') ?? []);
    },

    async assign({ id }, way) {
      if (way.by === 'direct') {
        const body = { addLicenses: [{ skuId: way.licenceId, disabledPlans: [] }], removeLicenses: [] };
        await graph.tell({ operation: 'POST /users/{id}/assignLicense', keys: [id], body });
        return;
      }
      await join(graph, way.groupId, id);
      await expectGroupLicence(graph, id, way);
    },

    async held({ id }) {
      const query = { $select: 'assignedLicenses' };
      const user = await graph.ask({ operation: 'GET /users/{id}', keys: [id], query });
      return objectsAt(user, 'assignedLicenses')
        .map((licence) => textAt(licence, 'skuId'))
        .filter((sku) => sku !== undefined);
    },
  };
}

/** Who is a member already stays one. */
async function join(graph: Graph, groupId: string, userId: string): Promise<void> {
  const member = `https://graph.microsoft.com/v1.0/directoryObjects/${encodeURIComponent(userId)}`;
  try {
    await graph.tell({ operation: MEMBER, keys: [groupId], body: { '@odata.id': member } });
  } catch (error) {
    if (!(error instanceof RemoteFailure) || error.facts.kind !== 'taken') throw error;
  }
}

/**
 * The directory gives the licences of a group later, and notes its troubles on the user only. A group may give several licences, and
 * another one than the wanted proves nothing: https://learn.microsoft.com/graph/api/resources/licenseassignmentstate
 */
async function expectGroupLicence(graph: Graph, userId: string, way: LicenceWay & { by: 'group' }): Promise<void> {
  const operation = 'GET /users/{id}';
  const query = { $select: 'assignedLicenses,licenseAssignmentStates' };
  const user = await graph.ask({ operation, keys: [userId], query });
  if (objectsAt(user, 'assignedLicenses').some((licence) => isSku(licence, way.licenceId))) return;
  const given = objectsAt(user, 'licenseAssignmentStates').filter(
    (state) => textAt(state, 'assignedByGroup') === way.groupId,
  );
  const wanted = given.find((state) => isSku(state, way.licenceId));
  if (textAt(wanted, 'state') === 'Error') throw groupLicenceFailure(MEMBER, textAt(wanted, 'error') ?? 'Error');
  throw notYetSeen(
    operation,
    given.length === 0
      ? 'the group has not given its licence yet, if it has one'
      : `the group has given other licences, and not ${way.licenceId} yet, if it has that one`,
  );
}

function isSku(holder: JsonObject, skuId: string): boolean {
  return textAt(holder, 'skuId')?.toLowerCase() === skuId.toLowerCase();
}

/** Licences of the company as a whole (`Company`) are nobody's to hold. */
function poolFrom(sku: JsonObject): readonly LicencePool[] {
  const id = textAt(sku, 'skuId');
  if (id === undefined || textAt(sku, 'appliesTo') === 'Company') return [];
  const total = numberAt(objectAt(sku, 'prepaidUnits'), 'enabled');
  return [
    {
      id,
      name: textAt(sku, 'skuPartNumber') ?? id,
      ...(total === undefined ? {} : { total }),
      used: numberAt(sku, 'consumedUnits') ?? 0,
    },
  ];
}

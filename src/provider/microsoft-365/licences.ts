// Licences: how many there are, who holds which, given directly or through a group. None is ever taken away.

import type { LicencePool } from '../../model/account.ts';
import type { Licences } from '../../model/directory.ts';
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
          'Give the licence group a name of its own.',
        );
      }
      return ids[0];
    },

    async assign({ id }, way) {
      if (way.by === 'direct') {
        const body = { addLicenses: [{ skuId: way.licenceId, disabledPlans: [] }], removeLicenses: [] };
        await graph.tell({ operation: 'POST /users/{id}/assignLicense', keys: [id], body });
        return;
      }
      await join(graph, way.groupId, id);
      await expectGroupLicence(graph, way.groupId, id);
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

/** The directory gives the licence of a group later, and notes its troubles on the user only. */
async function expectGroupLicence(graph: Graph, groupId: string, userId: string): Promise<void> {
  const operation = 'GET /users/{id}';
  const user = await graph.ask({ operation, keys: [userId], query: { $select: 'licenseAssignmentStates' } });
  const states = objectsAt(user, 'licenseAssignmentStates').filter(
    (state) => textAt(state, 'assignedByGroup') === groupId,
  );
  const failed = states.find((state) => textAt(state, 'state') === 'Error');
  if (failed !== undefined) throw groupLicenceFailure(MEMBER, textAt(failed, 'error') ?? 'Error');
  if (states.length === 0) throw notYetSeen(operation, 'the group has not given its licence yet, if it has one');
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

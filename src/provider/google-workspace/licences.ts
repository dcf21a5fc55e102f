// Licences. Google lists no pools: it assigns until it refuses. An assignment is kept apart by product, SKU and user, so it may be repeated.

import type { Licences } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { SharedAssignments } from './assignments.ts';
import type { LicenceOptions } from './licence-options.ts';
import { orUndefined, whereTaken } from './outcomes.ts';
import { pages } from './pages.ts';
import { SCOPES } from './scopes.ts';
import type { Sku } from './skus.ts';
import { KNOWN_SKUS, productOf } from './skus.ts';
import type { Call, Transport } from './transport.ts';

const LICENCE = { lane: 'licence', scope: SCOPES.licence, isRepeatable: true, isOnAccount: true } as const;
const GROUP = { lane: 'directory', isRepeatable: true } as const;

const INSERT: Call = { ...LICENCE, operation: 'licensing.licenseAssignments.insert' };
const GET: Call = { ...LICENCE, operation: 'licensing.licenseAssignments.get' };
const LIST_GROUPS: Call = { ...GROUP, operation: 'directory.groups.list', scope: SCOPES.group };
const GET_GROUP: Call = { ...GROUP, operation: 'directory.groups.get', scope: SCOPES.group };
/** Membership is kept apart by group and member. A group made a moment ago answers 404 to its first members. */
const ADD_MEMBER: Call = { ...GROUP, operation: 'directory.members.insert', scope: SCOPES.member, isOnAccount: true };

export function openLicences(
  transport: Transport,
  options: Pick<LicenceOptions, 'wanted'> & { readonly customer: string; readonly assignments: SharedAssignments },
): Licences {
  const { send, apis } = transport;
  const { assignments } = options;

  /** Only these are asked for, one call each: those that the migration names, or else those that somebody holds. */
  async function dealtWith(): Promise<readonly Sku[]> {
    return options.wanted ?? (await assignments.reader().read()).skus;
  }

  async function holds(userId: string, skuId: string): Promise<boolean> {
    const { licenseAssignments } = await apis.licensing();
    const productId = productOf(skuId);
    const found = await orUndefined(
      send(GET, ({ auth, how }) => licenseAssignments.get({ productId, skuId, userId, auth }, how)),
    );
    return found !== undefined;
  }

  async function assignDirectly(userId: string, skuId: string): Promise<void> {
    const { licenseAssignments } = await apis.licensing();
    const productId = productOf(skuId);
    await whereTaken(
      send(INSERT, ({ auth, how }) =>
        licenseAssignments.insert({ productId, skuId, requestBody: { userId }, auth }, how),
      ),
      async (failure) => {
        // "Duplicate" may speak of another licence of the same product: only a read proves that this one is held.
        if (await holds(userId, skuId)) return;
        throw new RemoteFailure({ ...failure.facts, kind: 'not-yet' });
      },
    );
  }

  async function addToGroup(groupKey: string, account: { readonly id: string; readonly address: string }) {
    const { members } = await apis.directory();
    await whereTaken(
      send(ADD_MEMBER, ({ auth, how }) =>
        members.insert({ groupKey, requestBody: { email: account.address, role: 'MEMBER' }, auth }, how),
      ),
      // The only duplicate that this can meet is the member itself.
      () => Promise.resolve(),
    );
  }

  return {
    async list() {
      assignments.renew();
      const { used, skus } = await assignments.reader().read();
      const known = new Map([...KNOWN_SKUS, ...(options.wanted ?? []), ...skus].map((sku) => [sku.id, sku]));
      return [...known.values()].map(({ id, name }) => ({ id, name, used: used.get(id) ?? 0 }));
    },

    async groupByName(name) {
      const { groups } = await apis.directory();
      if (name.includes('@')) {
        const found = await orUndefined(send(GET_GROUP, ({ auth, how }) => groups.get({ groupKey: name, auth }, how)));
        return found?.data.id ?? undefined;
      }
      const all = pages(async (pageToken) => {
        const { data } = await send(LIST_GROUPS, ({ auth, how }) =>
          groups.list(
            { customer: options.customer, maxResults: 200, ...(pageToken === undefined ? {} : { pageToken }), auth },
            how,
          ),
        );
        return { items: data.groups ?? [], next: data.nextPageToken };
      });
      for await (const group of all) if (group.name === name) return group.id ?? undefined;
      return undefined;
    },

    async assign(account, way) {
      await (way.by === 'direct' ? assignDirectly(account.address, way.licenceId) : addToGroup(way.groupId, account));
      assignments.renew();
    },

    async held({ address }) {
      const held: string[] = [];
      for (const { id } of await dealtWith()) if (await holds(address, id)) held.push(id);
      return held;
    },
  };
}

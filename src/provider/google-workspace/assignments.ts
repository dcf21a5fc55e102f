// Who holds which licence, from the listing: good for a plan, since it trails changes; a step reads by account instead.

import { pages } from './pages.ts';
import type { LicenceOptions } from './licence-options.ts';
import { SCOPES } from './scopes.ts';
import type { Sku } from './skus.ts';
import { nameOf, skuOf } from './skus.ts';
import type { Call, Transport } from './transport.ts';

const LIST: Call = {
  operation: 'licensing.licenseAssignments.listForProduct',
  lane: 'licence',
  scope: SCOPES.licence,
  isRepeatable: true,
};

/** The most that the discovery document allows. */
const PAGE_SIZE = 1000;
/** Between two pages, since no lane stands between them: Google takes 1 request a second. */
const PAGE_PAUSE_MS = 1100;

interface Assignments {
  /** Ids of the licences of whoever has these addresses. */
  of(addresses: readonly string[]): readonly string[];
  readonly used: ReadonlyMap<string, number>;
  readonly skus: readonly Sku[];
}

/** Reads all assignments once. A `read` that failed may be called again and goes on where it was. */
export interface AssignmentReader {
  read(): Promise<Assignments>;
  isComplete(): boolean;
}

/**
 * The listing that a plan reads twice, for its accounts and for its pools. It trails changes by a minute or more, so one that is
 * at most a minute old is as good as a new one; one that broke off is read on. `renew` drops one that is complete.
 */
export interface SharedAssignments {
  reader(): AssignmentReader;
  renew(): void;
}

const SHARED_FOR_MS = 60_000;

export function shareAssignments(transport: Transport, options: LicenceOptions): SharedAssignments {
  let shared: { readonly reader: AssignmentReader; readonly openedAt: number } | undefined;
  return {
    reader() {
      const now = options.clock.elapsed();
      if (shared === undefined || (shared.reader.isComplete() && now - shared.openedAt > SHARED_FOR_MS)) {
        shared = { reader: openAssignments(transport, options), openedAt: now };
      }
      return shared.reader;
    },
    renew() {
      if (shared?.reader.isComplete() === true) shared = undefined;
    },
  };
}

function openAssignments(transport: Transport, options: LicenceOptions): AssignmentReader {
  const held = new Map<string, Set<string>>();
  const used = new Map<string, number>();
  const skus = new Map<string, Sku>();
  const left = options.products.map((product) => listing(transport, options, product));

  return {
    isComplete: () => left.length === 0,
    async read() {
      for (let current = left[0]; current !== undefined; current = left[0]) {
        for (let item = await current.next(); item.done !== true; item = await current.next()) {
          const { address, sku } = item.value;
          skus.set(sku.id, sku);
          const ids = held.get(address) ?? new Set();
          if (!ids.has(sku.id)) used.set(sku.id, (used.get(sku.id) ?? 0) + 1);
          held.set(address, ids.add(sku.id));
        }
        left.shift();
      }
      return {
        // After a rename the listing may have the old address for a while.
        of: (addresses) => [...new Set(addresses.flatMap((address) => [...(held.get(address) ?? [])]))],
        used,
        skus: [...skus.values()],
      };
    },
  };
}

interface Assignment {
  readonly address: string;
  readonly sku: Sku;
}

function listing(
  { send, apis }: Transport,
  { customerId, clock }: LicenceOptions,
  product: string,
): AsyncIterableIterator<Assignment> {
  return pages(async (pageToken) => {
    if (pageToken !== undefined) await clock.sleep(PAGE_PAUSE_MS);
    const customer = await customerId();
    const { licenseAssignments } = await apis.licensing();
    const { data } = await send(LIST, ({ auth, how }) =>
      licenseAssignments.listForProduct(
        {
          productId: product,
          customerId: customer,
          maxResults: PAGE_SIZE,
          ...(pageToken === undefined ? {} : { pageToken }),
          auth,
        },
        how,
      ),
    );
    const items = (data.items ?? []).flatMap(({ userId, skuId, skuName }) => {
      if (typeof userId !== 'string' || typeof skuId !== 'string') return [];
      const sku = skuOf(skuId) ?? { id: skuId, product, name: nameOf(skuName ?? skuId) };
      return [{ address: userId.toLowerCase(), sku }];
    });
    return { items, next: data.nextPageToken };
  });
}

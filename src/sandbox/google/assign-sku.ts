// Gives a user one SKU: there has to be one left, and the mailbox comes some minutes later.

import { conditionNotMet } from './answers.ts';
import { DELAY_MS } from './limits.ts';
import type { SkuRecord, UserRecord } from './records.ts';
import type { Ask } from './route.ts';
import { PROVIDER, type Tenant } from './tenant.ts';

/** The product with Gmail in it; the others give no mailbox. */
const MAIL_PRODUCT = 'Google-Apps';

export const licenceKey = (userId: string, productId: string): string => `${userId} ${productId}`;

export function assignSku(ask: Ask, given: { readonly user: UserRecord; readonly sku: SkuRecord }): void {
  const { tenant, world } = ask;
  const { user, sku } = given;
  // Counted only where it could be too many: a large tenant assigns thousands.
  if (tenant.licences.size >= sku.total && takenOf(tenant, sku) >= sku.total) {
    throw conditionNotMet("There aren't enough available licenses for the specified product-SKU pair.");
  }
  world.effect(
    {
      provider: PROVIDER,
      kind: 'licence.assign',
      key: `${user.primaryEmail} ${sku.id}`,
      idempotent: true,
      userId: user.id,
    },
    () => {
      tenant.licences.put(licenceKey(user.id, sku.productId), { userId: user.id, productId: sku.productId, skuId: sku.id });
      const current = tenant.users.get(user.id);
      if (sku.productId === MAIL_PRODUCT && current !== undefined && current.mailboxAt === undefined) {
        tenant.users.put(user.id, { ...current, mailboxAt: ask.now + world.clock.scaled(DELAY_MS.mailboxSetup) });
      }
    },
  );
}

function takenOf(tenant: Tenant, sku: SkuRecord): number {
  let taken = 0;
  for (const licence of tenant.licences.values()) if (licence.skuId === sku.id) taken += 1;
  return taken;
}

// What a licence holds. The sandbox gives each one plan: Exchange Online where it has a mailbox, else one without.

import type { SkuRecord } from '../records.ts';

/** Exchange Online (Plan 2), as Microsoft's list of service plan identifiers has it. */
const EXCHANGE = { id: 'efb87545-963c-4e0d-99df-69c6916d9eb0', name: 'EXCHANGE_S_ENTERPRISE' } as const;
const SHAREPOINT = { id: '5dbe027f-2339-4123-9542-606e4d348a72', name: 'SHAREPOINTENTERPRISE' } as const;

const planOf = (sku: SkuRecord) => (sku.hasMailbox ? EXCHANGE : SHAREPOINT);

export const planIdOf = (sku: SkuRecord): string => planOf(sku).id;

/** The id of the plan that brings a mailbox. */
export const exchangePlanOf = (sku: SkuRecord): string | undefined => (sku.hasMailbox ? EXCHANGE.id : undefined);

export function servicePlans(sku: SkuRecord, provisioningStatus = 'Success') {
  const { id, name } = planOf(sku);
  return [{ servicePlanId: id, servicePlanName: name, provisioningStatus, appliesTo: 'User' }];
}

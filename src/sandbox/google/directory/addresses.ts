// Who may have an address: its form, its domain, and that nobody else holds it.

import type { ScaledClock } from '../../kernel/clock.ts';
import { duplicate, invalid } from '../answers.ts';
import { domainOf, isInside, takesUsers, type Tenant } from '../tenant.ts';

const LOCAL_PART = /^[a-z0-9_'-]+(\.[a-z0-9_'-]+)*$/;

/** A primary address has to be on a verified domain of the tenant. */
export function checkPrimary(tenant: Tenant, address: string, field: string): void {
  if (!hasGoodForm(address) || !takesUsers(tenant, domainOf(address))) throw invalid(`Invalid Input: ${field}`);
}

/** An alias may be on a domain alias, too. */
export function checkAlias(tenant: Tenant, address: string): void {
  if (!hasGoodForm(address) || !isInside(tenant, address)) throw invalid('Invalid Input: resource.alias');
}

function hasGoodForm(address: string): boolean {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  return at > 0 && local.length <= 64 && LOCAL_PART.test(local);
}

/** Refuses an address that a user, an alias or a group holds, or gave up a moment ago. */
export function checkFree(tenant: Tenant, address: string, now: number): void {
  if (tenant.addresses.has(address) || (tenant.held.get(address) ?? 0) > now) throw duplicate();
}

/** Gives an address up: it cannot be had again for a while. */
export function giveUp(tenant: Tenant, address: string, until: { now: number; clock: ScaledClock; delayMs: number }): void {
  tenant.addresses.delete(address);
  tenant.held.put(address, until.now + until.clock.scaled(until.delayMs));
}

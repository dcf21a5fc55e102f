// The daily limits of Exchange Online: counted over a sliding day, in quarters of an hour. They never refuse a call; they bounce.

import type { World } from '../../kernel/world.ts';
import { domainOf } from '../directory/addresses.ts';
import { addressOf } from '../directory/update-user.ts';
import {
  DAY_MS,
  externalRecipientsPerDay,
  INITIAL_DOMAIN_RECIPIENTS_PER_DAY,
  RECIPIENTS_PER_DAY,
} from '../limits.ts';
import { roomsOf, type Recipient, type UserRecord } from '../records.ts';
import { tenantOf } from '../tenant.ts';

const SLOTS_PER_DAY = 96;

/** What the bounce says; undefined where the message is under every limit. Counts it either way. */
export function bounceFor(world: World, sender: UserRecord, recipients: readonly Recipient[]): string | undefined {
  if (!world.profile.hasQuotas) return undefined;
  const { domains } = roomsOf(world);
  const external = recipients.filter(({ address }) => domains.get(domainOf(address))?.isVerified !== true).length;
  const isInitial = domainOf(addressOf(sender)) === tenantOf(world).initialDomain;
  const sent = countedTogether(world, `mailbox ${sender.id}`, recipients.length);
  const outside = countedTogether(world, 'tenant', external);
  const fromInitial = countedTogether(world, 'initial-domain', isInitial ? external : 0);
  if (sent > RECIPIENTS_PER_DAY) {
    return '550 5.1.90 Your message can\'t be sent because you\'ve reached your daily limit for message recipients';
  }
  if (external > 0 && outside > externalRecipientsPerDay(licenceCount(world), tenantOf(world).isTrial === true)) {
    return '550 5.7.233 Your message can\'t be sent because your tenant has exceeded its daily limit for sending email to external recipients (tenant external recipient rate limit)';
  }
  if (isInitial && fromInitial > INITIAL_DOMAIN_RECIPIENTS_PER_DAY) {
    return '550 5.7.236 Your message can\'t be sent because your organization has exceeded its limit for external recipients from onmicrosoft.com domains';
  }
  return undefined;
}

function countedTogether(world: World, whose: string, more: number): number {
  const { counters } = roomsOf(world);
  const slotMs = world.clock.scaled(DAY_MS) / SLOTS_PER_DAY;
  const slot = Math.floor(world.clock.now() / slotMs);
  const keyOf = (at: number) => `sent ${whose} ${at}`;
  if (more > 0) counters.put(keyOf(slot), (counters.get(keyOf(slot)) ?? 0) + more);
  if (counters.has(keyOf(slot - SLOTS_PER_DAY))) counters.delete(keyOf(slot - SLOTS_PER_DAY));
  let sum = 0;
  for (let at = slot - SLOTS_PER_DAY + 1; at <= slot; at += 1) sum += counters.get(keyOf(at)) ?? 0;
  return sum;
}

function licenceCount(world: World): number {
  return [...roomsOf(world).skus.values()].filter((sku) => sku.hasMailbox).reduce((sum, sku) => sum + sku.total, 0);
}

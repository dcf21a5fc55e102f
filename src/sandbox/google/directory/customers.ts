// The customer: its primary domain can be any verified one of its domains.

import type { Answer } from '../../kernel/call.ts';
import { invalid, ok } from '../answers.ts';
import { withEtag } from '../etag.ts';
import { bodyOf, param, textOf, type Ask, type GuardedRoute } from '../route.ts';
import { PROVIDER } from '../tenant.ts';
import { checkCustomer } from './find.ts';
import { READ_CUSTOMER, WRITE_CUSTOMER } from './guards.ts';
import { directoryRoute } from './route.ts';

export const customerRoutes: readonly GuardedRoute[] = [
  directoryRoute('GET /customers/:customerKey', READ_CUSTOMER, (ask) => {
    checkCustomer(ask, param(ask, 'customerKey'));
    return ok(showCustomer(ask));
  }),
  directoryRoute('PUT /customers/:customerKey', WRITE_CUSTOMER, updateCustomer),
  directoryRoute('PATCH /customers/:customerKey', WRITE_CUSTOMER, updateCustomer),
];

function showCustomer({ tenant }: Ask) {
  const { customerId, administrator } = tenant.settings();
  const domains = [...tenant.domains.values()];
  const primary = domains.find((domain) => domain.isPrimary);
  const firstMs = Math.min(...domains.map((domain) => domain.createdAt));
  return withEtag({
    kind: 'admin#directory#customer',
    id: customerId,
    customerDomain: primary?.name ?? '',
    alternateEmail: administrator,
    customerCreationTime: new Date(Number.isFinite(firstMs) ? firstMs : 0).toISOString(),
    language: 'en',
    postalAddress: {},
  });
}

/** `my_customer` is refused here without a reason, as Google does. */
function updateCustomer(ask: Ask): Answer {
  const { tenant, world } = ask;
  if (param(ask, 'customerKey') !== tenant.settings().customerId) throw invalid('Invalid Input');
  const name = textOf(bodyOf(ask), 'customerDomain')?.toLowerCase();
  if (name === undefined) return ok(showCustomer(ask));
  const wanted = tenant.domains.get(name);
  if (wanted?.isVerified !== true) throw invalid('Invalid Input');
  const repeat = wanted.isPrimary ? { repeat: true } : {};
  world.effect({ provider: PROVIDER, kind: 'domain.make-primary', key: name, idempotent: true, ...repeat }, () => {
    for (const domain of [...tenant.domains.values()]) {
      tenant.domains.put(domain.name, { ...domain, isPrimary: domain.name === name });
    }
  });
  return ok(showCustomer(ask));
}

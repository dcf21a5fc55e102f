// Domains and domain aliases of the customer. A domain takes users only once it is verified, and goes only when nobody is on it.

import type { Answer } from '../../kernel/call.ts';
import { conditionNotMet, duplicate, invalid, NO_CONTENT, notFound, ok } from '../answers.ts';
import { withEtag } from '../etag.ts';
import type { DomainAliasRecord, DomainRecord } from '../records.ts';
import { bodyOf, param, textOf, type Ask, type GuardedRoute } from '../route.ts';
import { domainOf, PROVIDER } from '../tenant.ts';
import { checkCustomer } from './find.ts';
import { READ_DOMAINS, WRITE_DOMAINS } from './guards.ts';
import { directoryRoute } from './route.ts';

export const domainRoutes: readonly GuardedRoute[] = [
  directoryRoute('GET /customer/:customer/domains', READ_DOMAINS, (ask) => {
    checkCustomer(ask, param(ask, 'customer'));
    const domains = [...ask.tenant.domains.values()].map((domain) => showDomain(ask, domain));
    return ok(withEtag({ kind: 'admin#directory#domains', domains }));
  }),
  directoryRoute('POST /customer/:customer/domains', WRITE_DOMAINS, insertDomain),
  directoryRoute('GET /customer/:customer/domains/:domainName', READ_DOMAINS, (ask) =>
    ok(showDomain(ask, knownDomain(ask))),
  ),
  directoryRoute('DELETE /customer/:customer/domains/:domainName', WRITE_DOMAINS, deleteDomain),
  directoryRoute('GET /customer/:customer/domainaliases', READ_DOMAINS, (ask) => {
    checkCustomer(ask, param(ask, 'customer'));
    const parent = ask.call.query.get('parentDomainName')?.toLowerCase();
    const aliases = [...ask.tenant.domainAliases.values()].filter((one) => parent === undefined || one.parent === parent);
    const domainAliases = aliases.map(showDomainAlias);
    return ok(
      withEtag({ kind: 'admin#directory#domainAliases', ...(aliases.length === 0 ? {} : { domainAliases }) }),
    );
  }),
];

function knownDomain(ask: Ask): DomainRecord {
  checkCustomer(ask, param(ask, 'customer'));
  const domain = ask.tenant.domains.get(param(ask, 'domainName').toLowerCase());
  if (domain === undefined) throw notFound('domain');
  return domain;
}

function showDomain(ask: Ask, domain: DomainRecord) {
  const aliases = [...ask.tenant.domainAliases.values()].filter((alias) => alias.parent === domain.name);
  return withEtag({
    kind: 'admin#directory#domain',
    domainName: domain.name,
    isPrimary: domain.isPrimary,
    verified: domain.isVerified,
    creationTime: String(domain.createdAt),
    ...(aliases.length === 0 ? {} : { domainAliases: aliases.map(showDomainAlias) }),
  });
}

function showDomainAlias(alias: DomainAliasRecord) {
  return withEtag({
    kind: 'admin#directory#domainAlias',
    domainAliasName: alias.name,
    parentDomainName: alias.parent,
    verified: alias.isVerified,
    creationTime: String(alias.createdAt),
  });
}

const DOMAIN_NAME = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

function insertDomain(ask: Ask): Answer {
  const { tenant, world, now } = ask;
  checkCustomer(ask, param(ask, 'customer'));
  const name = (textOf(bodyOf(ask), 'domainName') ?? '').toLowerCase();
  if (!DOMAIN_NAME.test(name)) throw invalid('Invalid Input: domainName');
  if (tenant.domains.has(name) || tenant.domainAliases.has(name)) throw duplicate();
  const domain: DomainRecord = { name, isPrimary: false, isVerified: tenant.sites.has(name), createdAt: now };
  world.effect({ provider: PROVIDER, kind: 'domain.add', key: name, idempotent: true }, () => tenant.domains.put(name, domain));
  return ok(showDomain(ask, domain));
}

function deleteDomain(ask: Ask): Answer {
  const { tenant, world } = ask;
  const domain = knownDomain(ask);
  for (const [address] of tenant.addresses.entries()) {
    if (domainOf(address) === domain.name) throw conditionNotMet('Domain is in use: it still has users, aliases or groups.');
  }
  if (domain.isPrimary) throw conditionNotMet('The primary domain cannot be deleted.');
  world.effect({ provider: PROVIDER, kind: 'domain.delete', key: domain.name, idempotent: false }, () =>
    tenant.domains.delete(domain.name),
  );
  return NO_CONTENT;
}

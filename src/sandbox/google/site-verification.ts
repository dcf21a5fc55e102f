// The Site Verification API: a token to publish, and a look into the sandbox's DNS for it.

import { createHash } from 'node:crypto';
import { publishedRecords } from '../kernel/dns.ts';
import type { Answer } from '../kernel/call.ts';
import { entityNotFound, invalid, ok, Refused } from './answers.ts';
import { bodyOf, guardedRoute, param, readObject, textOf, type Ask, type GuardedRoute } from './route.ts';
import { PROVIDER } from './tenant.ts';

const SCOPES = ['siteverification', 'siteverification.verify_only'];
const ROOT = '/siteVerification/v1';

export const siteVerificationRoutes: readonly GuardedRoute[] = [
  siteRoute(['POST', `${ROOT}/token`], giveProof),
  siteRoute(['POST', `${ROOT}/webResource`], verifySite),
  siteRoute(['GET', `${ROOT}/webResource`], (ask) => {
    const items = [...ask.tenant.sites.entries()].map(([name, site]) => showSite(name, site.owners));
    return ok(items.length === 0 ? {} : { items });
  }),
  siteRoute(['GET', `${ROOT}/webResource/:id`], (ask) => {
    const name = param(ask, 'id').replace(/^dns:\/\//, '').toLowerCase();
    const site = ask.tenant.sites.get(name);
    if (site === undefined) throw entityNotFound();
    return ok(showSite(name, site.owners));
  }),
];

function siteRoute(on: readonly [string, string], answer: (ask: Ask) => Answer): GuardedRoute {
  return guardedRoute({ on, guard: { door: 'site-verification', scopes: SCOPES }, quotas: [], answer });
}

type Method = 'DNS_TXT' | 'DNS_CNAME';

function siteOf(value: unknown, method: string | null | undefined): { name: string; method: Method } {
  const site = readObject(value);
  const name = (textOf(site, 'identifier') ?? '').toLowerCase();
  if (textOf(site, 'type') !== 'INET_DOMAIN' || !/^[^\s/]+\.[^\s/]+$/.test(name)) {
    throw invalid('Invalid value for: site.identifier');
  }
  if (method === 'DNS' || method === 'DNS_TXT') return { name, method: 'DNS_TXT' };
  if (method === 'DNS_CNAME') return { name, method };
  throw invalid(`Invalid verification method: ${method ?? ''}`);
}

/** The proof for one domain and one owner; asking again gives the same. */
function proofOf(ask: Ask, name: string): string {
  const hash = createHash('sha256').update(`${ask.world.seed} ${ownerOf(ask)} ${name}`).digest('base64url');
  return hash.slice(0, 43);
}

const ownerOf = ({ caller }: Ask): string => caller.user?.id ?? 'service-account';

function giveProof(ask: Ask): Answer {
  const body = bodyOf(ask);
  const { name, method } = siteOf(body['site'], textOf(body, 'verificationMethod'));
  const proof = proofOf(ask, name);
  if (method === 'DNS_TXT') return ok({ method, token: `google-site-verification=${proof}` });
  const [label, target] = cnameOf(proof);
  return ok({ method, token: `${label} ${target}` });
}

function cnameOf(proof: string): readonly [string, string] {
  const label = createHash('sha1').update(proof).digest('hex').slice(0, 12);
  const target = createHash('sha1').update(label).digest('hex').slice(0, 14);
  return [label, `gv-${target}.dv.googlehosted.com`];
}

function verifySite(ask: Ask): Answer {
  const { tenant, world } = ask;
  const { name, method } = siteOf(bodyOf(ask)['site'], ask.call.query.get('verificationMethod'));
  if (!isPublished(ask, name, method)) {
    throw new Refused({
      status: 400,
      reason: 'badRequest',
      message: 'The necessary verification token could not be found on your site.',
    });
  }
  const domain = tenant.domains.get(name);
  const owner = ask.caller.user?.primaryEmail ?? 'service-account';
  const owners = [...new Set([...(tenant.sites.get(name)?.owners ?? []), owner])];
  const repeat = tenant.sites.has(name) && domain?.isVerified !== false ? { repeat: true } : {};
  world.effect({ provider: PROVIDER, kind: 'domain.verify', key: name, idempotent: true, ...repeat }, () => {
    tenant.sites.put(name, { owners });
    if (domain !== undefined) tenant.domains.put(name, { ...domain, isVerified: true });
  });
  return ok(showSite(name, owners));
}

function isPublished(ask: Ask, name: string, method: Method): boolean {
  const proof = proofOf(ask, name);
  if (method === 'DNS_TXT') {
    const records = publishedRecords(ask.world, name, 'TXT');
    return records.some((record) => record.value.replace(/^"|"$/g, '') === `google-site-verification=${proof}`);
  }
  const [label, target] = cnameOf(proof);
  const records = publishedRecords(ask.world, `${label}.${name}`, 'CNAME');
  return records.some((record) => record.value.replace(/\.$/, '').toLowerCase() === target);
}

function showSite(name: string, owners: readonly string[]) {
  return { id: encodeURIComponent(`dns://${name}`), site: { type: 'INET_DOMAIN', identifier: name }, owners };
}

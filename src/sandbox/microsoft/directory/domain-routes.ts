// Domains: add, show the records, verify once DNS has them, make default, and who still hangs on one.

import { z } from 'zod';
import type { Answer, Call } from '../../kernel/call.ts';
import { publishedRecords } from '../../kernel/dns.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { alreadyThere, badRequest, created, entity, noContent, notFound } from '../answers.ts';
import { DIRECTORY_ANSWERING_MS, directoryReads, directoryWrites } from '../limits.ts';
import type { Entity } from '../odata/filter.ts';
import { pageOf, selected } from '../odata/page.ts';
import type { GraphRoute } from '../permissions.ts';
import { roomsOf, type DomainRecord, type GroupRecord, type UserRecord } from '../records.ts';
import { PROVIDER, tenantOf } from '../tenant.ts';
import { domainOf, plainAddress } from './addresses.ts';
import { userEntity } from './user-view.ts';

const READ = ['Domain.Read.All', 'Domain.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const WRITE = ['Domain.ReadWrite.All', 'Directory.ReadWrite.All'];
const answeringMs = DIRECTORY_ANSWERING_MS;
const DOMAIN_NAME = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const PAGE = { defaultTop: 100, mostTop: 999 } as const;

export function domainEntity(domain: DomainRecord): Entity {
  return {
    authenticationType: 'Managed',
    availabilityStatus: null,
    id: domain.id,
    isAdminManaged: true,
    isDefault: domain.isDefault,
    isInitial: domain.isInitial,
    isRoot: true,
    isVerified: domain.isVerified,
    supportedServices: domain.supportedServices,
    passwordValidityPeriodInDays: 2_147_483_647,
    passwordNotificationWindowInDays: 14,
    state: null,
  };
}

function knownDomain(params: Params, world: World): DomainRecord {
  const asked = params['id'] ?? '';
  const domain = roomsOf(world).domains.get(asked.toLowerCase());
  if (domain === undefined) throw notFound(asked);
  return domain;
}

function listDomains(call: Call, _params: Params, world: World): Answer {
  tenantOf(world);
  const all = [...roomsOf(world).domains.values()].map((domain, ordinal) => ({ ordinal, entity: domainEntity(domain) }));
  return pageOf(call, all, { what: 'domains', ...PAGE });
}

function readDomain(call: Call, params: Params, world: World): Answer {
  return entity(call, 'domains', selected(call, domainEntity(knownDomain(params, world))));
}

/** A domain as it is when it was just added: sub-domains of a verified one are verified at once. */
export function newDomain(world: World, id: string): DomainRecord {
  const isBelow = [...roomsOf(world).domains.values()].some((root) => root.isVerified && id.endsWith(`.${root.id}`));
  return {
    id,
    isVerified: isBelow,
    isDefault: false,
    isInitial: false,
    supportedServices: [],
    proof: `MS=ms${String(10_000_000 + world.random.below(89_999_999))}`,
  };
}

function addDomain(call: Call, _params: Params, world: World): Answer {
  const read = z.looseObject({ id: z.string() }).safeParse(call.body);
  const id = read.data?.id.toLowerCase() ?? '';
  if (!DOMAIN_NAME.test(id)) throw badRequest("Invalid value specified for property 'id' of resource 'Domain'.");
  const { domains } = roomsOf(world);
  if (domains.has(id)) throw alreadyThere('name');
  const domain = newDomain(world, id);
  world.effect({ provider: PROVIDER, kind: 'domain.add', key: id, idempotent: true }, () => domains.put(id, domain));
  return created(entity(call, 'domains', domainEntity(domain)));
}

const SETTABLE = z.looseObject({ isDefault: z.boolean().optional(), supportedServices: z.array(z.string()).optional() });

function changeDomain(call: Call, params: Params, world: World): Answer {
  const domain = knownDomain(params, world);
  const change = SETTABLE.safeParse(call.body);
  if (!change.success || !domain.isVerified) throw badRequest('The domain is not verified, or the value is invalid.');
  const { domains } = roomsOf(world);
  const { isDefault = domain.isDefault, supportedServices = domain.supportedServices } = change.data;
  world.effect({ provider: PROVIDER, kind: 'domain.update', key: domain.id, idempotent: true }, () => {
    if (isDefault) for (const other of [...domains.values()]) domains.put(other.id, { ...other, isDefault: false });
    domains.put(domain.id, { ...domain, isDefault, supportedServices });
  });
  return noContent;
}

function deleteDomain(_call: Call, params: Params, world: World): Answer {
  const domain = knownDomain(params, world);
  if (domain.isInitial || domain.isDefault) throw badRequest('The default or the initial domain cannot be deleted.');
  if (references(world, domain.id).length > 0) throw badRequest('The domain is referenced by objects of the directory.');
  const effect = { provider: PROVIDER, kind: 'domain.delete', key: domain.id, idempotent: true };
  world.effect(effect, () => roomsOf(world).domains.delete(domain.id));
  return noContent;
}

function verifyDomain(call: Call, params: Params, world: World): Answer {
  const domain = knownDomain(params, world);
  if (domain.isVerified) throw badRequest('The domain is already verified.');
  if (!isProved(world, domain)) {
    throw badRequest(
      `Domain verification failed with the following error: 'The verification record was not found: ${domain.proof}'. DNS changes may take up to 72 hours to propagate.`,
    );
  }
  const verified: DomainRecord = { ...domain, isVerified: true, supportedServices: ['Email', 'OfficeCommunicationsOnline'] };
  const effect = { provider: PROVIDER, kind: 'domain.verify', key: domain.id, idempotent: true };
  world.effect(effect, () => roomsOf(world).domains.put(domain.id, verified));
  return entity(call, 'domains', domainEntity(verified));
}

const mailExchangeOf = (domain: DomainRecord): string => `${domain.proof.replace('MS=', '')}.msv1.invalid`;

/** The TXT record or, where a registrar takes none, the MX record. */
function isProved(world: World, domain: DomainRecord): boolean {
  const has = (type: 'TXT' | 'MX', value: string) =>
    publishedRecords(world, domain.id, type).some((record) => record.value.toLowerCase() === value.toLowerCase());
  return has('TXT', domain.proof) || has('MX', mailExchangeOf(domain));
}

function verificationRecords(call: Call, params: Params, world: World): Answer {
  const domain = knownDomain(params, world);
  const common = { isOptional: false, label: domain.id, supportedService: 'Email', ttl: 3600 };
  const id = (at: number) => `${tenantOf(world).tenantId.slice(0, -1)}${at}`;
  return records(call, `domains('${domain.id}')/verificationDnsRecords`, [
    { '@odata.type': '#microsoft.graph.domainDnsTxtRecord', id: id(1), ...common, recordType: 'Txt', text: domain.proof },
    {
      '@odata.type': '#microsoft.graph.domainDnsMxRecord',
      id: id(2),
      ...common,
      recordType: 'Mx',
      mailExchange: mailExchangeOf(domain),
      preference: 32_767,
    },
  ]);
}

function serviceRecords(call: Call, params: Params, world: World): Answer {
  const domain = knownDomain(params, world);
  if (!domain.isVerified) throw badRequest('The domain is not verified.');
  const common = { isOptional: false, label: domain.id, supportedService: 'Email', ttl: 3600 };
  const host = `${domain.id.replaceAll('.', '-')}.mail.protection.outlook.com`;
  const id = (at: number) => `${tenantOf(world).tenantId.slice(0, -1)}${at}`;
  return records(call, `domains('${domain.id}')/serviceConfigurationRecords`, [
    {
      '@odata.type': '#microsoft.graph.domainDnsMxRecord',
      id: id(3),
      ...common,
      recordType: 'Mx',
      mailExchange: host,
      preference: 0,
    },
    {
      '@odata.type': '#microsoft.graph.domainDnsTxtRecord',
      id: id(4),
      ...common,
      recordType: 'Txt',
      text: 'v=spf1 include:spf.protection.outlook.com -all',
    },
    {
      '@odata.type': '#microsoft.graph.domainDnsCnameRecord',
      id: id(5),
      ...common,
      label: `autodiscover.${domain.id}`,
      recordType: 'CName',
      canonicalName: 'autodiscover.outlook.com',
    },
  ]);
}

function records(call: Call, what: string, list: readonly Entity[]): Answer {
  return pageOf(
    call,
    list.map((one, ordinal) => ({ ordinal, entity: one })),
    { what, ...PAGE },
  );
}

function references(world: World, domain: string): readonly (UserRecord | GroupRecord)[] {
  const { users, groups } = roomsOf(world);
  const isThere = (address: string) => domainOf(address) === domain;
  const isOn = (proxies: readonly string[]) => proxies.some((proxy) => isThere(plainAddress(proxy) ?? '@'));
  return [
    ...[...users.values()].filter((user) => isThere(user.userPrincipalName) || isOn(user.proxyAddresses)),
    ...[...groups.values()].filter((group) => isOn(group.proxyAddresses)),
  ];
}

function domainReferences(call: Call, params: Params, world: World): Answer {
  const found = references(world, knownDomain(params, world).id);
  const entities = found.map((one) => ({
    ordinal: one.ordinal,
    entity:
      'userPrincipalName' in one
        ? { '@odata.type': '#microsoft.graph.user', ...userEntity(world, one) }
        : { '@odata.type': '#microsoft.graph.group', id: one.id, displayName: one.displayName, mail: one.mail },
  }));
  const ordered = entities.sort((one, other) => one.ordinal - other.ordinal);
  return pageOf(call, ordered, { what: 'directoryObjects', ...PAGE });
}

export const domainRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: '/v1.0/domains', anyOf: READ, quotas: directoryReads(1), answeringMs, answer: listDomains },
  { method: 'POST', pattern: '/v1.0/domains', anyOf: WRITE, quotas: directoryWrites, answeringMs, answer: addDomain },
  { method: 'GET', pattern: '/v1.0/domains/:id', anyOf: READ, quotas: directoryReads(1), answeringMs, answer: readDomain },
  { method: 'PATCH', pattern: '/v1.0/domains/:id', anyOf: WRITE, quotas: directoryWrites, answeringMs, answer: changeDomain },
  { method: 'DELETE', pattern: '/v1.0/domains/:id', anyOf: WRITE, quotas: directoryWrites, answeringMs, answer: deleteDomain },
  { method: 'POST', pattern: '/v1.0/domains/:id/verify', anyOf: WRITE, quotas: directoryWrites, answeringMs, answer: verifyDomain },
  {
    method: 'GET',
    pattern: '/v1.0/domains/:id/verificationDnsRecords',
    anyOf: READ,
    quotas: directoryReads(1),
    answeringMs,
    answer: verificationRecords,
  },
  {
    method: 'GET',
    pattern: '/v1.0/domains/:id/serviceConfigurationRecords',
    anyOf: READ,
    quotas: directoryReads(1),
    answeringMs,
    answer: serviceRecords,
  },
  {
    method: 'GET',
    pattern: '/v1.0/domains/:id/domainNameReferences',
    anyOf: READ,
    quotas: directoryReads(4),
    answeringMs,
    answer: domainReferences,
  },
];

// Domains of the tenant: add one, say which records prove it, have Google look at DNS. Only ever adds; the old domain is not touched.

import type { DnsRecord, DomainState } from '../../model/account.ts';
import type { Domains } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { whereTaken } from './outcomes.ts';
import { SCOPES } from './scopes.ts';
import type { Call, Transport } from './transport.ts';

const DOMAIN = { lane: 'domain', scope: SCOPES.domain, isRepeatable: true } as const;
const SITE = { lane: 'domain', scope: SCOPES.verification, isRepeatable: true } as const;

const LIST: Call = { ...DOMAIN, operation: 'directory.domains.list' };
const GET: Call = { ...DOMAIN, operation: 'directory.domains.get', isOnAccount: true };
/** A domain is kept apart by its name: the second insert answers 409. */
const INSERT: Call = { ...DOMAIN, operation: 'directory.domains.insert' };
/** A POST that changes nothing: the same question has the same token. */
const GET_TOKEN: Call = { ...SITE, operation: 'siteVerification.webResource.getToken' };
/** Verifying twice what is verified changes nothing. */
const VERIFY: Call = { ...SITE, operation: 'siteVerification.webResource.insert' };

const METHOD = 'DNS_TXT';
const TTL_SECONDS = 3600;

/** What Gmail needs besides: support.google.com/a/answer/174125 (MX since 2023), support.google.com/a/answer/33786 (SPF). */
const MAIL_RECORDS = [
  { type: 'MX', value: 'smtp.google.com', priority: 1, ttlSeconds: TTL_SECONDS },
  { type: 'TXT', value: 'v=spf1 include:_spf.google.com ~all', ttlSeconds: TTL_SECONDS },
] as const;

export function openDomains(transport: Transport, customer: string): Domains {
  const { send, apis } = transport;

  async function read(): Promise<readonly (DomainState & { readonly aliases: readonly string[] })[]> {
    const { domains } = await apis.directory();
    const { data } = await send(LIST, ({ auth, how }) => domains.list({ customer, auth }, how));
    return (data.domains ?? []).map(({ domainName, verified, isPrimary, domainAliases }) => ({
      name: (domainName ?? '').toLowerCase(),
      isVerified: verified === true,
      isPrimary: isPrimary === true,
      aliases: (domainAliases ?? []).map(({ domainAliasName }) => (domainAliasName ?? '').toLowerCase()),
    }));
  }

  return {
    async list() {
      return (await read()).map(({ name, isVerified, isPrimary }) => ({ name, isVerified, isPrimary }));
    },

    async add(name) {
      const { domains } = await apis.directory();
      await whereTaken(
        send(INSERT, ({ auth, how }) => domains.insert({ customer, requestBody: { domainName: name }, auth }, how)),
        async (failure) => {
          const ours = await read();
          if (ours.some((domain) => domain.name === name)) return;
          throw ours.some(({ aliases }) => aliases.includes(name)) ? isAlias(name) : failure;
        },
      );
    },

    async records(name) {
      const { webResource } = await apis.verification();
      const { data } = await send(GET_TOKEN, ({ auth, how }) =>
        webResource.getToken({ requestBody: { site: siteOf(name), verificationMethod: METHOD }, auth }, how),
      );
      const { token } = data;
      if (typeof token !== 'string' || token === '') throw transport.unusable(GET_TOKEN, 'there is no token in it');
      const proof: DnsRecord = { name, type: 'TXT', value: token, ttlSeconds: TTL_SECONDS };
      return [proof, ...MAIL_RECORDS.map((record) => ({ name, ...record }))];
    },

    async verify(name) {
      const { webResource } = await apis.verification();
      await send(VERIFY, ({ auth, how }) =>
        webResource.insert({ verificationMethod: METHOD, requestBody: { site: siteOf(name) }, auth }, how),
      );
      const { domains } = await apis.directory();
      const { data } = await send(GET, ({ auth, how }) => domains.get({ customer, domainName: name, auth }, how));
      if (data.verified === true) return;
      const said = 'the record was found, but the tenant does not show the domain as verified yet';
      throw new RemoteFailure({ kind: 'not-yet', operation: GET.operation, said });
    },
  };
}

function siteOf(name: string): { readonly type: string; readonly identifier: string } {
  return { type: 'INET_DOMAIN', identifier: name };
}

function isAlias(name: string): RemoteFailure {
  return new RemoteFailure({
    kind: 'refused',
    operation: INSERT.operation,
    said: `${name} is a domain alias of this tenant, and an alias cannot be promoted`,
    todo: `Remove the domain alias ${name} in the Admin console; it can be added again after up to 24 hours.`,
  });
}

// Domains of the tenant: listed, added, proved. The old one is never touched, and no domain is ever removed or made the default.

import type { DnsRecord, DomainState } from '../../model/account.ts';
import type { Domains } from '../../model/directory.ts';
import { numberAt, textAt, textsAt } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Graph } from './transport.ts';

const EMAIL = 'Email';
/** Only these may be written; Graph refuses the whole list for any other. https://learn.microsoft.com/graph/api/domain-update */
const WRITABLE = new Set([EMAIL, 'OfficeCommunicationsOnline', 'Yammer']);

export function domainsOf(graph: Graph): Domains {
  const read = (name: string): Promise<JsonObject> =>
    graph.ask({
      operation: 'GET /domains/{id}',
      keys: [name],
      query: { $select: 'id,isVerified,isDefault,supportedServices' },
    });
  const recordsAt = async (operation: string, name: string): Promise<readonly DnsRecord[]> => {
    const records: DnsRecord[] = [];
    for await (const item of graph.items({ operation, keys: [name] })) records.push(...recordFrom(item, name));
    return records;
  };

  return {
    async list() {
      const domains: DomainState[] = [];
      const query = { $select: 'id,isVerified,isDefault' };
      for await (const item of graph.items({ operation: 'GET /domains', query })) {
        const name = textAt(item, 'id')?.toLowerCase();
        if (name === undefined) continue;
        domains.push({ name, isVerified: item['isVerified'] === true, isPrimary: item['isDefault'] === true });
      }
      return domains;
    },

    add: (name) => graph.tell({ operation: 'POST /domains', body: { id: name } }),

    async records(name) {
      const proof = await recordsAt('GET /domains/{id}/verificationDnsRecords', name);
      const domain = await read(name);
      if (domain['isVerified'] !== true) return proof;
      return [...proof, ...(await recordsAt('GET /domains/{id}/serviceConfigurationRecords', name))];
    },

    async verify(name) {
      const domain = await read(name);
      if (domain['isVerified'] !== true) {
        await graph.tell({ operation: 'POST /domains/{id}/verify', keys: [name] });
      }
      const services = textsAt(domain, 'supportedServices').filter((one) => WRITABLE.has(one));
      if (services.includes(EMAIL)) return;
      // Without it Graph does not list the records that mail needs.
      const body = { supportedServices: [...services, EMAIL] };
      await graph.tell({ operation: 'PATCH /domains/{id}', keys: [name], body });
    },
  };
}

/** A record of a type that we do not know is left out: nobody could publish it from what we would print. */
function recordFrom(item: JsonObject, domain: string): readonly DnsRecord[] {
  const label = textAt(item, 'label') ?? domain;
  const ttlSeconds = numberAt(item, 'ttl');
  const more = ttlSeconds === undefined ? {} : { ttlSeconds };
  switch (textAt(item, 'recordType')?.toUpperCase() ?? '') {
    case 'TXT':
      return withValue(textAt(item, 'text'), (value) => ({ name: label, type: 'TXT', value, ...more }));
    case 'MX':
      return withValue(textAt(item, 'mailExchange'), (value) => {
        const priority = numberAt(item, 'preference');
        return { name: label, type: 'MX', value, ...more, ...(priority === undefined ? {} : { priority }) };
      });
    case 'CNAME':
      return withValue(textAt(item, 'canonicalName'), (value) => ({ name: label, type: 'CNAME', value, ...more }));
    case 'SRV':
      return withValue(textAt(item, 'nameTarget'), (target) => {
        const place = [textAt(item, 'service'), textAt(item, 'protocol'), label].filter((part) => part !== undefined);
        const value = `${numberAt(item, 'weight') ?? 0} ${numberAt(item, 'port') ?? 0} ${target}`;
        return { name: place.join('.'), type: 'SRV', value, ...more, priority: numberAt(item, 'priority') ?? 0 };
      });
    default:
      return [];
  }
}

function withValue(value: string | undefined, record: (value: string) => DnsRecord): readonly DnsRecord[] {
  return value === undefined ? [] : [record(value)];
}

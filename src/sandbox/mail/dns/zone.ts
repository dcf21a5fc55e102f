// What a name has: as zone.txt says, else as it was set, else what was published together with what the name has by itself.

import { publishedRecords, recordSet, RECORD_TYPES, type RecordSet, type RecordType } from '../../kernel/dns.ts';
import type { SandboxProvider } from '../../kernel/provider.ts';
import type { World } from '../../kernel/world.ts';
import { partnerRecords } from './partner-domains.ts';
import { wellKnownRecords } from './well-known.ts';
import { ZoneFile } from './zone-file.ts';

type Records = RecordSet['records'];

export interface ZoneAnswer {
  /** In the order of the chain: CNAMEs first. */
  readonly records: readonly { readonly name: string; readonly type: RecordType; readonly record: Records[number] }[];
  /** False: there is no such name, of any type. */
  readonly exists: boolean;
}

const LONGEST_CHAIN = 8;

export class Zone {
  readonly file: ZoneFile;
  readonly #world: World;
  readonly #providers: readonly SandboxProvider[];

  constructor(world: World, providers: readonly SandboxProvider[]) {
    this.#world = world;
    this.#providers = providers;
    this.file = new ZoneFile(world.folder);
  }

  /** Follows aliases. */
  look(asked: string, type: RecordType): ZoneAnswer {
    const chain: ZoneAnswer['records'][number][] = [];
    let name = asked.toLowerCase();
    for (let steps = 0; steps < LONGEST_CHAIN; steps += 1) {
      const found = this.records(name, type);
      for (const record of found) chain.push({ name, type, record });
      const [alias] = type === 'CNAME' || found.length > 0 ? [] : this.records(name, 'CNAME');
      if (alias === undefined) break;
      chain.push({ name, type: 'CNAME', record: alias });
      name = alias.value.toLowerCase().replace(/\.$/, '');
    }
    return { records: chain, exists: chain.length > 0 || this.#exists(asked.toLowerCase()) };
  }

  /** Values of the TXT records that a name has, aliases followed. */
  texts(name: string): readonly string[] {
    return this.look(name, 'TXT').records.flatMap(({ type, record }) => (type === 'TXT' ? [record.value] : []));
  }

  records(name: string, type: RecordType): Records {
    const put = this.file.set(name, type) ?? recordSet(this.#world, name, type);
    if (put !== undefined) return put.records;
    const published = publishedRecords(this.#world, name, type);
    const own = this.#ownRecords(name, type);
    if (published.length === 0) return own;
    // A published SPF record takes the place of the domain's own one, a proof of ownership stands beside it.
    const isBeside = (record: Records[number]) =>
      type === 'TXT' && !published.some(({ value }) => value.slice(0, 6) === record.value.slice(0, 6));
    return [...published.map(({ value, priority }) => recordOf(value, priority)), ...own.filter(isBeside)];
  }

  #ownRecords(name: string, type: RecordType): Records {
    const known = wellKnownRecords(this.#world, name, type);
    return known.length > 0 ? known : (this.#hostedRecords(name, type) ?? partnerRecords(name, type));
  }

  /** Undefined where no provider has a domain at or above the name. */
  #hostedRecords(name: string, type: RecordType): Records | undefined {
    const labels = name.split('.');
    for (let at = 0; at < labels.length - 1; at += 1) {
      const domain = labels.slice(at).join('.');
      const host = this.#providers.find(({ mailboxes }) => mailboxes?.hosts(this.#world, domain))?.mailboxes;
      if (host === undefined) continue;
      return host
        .zone(this.#world, domain)
        .filter((record) => record.name === name && record.type === type)
        .map(({ value, priority }) => recordOf(value, priority));
    }
    return undefined;
  }

  #exists(name: string): boolean {
    return RECORD_TYPES.some((type) => this.records(name, type).length > 0);
  }
}

const recordOf = (value: string, priority: number | undefined): Records[number] =>
  priority === undefined ? { value } : { value, priority };

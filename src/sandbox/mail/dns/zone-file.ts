// zone.txt in the sandbox's folder: what a person writes there holds at once, before everything else that the zone says.

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORD_TYPES, type RecordSet, type RecordType } from '../../kernel/dns.ts';

export const ZONE_FILE = 'zone.txt';

const HEAD = `; The zone of this sandbox. What stands here holds at once, and in place of all that the name has by itself. One record a line:
;   name type value          new.example TXT v=spf1 -all
;   name MX priority value   new.example MX 10 mail.new.example
;   name type -              no record of this type: _dmarc.new.example TXT -
`;

export class ZoneFile {
  readonly path: string;
  #sets: ReadonlyMap<string, RecordSet> = new Map();
  #stamp = '';

  /** Writes the file with its explanation where there is none. */
  constructor(folder: string) {
    this.path = join(folder, ZONE_FILE);
    try {
      writeFileSync(this.path, HEAD, { flag: 'wx' });
    } catch {
      // It is there already: what it says stays.
    }
  }

  set(name: string, type: RecordType): RecordSet | undefined {
    return this.#sets.get(`${type} ${name.toLowerCase()}`);
  }

  /** Reads the file if it was changed: before each question, not for each name that the answer takes. */
  refresh(): void {
    const stat = statSync(this.path, { throwIfNoEntry: false });
    const stamp = stat === undefined ? '' : `${stat.mtimeMs} ${stat.size}`;
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#sets = stat === undefined ? new Map() : readZone(readFileSync(this.path, 'utf8'));
  }
}

/** Lines that say nothing are left out. */
export function readZone(text: string): ReadonlyMap<string, RecordSet> {
  const sets = new Map<string, RecordSet>();
  for (const line of text.split(/\r?\n/)) {
    const found = /^\s*([^\s;]+)\s+([A-Za-z]+)\s+(.+?)\s*$/.exec(line);
    const type = RECORD_TYPES.find((one) => one === found?.[2]?.toUpperCase());
    if (found === null || type === undefined) continue;
    const name = (found[1] ?? '').replace(/\.$/, '').toLowerCase();
    const key = `${type} ${name}`;
    const before = sets.get(key)?.records ?? [];
    sets.set(key, { name, type, records: [...before, ...recordsIn(type, found[3] ?? '')] });
  }
  return sets;
}

function recordsIn(type: RecordType, text: string): RecordSet['records'] {
  if (text === '-') return [];
  const found = type === 'MX' || type === 'SRV' ? /^(\d+)\s+(.+)$/.exec(text) : null;
  if (found !== null) return [{ priority: Number(found[1]), value: found[2] ?? '' }];
  return [{ value: text.replace(/^"(.*)"$/, '$1') }];
}

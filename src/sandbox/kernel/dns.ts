// The DNS of the sandbox: records that somebody published through the control route, and record sets that stand exactly as they were set.
// Providers look here to verify a domain; the DNS listener serves it, with what every domain of the sandbox has by itself.

import { z } from 'zod';
import type { World } from './world.ts';

export const RECORD_TYPES = ['A', 'AAAA', 'TXT', 'MX', 'CNAME', 'SRV', 'NS'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

const NAME = z
  .string()
  .min(1)
  .transform((name) => name.replace(/\.$/, ''));

const RECORD = z.strictObject({
  /** The full name; a dot at its end is left out. */
  name: NAME,
  type: z.enum(RECORD_TYPES),
  /** SRV: `weight port target`. */
  value: z.string().min(1),
  /** MX and SRV. */
  priority: z.int().optional(),
});

export type PublishedRecord = z.infer<typeof RECORD>;

const RECORD_SET = z.strictObject({
  name: NAME,
  type: z.enum(RECORD_TYPES),
  /** Empty: the name has no record of this type, also not by itself. */
  records: z.array(RECORD.pick({ value: true, priority: true })),
});

export type RecordSet = z.infer<typeof RECORD_SET>;

const SETS = 'dns.sets';

/** Adds records; publishing one twice changes nothing. Returns what is wrong with the list, or undefined. */
export function publishRecords(world: World, list: unknown): string | undefined {
  const read = z.array(RECORD).safeParse(list);
  if (!read.success) return z.prettifyError(read.error);
  const records = world.collection<PublishedRecord>('dns');
  world.together(() => {
    for (const record of read.data) {
      records.put(`${record.type} ${record.name.toLowerCase()} ${record.value.toLowerCase()}`, record);
    }
  });
  return undefined;
}

/** Lets names have exactly these records. Returns what is wrong with the list, or undefined. */
export function setRecords(world: World, list: unknown): string | undefined {
  const read = z.array(RECORD_SET).safeParse(list);
  if (!read.success) return z.prettifyError(read.error);
  const sets = world.collection<RecordSet>(SETS);
  world.together(() => {
    for (const set of read.data) sets.put(setKey(set.name, set.type), set);
  });
  return undefined;
}

/** Takes back every set and every published record: what domains have by themselves is left. */
export function clearRecords(world: World): void {
  world.together(() => {
    for (const name of ['dns', SETS]) {
      const all = world.collection<unknown>(name);
      for (const [key] of [...all.entries()]) all.delete(key);
    }
  });
}

/** All records of one name and type; names are compared without letter case. */
export function publishedRecords(world: World, name: string, type: RecordType): readonly PublishedRecord[] {
  const wanted = name.toLowerCase();
  return [...world.collection<PublishedRecord>('dns').values()].filter(
    (record) => record.type === type && record.name.toLowerCase() === wanted,
  );
}

/** The set that was put for this name and type; undefined where none was. */
export function recordSet(world: World, name: string, type: RecordType): RecordSet | undefined {
  return world.collection<RecordSet>(SETS).get(setKey(name, type));
}

const setKey = (name: string, type: string): string => `${type} ${name.toLowerCase()}`;

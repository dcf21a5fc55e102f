// The DNS that the sandbox sees: records that somebody published through the control route. Providers look here to verify a domain.

import { z } from 'zod';
import type { World } from './world.ts';

const RECORD = z.strictObject({
  /** The full name, without a dot at its end. */
  name: z.string().min(1),
  type: z.enum(['TXT', 'MX', 'CNAME', 'SRV']),
  value: z.string().min(1),
  priority: z.int().optional(),
});

export type PublishedRecord = z.infer<typeof RECORD>;

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

/** All records of one name and type; names are compared without letter case. */
export function publishedRecords(world: World, name: string, type: PublishedRecord['type']): readonly PublishedRecord[] {
  const wanted = name.toLowerCase();
  return [...world.collection<PublishedRecord>('dns').values()].filter(
    (record) => record.type === type && record.name.toLowerCase() === wanted,
  );
}

// Checks that several sections of migrate.yaml share. Each says only that a value is wrong; problems.ts has the words.

import * as z from 'zod';
import { lastSecondOf } from './dates.ts';

/** Why a text is not what its field needs; problems.ts has the words. */
export type TextFault =
  | 'domain'
  | 'address'
  | 'date'
  | 'time-zone'
  | 'pattern'
  | 'website'
  | 'time-of-day'
  | 'dns-server'
  | 'host'
  | 'selector'
  | 'moment'
  | 'client-folder'
  | 'publish-at';

export const text = z.string().trim().min(1);

export function checked(fault: TextFault, isFine: (value: string) => boolean) {
  return z.string().refine(isFine, { params: { fault } });
}

export const date = checked('date', (value) => lastSecondOf(value, 'UTC') !== undefined);

/** The name of an environment variable. A value that does not look like one is never repeated: it may be the secret itself. */
export const variable = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/)
  .meta({
    description: 'Name of the environment variable that holds the secret. The secret itself never stands in a file.',
    examples: ['MIGRATE_CLIENT_SECRET'],
  });

// The immutable id of a user: 21 digits that grow, so that lists keep their order.

import type { Random } from '../kernel/random.ts';

export function makeUserId(number: number, random: Random): string {
  const tail = Array.from({ length: 12 }, () => random.below(10)).join('');
  return `1${String(number).padStart(8, '0')}${tail}`;
}

// A day as an option of the command line.

import { InvalidArgumentError } from 'commander';

/** The first moment of a day, in milliseconds since 1970, in the zone of this computer. */
export function dayMs(text: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  const at = new Date(year ?? Number.NaN, (month ?? 0) - 1, day ?? 0);
  if (Number.isNaN(at.getTime()) || at.getMonth() + 1 !== month || at.getDate() !== day) {
    throw new InvalidArgumentError('It must be a day such as 2026-11-24.');
  }
  return at.getTime();
}

// A cell that holds one mail address, or several aliases. Never repairs more than width, case and spaces; proposes the rest.

import { readAddress } from '../model/mail-address.ts';
import type { AddressOptions } from '../model/mail-address.ts';
import { cleanCode } from './clean.ts';

export type AddressCell =
  | { readonly address: string; readonly local: string; readonly domain: string }
  | { readonly code: 'two-addresses' }
  | { readonly code: 'address-invalid'; readonly proposal: string | undefined };

/** What people put between two addresses. After NFKC the full-width comma and semicolon are ASCII. */
const SEPARATORS = /[,;、\s]+/;

export function readAddressCell(cell: string, options: AddressOptions = {}): AddressCell {
  const text = cleanCode(cell);
  const reading = readAddress(text, options);
  if (!('fault' in reading)) return reading;
  const bare = bareAddress(text, options);
  const isSeveral = text.split(SEPARATORS).filter((part) => part.includes('@')).length > 1;
  if (isSeveral || (bare === undefined && reading.fault === 'two-addresses')) return { code: 'two-addresses' };
  return { code: 'address-invalid', proposal: bare };
}

/** The parts of a cell of aliases, as they were written. */
export function splitAliases(cell: string): readonly string[] {
  return cleanCode(cell)
    .split(SEPARATORS)
    .filter((part) => part !== '');
}

/** The address inside of `mailto:a@b` or `Name <a@b>`, if it is one. */
function bareAddress(text: string, options: AddressOptions): string | undefined {
  const inner = /<([^<>]*)>$/.exec(text)?.[1] ?? text;
  const reading = readAddress(inner.trim().replace(/^mailto:/i, ''), options);
  return 'fault' in reading ? undefined : reading.address;
}

// Values of a file that was checked as a whole. Their one rule: what cannot be there after the checks is our own mistake, and throws.

import { asciiDomain, readAddress } from '../model/mail-address.ts';

export function sureDomain(text: string): string {
  return sure(asciiDomain(text));
}

export function sureAddress(text: string): string {
  const reading = readAddress(text);
  return sure('fault' in reading ? undefined : reading.address);
}

export function sure<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('Settings were assembled from a file that did not pass its checks.');
  return value;
}

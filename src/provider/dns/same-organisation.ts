// Whether two domains belong to one organisation, by the list of public suffixes.

import { getDomain } from 'tldts';

export function isSameOrganisation(one: string, other: string): boolean {
  return one === other || (getDomain(one) ?? one) === (getDomain(other) ?? other);
}

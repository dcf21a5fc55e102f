// Which addresses Microsoft 365 does not take, and why. https://learn.microsoft.com/graph/api/resources/user: userPrincipalName.

/** Of the whole name 113 characters: 64 before the @, 48 after it. */
const MOST_LOCAL = 64;
const MOST_DOMAIN = 48;
const FORBIDDEN = /[^A-Za-z0-9'._!#^~-]/gu;

/** Why the address cannot be a name to sign in with here; undefined where it can. */
export function addressFault(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = address.slice(at + 1);
  if (local === '' || domain === '') return 'an address has a part before and a part after one @';
  const forbidden = [...new Set(local.match(FORBIDDEN) ?? [])];
  if (forbidden.length > 0) {
    return `Microsoft 365 does not allow ${forbidden.map((sign) => `"${sign}"`).join(', ')} before the @`;
  }
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) {
    return 'Microsoft 365 does not allow a dot at the beginning or end, or two in a row';
  }
  if (/#EXT#/i.test(local)) return '"#EXT#" is the mark of guests in Microsoft 365';
  if (local.length > MOST_LOCAL)
    return `Microsoft 365 allows ${MOST_LOCAL} characters before the @, not ${local.length}`;
  if (domain.length > MOST_DOMAIN)
    return `Microsoft 365 allows ${MOST_DOMAIN} characters after the @, not ${domain.length}`;
  return undefined;
}

// Which addresses Google Workspace does not allow. Source: support.google.com/a/answer/9193374, name guidelines for users and groups.

const MOST_CHARACTERS = 64;
/** Google keeps these for the domain's own groups, also as aliases. */
const RESERVED = new Set(['abuse', 'postmaster']);

/** Why Google would refuse the address; undefined where it is fine. */
export function addressFault(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  if (local === '') return 'there is nothing before the @';
  if (local.length > MOST_CHARACTERS) return `it has more than ${MOST_CHARACTERS} characters before the @`;
  const strange = /[^a-z0-9._'-]/iu.exec(local)?.[0];
  if (strange !== undefined) {
    return `"${strange}" is not allowed before the @ (letters a to z, digits, and - _ ' . are)`;
  }
  if (local.startsWith('.') || local.endsWith('.')) return 'it begins or ends with a period before the @';
  if (local.includes('..')) return 'it has two periods in a row';
  if (RESERVED.has(local.toLowerCase())) return `"${local}" is reserved by Google`;
  return undefined;
}

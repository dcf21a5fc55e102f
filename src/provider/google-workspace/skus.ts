// The licences that Google sells, by their ids, since no API lists them. Source: developers.google.com/workspace/admin/licensing/v1/how-tos/products.

export interface Sku {
  readonly id: string;
  readonly product: string;
  /** Google's name of it, with dashes in place of blanks, as migrate.yaml writes it. */
  readonly name: string;
}

export const WORKSPACE = 'Google-Apps';

const WORKSPACE_NAMES = {
  '1010020027': 'Google-Workspace-Business-Starter',
  '1010020028': 'Google-Workspace-Business-Standard',
  '1010020025': 'Google-Workspace-Business-Plus',
  '1010060003': 'Google-Workspace-Enterprise-Essentials',
  '1010060005': 'Google-Workspace-Enterprise-Essentials-Plus',
  '1010020029': 'Google-Workspace-Enterprise-Starter',
  '1010020026': 'Google-Workspace-Enterprise-Standard',
  '1010020020': 'Google-Workspace-Enterprise-Plus',
  '1010060001': 'Google-Workspace-Essentials',
  '1010020030': 'Google-Workspace-Frontline-Starter',
  '1010020031': 'Google-Workspace-Frontline-Standard',
  '1010020034': 'Google-Workspace-Frontline-Plus',
  '1010020035': 'Google-Workspace-Business-Continuity',
  '1010020036': 'Google-Workspace-Business-Continuity-Plus',
  'Google-Apps-Unlimited': 'G-Suite-Business',
  'Google-Apps-For-Business': 'G-Suite-Basic',
  'Google-Apps-Lite': 'G-Suite-Lite',
  'Google-Apps-For-Education': 'Google-Workspace-for-Education-Fundamentals',
} as const;

export const KNOWN_SKUS: readonly Sku[] = Object.entries(WORKSPACE_NAMES).map(([id, name]) => ({
  id,
  product: WORKSPACE,
  name,
}));

/** By its id or its name, in any letter case; undefined for one that is not in the table. */
export function skuOf(word: string): Sku | undefined {
  const sought = word.toLowerCase();
  return KNOWN_SKUS.find(({ id, name }) => id.toLowerCase() === sought || name.toLowerCase() === sought);
}

/** The product of a licence. Ids of other products begin with the product's number: 1010310008 is of 101031. */
export function productOf(skuId: string): string {
  return skuOf(skuId)?.product ?? /^(1010\d\d)\d{4}$/u.exec(skuId)?.[1] ?? WORKSPACE;
}

/** Google's own words for a licence, in the form of the table. */
export function nameOf(skuName: string): string {
  return skuName.trim().replace(/[^\p{L}\p{N}]+/gu, '-');
}

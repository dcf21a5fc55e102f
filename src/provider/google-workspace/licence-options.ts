// Which licences the adapter deals with: each one costs a call at 1 call a second, so it is only those that the migration names.

import type { Clock } from '../../model/clock.ts';
import type { Sku } from './skus.ts';
import { WORKSPACE, productOf, skuOf } from './skus.ts';

export interface LicenceOptions {
  /** Undefined: whatever somebody in the tenant holds. */
  readonly wanted: readonly Sku[] | undefined;
  readonly products: readonly string[];
  /** The tenant's real id: licensing does not know `my_customer`. */
  readonly customerId: () => Promise<string>;
  readonly clock: Clock;
}

/** `words` are ids or names, as migrate.yaml has them; undefined where nobody has said, empty where licences are not our business. */
export function wantedLicences(words: readonly string[] | undefined): Pick<LicenceOptions, 'wanted' | 'products'> {
  const wanted = words?.map((word) => skuOf(word) ?? { id: word, product: productOf(word), name: word });
  const products = [...new Set(wanted?.map(({ product }) => product) ?? [WORKSPACE])];
  return { wanted, products };
}

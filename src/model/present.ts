// Present: what the provider has now, as far as it concerns this migration.

import type { Account, DnsRecord, DomainState, LicencePool } from './account.ts';

export interface Present {
  readonly domains: readonly DomainState[];
  /** Records that the provider wants for the new domain while it is not verified; empty where there is nothing to publish. */
  readonly records: readonly DnsRecord[];
  readonly licences: readonly LicencePool[];
  /** Id of the group through which licences are assigned; absent where none is wanted or none is found. */
  readonly licenceGroupId?: string;
  /** Ids of the licences that this group gives; absent where we may not know. */
  readonly groupLicenceIds?: readonly string[];
  /** By primary address, sign-in name or alias, lower case. */
  accountByAddress(address: string): Account | undefined;
  accountByStamp(stamp: string): Account | undefined;
  /** Name of the group or other object that holds an address and is no account. */
  otherByAddress(address: string): string | undefined;
}

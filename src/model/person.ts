// A person: one row of the staff list, read, normalised and checked.

/** Languages in which we can write to somebody. */
export type Language = 'ja' | 'en';

export interface Person {
  /** The key of this person through the whole migration: the old address in lower case. */
  readonly key: string;
  /** Line of the staff list, starting at 1 with the heading. */
  readonly line: number;
  readonly displayName: string;
  readonly familyName: string;
  readonly givenName: string;
  /** Lower case; IDN domains in punycode. */
  readonly oldAddress: string;
  readonly newAddress: string;
  /** Further addresses on the new domain, lower case. */
  readonly aliases: readonly string[];
  readonly department?: string;
  readonly title?: string;
  readonly phone?: string;
  readonly batch: string;
  readonly language: Language;
  /** Name of the licence as `migrate.yaml` calls it; absent: the default one. */
  readonly licence?: string;
  /** As the list has it, leading zeros kept. Ours to print, never sent to a provider. */
  readonly employeeNumber?: string;
}

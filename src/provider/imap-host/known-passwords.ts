// The seam to the passwords that only this migration knows: at a plain mail host they take the place of a stamp.

export interface KnownPassword {
  readonly password: string;
  /** Of the vault. */
  readonly segment: string;
}

export interface KnownPasswords {
  /** Every password that was ever made for an address, the newest first. */
  of(address: string): AsyncIterable<KnownPassword>;
  /** Why there may be more of them that cannot be read here, and what to do; undefined where all are known. */
  whyMore(): Promise<string | undefined>;
}

// The part of mailauth's tools that is used here; the package types its entry points only.

declare module 'mailauth/lib/tools.js' {
  interface DkimKey {
    readonly keyType: 'rsa' | 'ed25519';
    /** Bits; absent for ed25519. */
    readonly modulusLength?: number;
    /** PEM. */
    readonly publicKey: string | Buffer;
    /** `t=y`. */
    readonly testing: boolean;
  }

  /**
   * Looks a DKIM key up and reads it (RFC 6376, 3.6.1). Throws an Error with `code`: EINVALIDVAL, EINVALIDVER, EINVALIDTYPE,
   * EINVALIDSERVICE, EINVALIDHASH, ESHORTKEY.
   */
  export function getPublicKey(
    ...asked: [
      type: 'DKIM',
      name: string,
      minBitLength: number,
      resolver: (name: string, type: string) => Promise<string[]>,
      options: { readonly strict: boolean; readonly hashAlgo: string },
    ]
  ): Promise<DkimKey>;
}

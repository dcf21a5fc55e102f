// Signs messages for servers that do not sign (RFC 6376). The signature is over the bytes that are sent.

import DKIM from 'nodemailer/lib/dkim';
import { buffer } from 'node:stream/consumers';

export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

export function smtpSignerOf({ domain, selector, privateKey }: DkimKey): (message: Buffer) => Promise<Buffer> {
  const signer = new DKIM({ domainName: domain, keySelector: selector, privateKey });
  return (message) => buffer(signer.sign(message));
}

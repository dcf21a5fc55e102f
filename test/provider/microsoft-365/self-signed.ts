// A certificate with its private key, made on the spot: X.509 version 1, RSA, signed by itself. For tests of signing in.

import { generateKeyPairSync, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OBJECT_ID = 0x06;
const UTF8 = 0x0c;
const UTC_TIME = 0x17;

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : body.length < 256
        ? Buffer.from([0x81, body.length])
        : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
}

/** sha256WithRSAEncryption, and the attribute commonName. */
const SIGNATURE = der(SEQUENCE, der(OBJECT_ID, Buffer.from('2a864886f70d01010b', 'hex')), Buffer.from('0500', 'hex'));
const COMMON_NAME = der(OBJECT_ID, Buffer.from('550403', 'hex'));

/** Certificate and unencrypted key in one PEM, as the sign-in library wants it; and the certificate alone. */
export function selfSigned(name: string): { readonly both: string; readonly certificate: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const subject = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, Buffer.from(name)))));
  const validity = der(SEQUENCE, ...['200101000000Z', '491231235959Z'].map((time) => der(UTC_TIME, Buffer.from(time))));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const told = der(SEQUENCE, der(INTEGER, Buffer.from([1])), SIGNATURE, subject, validity, subject, key);
  const signature = der(BIT_STRING, Buffer.from([0]), sign('sha256', told, privateKey));
  const base64 = der(SEQUENCE, told, SIGNATURE, signature).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  const certificate = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  return { both: certificate + privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate };
}

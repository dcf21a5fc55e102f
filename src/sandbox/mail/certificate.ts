// The sandbox's own certificate authority and the certificate of its mail servers: made once for a folder, X.509 v3, P-256.
// Clients trust it by the file `ca.pem` in the sandbox's folder; nothing else on the computer does.

import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../kernel/world.ts';
import { bits, integer, marked, octets, oid, sequence, set, tagged, time, utf8, yes } from './der.ts';

/** PEM texts. */
export interface Identity {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

export const CA_FILE = 'ca.pem';
const YEAR_MS = 365 * 24 * 3_600_000;
const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** The identity of this world; made on its first call. The file of the authority is written every time. */
export function identityOf(world: World): Identity {
  const kept = world.collection<Identity>('mail.identity');
  const identity = kept.get('self') ?? makeIdentity(world.clock.now());
  if (!kept.has('self')) kept.put('self', identity);
  writeFileSync(join(world.folder, CA_FILE), identity.ca);
  return identity;
}

function makeIdentity(now: number): Identity {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = 'Sandbox mail authority';
  const names = [marked(2, Buffer.from('localhost')), marked(7, Buffer.from([127, 0, 0, 1]))];
  const common = { issuer, signer: authority.privateKey, now };
  return {
    ca: certificate({ ...common, subject: issuer, key: authority.publicKey, extensions: AUTHORITY }),
    certificate: certificate({
      ...common,
      subject: 'localhost',
      key: server.publicKey,
      extensions: [extension('2.5.29.17', sequence(...names)), SERVER_USE],
    }),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function extension(id: string, content: Buffer, isCritical = false): Buffer {
  return sequence(oid(id), ...(isCritical ? [yes] : []), octets(content));
}

/** basicConstraints CA:TRUE; keyUsage keyCertSign, cRLSign. */
const AUTHORITY = [
  extension('2.5.29.19', sequence(yes), true),
  extension('2.5.29.15', Buffer.from([0x03, 0x02, 0x01, 0x06]), true),
];
const SERVER_USE = extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1')));

const named = (name: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(name))));

interface CertificateParts {
  readonly issuer: string;
  readonly subject: string;
  readonly key: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly now: number;
}

function certificate({ issuer, subject, key, signer, extensions, now }: CertificateParts): string {
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(randomBytes(12)),
    ECDSA_WITH_SHA256,
    named(issuer),
    sequence(time(new Date(now - YEAR_MS)), time(new Date(now + 20 * YEAR_MS))),
    named(subject),
    key.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  );
  const whole = sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, signer)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

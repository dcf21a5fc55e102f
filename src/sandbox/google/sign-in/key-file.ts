// The service account of the sandbox: a genuine key file, made once for a folder, and an installed application beside it.

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../../kernel/world.ts';

export interface ServiceAccount {
  readonly clientEmail: string;
  readonly clientId: string;
  readonly keyId: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly installed: { readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string };
}

const FILE = 'google-key.json';
const PROJECT = 'migrate-sandbox';

export function serviceAccountOf(world: World): ServiceAccount {
  const accounts = world.collection<ServiceAccount>('google.service-account');
  const known = accounts.get('key');
  if (known !== undefined) return known;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const digits = (count: number) => Array.from(randomBytes(count), (byte) => byte % 10).join('');
  const made: ServiceAccount = {
    clientEmail: `migrate@${PROJECT}.iam.gserviceaccount.com`,
    clientId: `1${digits(20)}`,
    keyId: randomBytes(20).toString('hex'),
    privateKey,
    publicKey,
    installed: {
      clientId: `${digits(12)}-sandbox.apps.googleusercontent.com`,
      clientSecret: `GOCSPX-${randomBytes(21).toString('base64url')}`,
      refreshToken: `1//0${randomBytes(48).toString('base64url')}`,
    },
  };
  accounts.put('key', made);
  return made;
}

/** Writes the key file as the Cloud console gives it, except for the place of the token endpoint. Returns its path. */
export function writeKeyFile(world: World, url: string): string {
  const account = serviceAccountOf(world);
  const path = join(world.folder, FILE);
  const key = {
    type: 'service_account',
    project_id: PROJECT,
    private_key_id: account.keyId,
    private_key: account.privateKey,
    client_email: account.clientEmail,
    client_id: account.clientId,
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: `${url}/token`,
    auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
    client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(account.clientEmail)}`,
    universe_domain: 'googleapis.com',
  };
  writeFileSync(path, `${JSON.stringify(key, undefined, 2)}\n`, { mode: 0o600 });
  return path;
}

// Names of the providers and of the sandbox itself that other records point to.

import { generateKeyPairSync } from 'node:crypto';
import type { RecordSet, RecordType } from '../../kernel/dns.ts';
import type { World } from '../../kernel/world.ts';

/** Whoever submits mail to the sandbox over SMTP sends from here. */
export const OWN_RELAY = 'spf.sandbox.example';

const TEXTS: ReadonlyMap<string, string> = new Map([
  [OWN_RELAY, 'v=spf1 ip4:127.0.0.0/8 -all'],
  // As they stand in the real DNS, cut short.
  ['spf.protection.outlook.com', 'v=spf1 ip4:40.92.0.0/15 ip4:40.107.0.0/16 ip4:52.100.0.0/15 ip4:104.47.0.0/17 -all'],
  ['_spf.google.com', 'v=spf1 include:_netblocks.google.com ~all'],
  ['_netblocks.google.com', 'v=spf1 ip4:35.190.247.0/24 ip4:64.233.160.0/19 ip4:209.85.128.0/17 ~all'],
]);

/** `selector1-new-example._domainkey.contoso.onmicrosoft.com`, `google._domainkey.new.example`. */
const isKeyName = (name: string): boolean => /^[^.]+\._domainkey\.[^.]+\.onmicrosoft\.com$/.test(name);

export function wellKnownRecords(world: World, name: string, type: RecordType): RecordSet['records'] {
  const text = TEXTS.get(name);
  if (type === 'TXT' && text !== undefined) return [{ value: text }];
  if (type === 'TXT' && isKeyName(name)) return [{ value: dkimRecord(world) }];
  if (type === 'A' && /\.(?:mail\.protection\.outlook|l\.google)\.com$|^smtp\.google\.com$/.test(name)) return [{ value: '127.0.0.1' }];
  return [];
}

/** The public key of the providers' signatures, one for the whole sandbox; made when it is first asked for. */
export function dkimRecord(world: World): string {
  const kept = world.collection<string>('mail.dkim');
  const known = kept.get('public');
  if (known !== undefined) return known;
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
  kept.put('public', record);
  return record;
}

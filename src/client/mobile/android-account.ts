// The account as Thunderbird for Android imports it from a QR code. Source: thunderbird-android, feature/migration/qrcode; the desktop
// program writes the same. The password is left out: the phone asks for it.

import type { KitCompany, KitDevice, KitPerson } from '../kit.ts';
import { newAccountOf } from '../thunderbird/new-account.ts';
import type { ThunderbirdServer } from '../thunderbird/new-account.ts';

const FORMAT = 1;
const IMAP = 0;
const SMTP = 0;

/** Whether the account is taken over from a code on this device: Thunderbird, and any mail program at a host that knows no other way. */
export function takesAndroidCode({ client: listed, system }: KitDevice, { provider }: KitCompany): boolean {
  const client = listed ?? (system === 'android' ? 'android' : undefined);
  if (client === 'thunderbird') return system === 'android';
  return client === 'android' && provider === 'imap-host';
}

/** What the code holds; undefined where none of the devices takes one. */
export function androidAccount({ person, devices }: KitPerson, company: KitCompany): string | undefined {
  if (!devices.some((device) => takesAndroidCode(device, company))) return undefined;
  const { incoming, outgoing, address, fullName } = newAccountOf(person, undefined, company);
  // One account always fits into one code: addresses and names are bounded, and it takes at most three.
  const part = [1, 1];
  return JSON.stringify([
    FORMAT,
    part,
    [IMAP, ...server(incoming), address, ''],
    [
      [
        [SMTP, ...server(outgoing), ''],
        [address, fullName],
      ],
    ],
  ]);
}

function server({ host, port, socketType, authMethod, userName }: ThunderbirdServer): readonly (string | number)[] {
  return [host, port, socketType, AUTHENTICATION[authMethod], userName];
}

/** From the numbers of the desktop to those of the code: a password is 1, OAuth is 6. */
const AUTHENTICATION = { 3: 1, 10: 6 } as const;

// The kit for phones: the code that sets up Thunderbird for Android, and settings for whoever has an MDM.

import { csvToRead } from '../../model/csv-text.ts';
import type { Kit, KitCompany, KitFile, KitPerson } from '../kit.ts';
import { qrSvg } from '../qr-svg.ts';
import { androidAccount } from './android-account.ts';
import { gmailForAndroid, outlookForAndroid, outlookForIos } from './managed-apps.ts';
import { mobileReadMe } from './read-me-text.ts';

export const mobileKit: Kit = { name: 'mobile', version: 1, forPerson, forFleet };

function forPerson(person: KitPerson, company: KitCompany): Promise<readonly KitFile[]> {
  const account = androidAccount(person, company);
  return Promise.resolve(account === undefined ? [] : [file('thunderbird-android.svg', qrSvg(account))]);
}

async function forFleet(people: readonly KitPerson[], company: KitCompany): Promise<readonly KitFile[]> {
  const users = people.filter(({ devices }) =>
    devices.some(({ client, system }) => [client, system].some((one) => one === 'ios' || one === 'android')),
  );
  if (users.length === 0) return [];
  return [
    ...(company.provider === 'microsoft-365' ? await forExchange() : []),
    file('addresses.csv', addresses(users)),
    file('READ-ME.txt', mobileReadMe(company, users.length)),
  ];
}

async function forExchange(): Promise<readonly KitFile[]> {
  return [
    file('outlook-ios.xml', await outlookForIos()),
    file('outlook-android.json', outlookForAndroid()),
    file('gmail-android.json', gmailForAndroid()),
  ];
}

/** For an MDM that takes a row a person. */
function addresses(users: readonly KitPerson[]): string {
  return csvToRead([
    ['address', 'user_name', 'display_name', 'old_address'],
    ...users.map(({ person }) => [person.newAddress, person.newAddress, person.displayName, person.oldAddress]),
  ]);
}

function file(path: string, text: string): KitFile {
  return { path: `mobile/${path}`, bytes: new TextEncoder().encode(text), isPublic: false };
}

// The kit for iPhone, iPad and Mac: a profile for each person, in the person's folder and as a folder to upload.

import type { Kit, KitCompany, KitFile, KitPerson } from '../kit.ts';
import { mailProfile } from './mail-profile.ts';
import { publishedPath } from './published-profile.ts';
import { appleReadMe } from './read-me-text.ts';

export const appleKit: Kit = { name: 'apple', version: 1, forPerson, forFleet };

async function forPerson(person: KitPerson, company: KitCompany): Promise<readonly KitFile[]> {
  const profile = await mailProfile(person, company);
  return profile === undefined ? [] : [file('mail.mobileconfig', profile)];
}

async function forFleet(people: readonly KitPerson[], company: KitCompany): Promise<readonly KitFile[]> {
  const users = people.filter(({ devices }) =>
    devices.some(({ client, system }) => client === 'ios' || client === 'apple-mail' || system === 'ios'),
  );
  if (users.length === 0) return [];
  const published: KitFile[] = [];
  for (const person of users) {
    const path = publishedPath(person, company);
    const bytes = path === undefined ? undefined : await mailProfile(person, company);
    if (path !== undefined && bytes !== undefined) published.push({ path: `publish/${path}`, bytes, isPublic: true });
  }
  const webConfig = { path: 'publish/p/web.config', bytes: new TextEncoder().encode(WEB_CONFIG), isPublic: true };
  return [
    ...published,
    ...(published.length === 0 ? [] : [webConfig]),
    file('READ-ME.txt', new TextEncoder().encode(appleReadMe(company, published.length))),
  ];
}

function file(name: string, bytes: Uint8Array): KitFile {
  return { path: `apple/${name}`, bytes, isPublic: false };
}

/** For IIS, which gives out no kind of file that it does not know, and would list the folder where somebody has allowed it. */
const WEB_CONFIG = `<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <system.webServer>
    <directoryBrowse enabled="false" />
    <staticContent>
      <remove fileExtension=".mobileconfig" />
      <mimeMap fileExtension=".mobileconfig" mimeType="application/x-apple-aspen-config" />
    </staticContent>
  </system.webServer>
</configuration>
`;

// READ-ME.txt of the kit for phones: for the administrator.

import type { KitCompany } from '../kit.ts';

export function mobileReadMe({ provider, newDomain, jobId }: KitCompany, people: number): string {
  return `Phones and tablets: mail at ${newDomain} (migration ${jobId}, ${people} people)

${PROVIDERS[provider]}
addresses.csv      a row for each person with a phone, for an MDM that takes a table
                   (UTF-8; a cell that a spreadsheet would take for a formula begins with an apostrophe)

Thunderbird for Android: whoever has it finds a code on the hand-out, and as thunderbird-android.svg in the person's own folder.
In the app: Settings, Import, Scan QR code. There is no password in it.
`;
}

const PROVIDERS: Readonly<Record<KitCompany['provider'], string>> = {
  'microsoft-365': `outlook-ios.xml      Intune: Apps, App configuration policies, Managed devices, iOS, Microsoft Outlook, "Enter XML data"
outlook-android.json Intune: the same for Android Enterprise, "Enter JSON data"; or Managed Google Play elsewhere
gmail-android.json   the same for the Gmail app, as an Exchange account
                   {{mail}} and {{userprincipalname}} are words of Intune, which puts in the address of each person. Other MDMs
                   have words of their own. Assign them after the addresses were changed: the words give the address of that moment.
`,
  'google-workspace': `Nothing has to be given out: the Gmail app, and Mail on an iPhone, sign in at Google. Where phones are managed, the Google account
is added by the management itself. The hand-out tells each person what to do.
`,
  'imap-host': `The mail apps of phones take no settings of a plain mail host from an MDM. iPhones get a profile (folder apple); Android gets
Thunderbird with the code, or the settings by hand as on the hand-out.
`,
};

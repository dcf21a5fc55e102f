// The kit for Outlook on Windows: one script and one table for the whole fleet. What a person has to know stands on the hand-out.

import type { Kit, KitCompany, KitFile, KitPerson } from '../kit.ts';
import { logonCommand } from './logon-command.ts';
import { signOffTable } from './sign-off-table.ts';
import { windowsGuide } from './windows-guide.ts';
import { windowsScript } from './windows-script.ts';

const FOLDER = 'windows';
/** Of the script, below the folder of the fleet. */
export const WINDOWS_SCRIPT = `${FOLDER}/migrate-mail.ps1`;

export const windowsKit: Kit = {
  name: 'windows',
  version: 4,
  forFleet: (people, company) => Promise.resolve(windowsFleet(people, company)),
};

/** Empty where nobody whom the gate lets through uses Outlook on Windows. */
function windowsFleet(people: readonly KitPerson[], company: KitCompany): readonly KitFile[] {
  const table = signOffTable(people, company);
  if (table.rows === 0) return [];
  const { jobId, clients } = company;
  const facts = { jobId, tableSha256: table.sha256, profile: profileName(company), rows: table.rows };
  const { share = '', results = '' } = clients;
  const inFolder = (path: string, bytes: Uint8Array) => ({ path: `${FOLDER}/${path}`, bytes, isPublic: false });
  return [
    { path: WINDOWS_SCRIPT, bytes: windowsScript({ ...facts, share, results }), isPublic: false },
    inFolder('migrate-mail.cmd', logonCommand(facts)),
    inFolder('clients.json', table.bytes),
    inFolder('README.txt', windowsGuide(company, facts)),
    ...table.signatures.map(({ path, bytes }) => inFolder(path, bytes)),
  ];
}

/** ASCII, and another one for another migration: a profile of that name that is there already is ours. */
function profileName({ newDomain, jobId }: KitCompany): string {
  const [label = ''] = newDomain.split('.');
  return `${label.replace(/[^a-z0-9-]/gi, '').slice(0, 24)}-${jobId.slice(0, 8)}`;
}

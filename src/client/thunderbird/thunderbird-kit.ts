// The kit for Thunderbird, once for the company: files beside the program that add the new account to everybody's profile.

import { hostKey } from '../../model/device.ts';
import type { Kit, KitCompany, KitDevice, KitFile, KitPerson } from '../kit.ts';
import { autoconfigScript } from './autoconfig-script.ts';
import type { ScriptComputer, ScriptPerson } from './autoconfig-script.ts';
import { newAccountOf } from './new-account.ts';
import { profileCopyScript } from './profile-copy-script.ts';
import { thunderbirdReadMe } from './read-me-text.ts';

export const thunderbirdKit: Kit = { name: 'thunderbird', version: 3, forFleet };

/** Nothing where nobody uses Thunderbird. The table names people and their addresses, so none of it is for the public. */
function forFleet(people: readonly KitPerson[], company: KitCompany): Promise<readonly KitFile[]> {
  const table = scriptPeople(people, company);
  if (table.length === 0) return Promise.resolve([]);
  const { jobId } = company;
  return Promise.resolve([
    file('defaults/pref/migrate.js', STARTER),
    file('migrate.cfg', autoconfigScript({ jobId, people: table, task: 'add' })),
    file('undo/migrate.cfg', autoconfigScript({ jobId, people: table, task: 'undo' })),
    file('distribution/policies.json', `${JSON.stringify(POLICIES, undefined, 2)}\n`),
    file('thunderbird-copy.cmd', profileCopyScript(jobId)),
    file('READ-ME.txt', thunderbirdReadMe(company, table.length)),
  ]);
}

function file(path: string, text: string): KitFile {
  return { path: `thunderbird/${path}`, bytes: new TextEncoder().encode(text), isPublic: false };
}

/** support.mozilla.org, "Customizing using AutoConfig": the file itself is plain text. */
const STARTER = `// Made by migrate: lets Thunderbird run migrate.cfg, which lies beside the program.
pref("general.config.filename", "migrate.cfg");
pref("general.config.obscure_value", 0);
`;

/** There is no policy for accounts. A mail host's certificate may be of the company's own authority, which Windows and macOS know. */
const POLICIES = { policies: { Certificates: { ImportEnterpriseRoots: true } } };

function scriptPeople(people: readonly KitPerson[], company: KitCompany): readonly ScriptPerson[] {
  const users = people
    .map(({ person, signature, devices }) => ({
      person,
      signature,
      devices: devices.filter(
        ({ client, system }) => client === 'thunderbird' && system !== 'android' && system !== 'ios',
      ),
    }))
    .filter(({ devices }) => devices.length > 0);
  const owners = new Map<string, number>();
  for (const { person, devices } of users) {
    for (const logon of logonsOf(person.oldAddress, devices)) owners.set(logon, (owners.get(logon) ?? 0) + 1);
  }
  return users.map(({ person, signature, devices }) => ({
    account: newAccountOf(person, signature?.html, company),
    // A name that two people have says nothing.
    logons: logonsOf(person.oldAddress, devices).filter((logon) => owners.get(logon) === 1),
    computers: devices.map(computerOf),
  }));
}

/** Windows keeps at most so many characters of a logon name and of a computer's name (NetBIOS). */
const MOST_LOGON = 20;
const MOST_COMPUTER = 15;

function logonsOf(oldAddress: string, devices: readonly KitDevice[]): readonly string[] {
  const local = oldAddress.slice(0, oldAddress.lastIndexOf('@'));
  const names = devices.map(({ logon = local }) => logon.slice(logon.lastIndexOf('\\') + 1).toLowerCase());
  return [...new Set(names.flatMap((name) => [name, name.slice(0, MOST_LOGON)]))];
}

function computerOf({ host, clearedUntil }: KitDevice): ScriptComputer {
  const name = hostKey(host).slice(0, MOST_COMPUTER);
  return { name, ...(clearedUntil !== undefined && { until: clearedUntil }) };
}

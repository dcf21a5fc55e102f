// The words of the problems that only the device list can have. Those of every list are in list-problems.ts.

import type { Place, Problem } from '../model/problem.ts';
import { show } from './list-problems.ts';
import type { Cell, Words } from './list-problems.ts';

interface Chosen extends Cell {
  readonly known: string;
  readonly near: string | undefined;
}

const texts = {
  // The name
  'device.host-kind': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} is a kind of device and not the name of one.`,
    'Two devices of one name are taken for one: a check of the one would clear the other.',
    'Write the name that the device shows in its settings; for a phone one that you give it, such as its number in your inventory.',
  ],
  'device.host-signs': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} has a sign in it that no name of a device has.`,
    'The name becomes part of commands and of file names.',
    'Write it with letters, digits, spaces and . _ - ( ) # only.',
  ],
  'device.host-address': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} is an IP address and not a name.`,
    'Addresses change hands, and the reports of checks carry names.',
    'Write the name of the computer.',
  ],
  'device.host-long': ({ heading, value, short }: Cell & { short: string }) => [
    `${heading}: ${show(value)} has more than 15 characters.`,
    `Reports of EmoCheck carry the NetBIOS name, which ends after 15: ${short}`,
    'Write the name as the report has it, or its check will be missing.',
  ],
  'device.same-name': ({ heading, value, line, other }: Cell & { line: number; other: string }) => [
    `${heading}: ${show(value)} differs from ${show(other)} in line ${line} only by its domain.`,
    'Names are compared without the domain, since most reports lack it: a check of the one would clear the other.',
    'Rename one of the two computers, or correct the name if they are the same one.',
  ],
  'device.system-differs': (facts: Cell & { line: number; host: string; other: string }) => [
    `${facts.heading}: ${show(facts.value)} here, ${facts.other} in line ${facts.line}, and both lines are about ${facts.host}.`,
    'One device has one system; if they are two devices, one of them has a wrong name.',
    'Make both lines say the same, or correct the name of the device.',
  ],
  'device.use-twice': ({ host, line }: { host: string; line: number }) => [
    `This row says of ${host} what line ${line} says already.`,
    'It counts once.',
    'Nothing, or remove one of the two rows.',
  ],

  // Who
  'device.person-unknown': ({ heading, value, near }: Cell & { near: string | undefined }) => [
    `${heading}: ${show(value)} is nobody of the staff list${near === undefined ? '.' : `; did you mean ${near}?`}`,
    'Nobody would be held back for what is found on this device.',
    near === undefined
      ? 'Write the name as the staff list has it, or the old or new address; or remove the row.'
      : 'Correct it here or in the staff list.',
  ],
  'device.person-ambiguous': ({ heading, value, known }: Cell & { known: string }) => [
    `${heading}: ${show(value)} is the name of several people: ${known}`,
    'Whom a device belongs to is not guessed.',
    'Write the address.',
  ],
  'device.people-without': ({ names, number }: { names: string; number: number }) => [
    `${number === 1 ? '1 person of the staff list has' : `${number} people of the staff list have`} no device in this list: ${names}`,
    'Who has no device that was found clean gets no credentials.',
    'Add their devices, phones too; or let somebody approve an exception: migrate device exception',
  ],

  // What
  'device.system-unknown': ({ heading, value, known, near }: Chosen) => [
    `${heading}: ${show(value)} is not a system that we know${near === undefined ? '.' : `; did you mean ${near}?`}`,
    'By it we know how the device is checked and set up.',
    `Write one of ${known}; a version may follow. Or leave the cell empty.`,
  ],
  'device.client-unknown': ({ heading, value, known, near }: Chosen) => [
    `${heading}: ${show(value)} is not a mail program that we know${near === undefined ? '.' : `; did you mean ${near}?`}`,
    'By it we know how it is set up.',
    `Write one of ${known}; or leave the cell empty.`,
  ],
  'device.outlook-which': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} may be classic Outlook or new Outlook.`,
    'The two are set up in different ways.',
    'Write Outlook 2019 (its year), "Outlook classic" or "new Outlook" (新しい Outlook).',
  ],
  'device.logon-signs': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} is not the name of an account of Windows.`,
    'By it the script on the PC finds out whose mail it sets up.',
    'Write DOMAIN\\name or name, as "whoami" shows it; or leave the cell empty.',
  ],
  'device.protocol-unknown': ({ heading, value, known }: Chosen) => [
    `${heading}: ${show(value)} is neither POP nor IMAP.`,
    'With POP the old mail lies on the device alone, and is lost with it.',
    `Write one of ${known}; or leave the cell empty.`,
  ],
} satisfies Record<string, (facts: never) => Words>;

const WARNINGS: ReadonlySet<DeviceCode> = new Set<DeviceCode>([
  'device.host-long',
  'device.use-twice',
  'device.people-without',
]);

type Texts = typeof texts;
type DeviceCode = keyof Texts;
type Facts<C extends DeviceCode> = Parameters<Texts[C]>[0];

/** The problem of one code at one place. */
export function deviceProblem<C extends DeviceCode>(code: C, place: Place, facts: Facts<C>): Problem {
  const words: { [Name in DeviceCode]: (facts: Facts<Name>) => Words } = texts;
  const [what, why, todo] = words[code](facts);
  return { code, severity: WARNINGS.has(code) ? 'warning' : 'error', place, what, why, todo };
}

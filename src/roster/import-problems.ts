// What could not be taken from an address book, in words. Nothing is left out without one of these.

import type { Place, Problem } from '../model/problem.ts';
import { show } from './list-problems.ts';
import type { Words } from './list-problems.ts';

const texts = {
  'import.unknown-form': () => [
    'This is neither a vCard file nor a contacts CSV of Outlook or Google.',
    'Nobody can say what its columns mean.',
    'Export the contacts anew (vCard, Outlook CSV or Google CSV), or write them into the partner list yourself.',
  ],
  'import.nobody': () => [
    'The file holds no contact.',
    'There is nothing to propose.',
    'Check that it is the right file.',
  ],
  'import.card-open': () => [
    'A card begins here and never ends (END:VCARD is missing).',
    'The file may be cut off; what the card says cannot be trusted.',
    'Export the contacts anew, or add this one yourself.',
  ],
  'import.unreadable': ({ property, reason }: { property: string; reason: string }) => [
    `${property} cannot be read: ${reason}.`,
    'A text that was guessed would stand in a letter.',
    'The contact is proposed without it: fill it in yourself.',
  ],
  'import.value': ({ field, value, reason }: { field: string; value: string; reason: string }) => [
    `${field}: ${show(value)} is not taken, since ${reason}.`,
    'It would be refused, or do harm where it is opened or written to.',
    'The contact is proposed without it: fill it in yourself, if it is needed.',
  ],
  'import.group': ({ name }: { name: string }) => [
    `${show(name)} is a group and not a contact.`,
    'One contact gets one message.',
    'Nothing: its members are contacts of their own, if they are in the file.',
  ],
  'import.no-way': ({ name }: { name: string }) => [
    `${show(name)} has neither a mail address nor a telephone number nor a postal address, and is left out.`,
    'Nobody could be told.',
    'Nothing, or add the contact to the partner list yourself.',
  ],
  'import.own': ({ name, address }: { name: string; address: string }) => [
    `${show(name)} is left out: ${address} is on a domain of ours.`,
    'Partners are told of our move; our own people are in the staff list.',
    'Nothing.',
  ],
  'import.suppressed': ({ name, address }: { name: string; address: string }) => [
    `${show(name)} is left out: nothing may be written to ${address}.`,
    'It is in the suppress list, itself or by its domain.',
    'Nothing.',
  ],
  'import.twice': ({ name, address, line }: { name: string; address: string; line: number }) => [
    `${show(name)} is left out: ${address} stands in line ${line} already.`,
    'One contact gets one message.',
    'Compare both, and complete the row that is proposed.',
  ],
} satisfies Record<string, (facts: never) => Words>;

const ERRORS: ReadonlySet<ImportCode> = new Set<ImportCode>(['import.unknown-form', 'import.nobody']);

type Texts = typeof texts;
type ImportCode = keyof Texts;
type Facts<C extends ImportCode> = Parameters<Texts[C]> extends [infer Given] ? Given : Record<string, never>;

/** The problem of one code at one place. */
export function importProblem<C extends ImportCode>(code: C, place: Place, facts: Facts<C>): Problem {
  const words: { [Name in ImportCode]: (facts: Facts<Name>) => Words } = texts;
  const [what, why, todo] = words[code](facts);
  return { code, severity: ERRORS.has(code) ? 'error' : 'warning', place, what, why, todo };
}

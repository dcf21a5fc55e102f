// The words of the problems that only a staff list can have, made from a code and values. Those of every list are in list-problems.ts.

import type { Place, Problem } from '../model/problem.ts';
import { show } from './list-problems.ts';
import type { Cell, Words } from './list-problems.ts';

const texts = {
  // The list
  'staff.no-people': () => [
    'The list holds nobody.',
    'There is nothing to plan.',
    'Check the name of the file in migrate.yaml under lists.staff, and that the first line holds the headings.',
  ],

  // Names
  'staff.name-not-parted': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} cannot be parted into family name and given name.`,
    'The provider wants both, and a guess would be on every letter.',
    'Put one space between the two (family name first in Japanese), or use the columns 姓 and 名.',
  ],

  // Addresses
  'staff.old-domain': ({ heading, value, domains, near }: Cell & { domains: string; near: string | undefined }) => [
    `${heading}: ${show(value)} is not on an old domain (${domains})${near === undefined ? '.' : `; did you mean @${near}?`}`,
    'Only mailboxes of the domains that are left are moved.',
    'Correct it, remove the row, or add the domain to domains.old in migrate.yaml.',
  ],
  'staff.new-domain': ({ heading, value, domain, near }: Cell & { domain: string; near: string | undefined }) => [
    `${heading}: ${show(value)} is not on the new domain (${domain})${near === undefined ? '.' : `; did you mean @${near}?`}`,
    'Everybody gets an address on the new domain, and nothing else is touched.',
    `Correct it to …@${domain}.`,
  ],
  'staff.address-twice': ({ heading, value, line, role, proposal }: Claimed) => [
    `${heading}: ${show(value)} is ${ROLES[role]} of line ${line} already (letter case and width do not count).`,
    'Two people cannot have one address; mail for one would reach the other.',
    proposal === undefined
      ? `Remove this row, or correct it or line ${line}.`
      : `Write another one here or in line ${line}; free is ${proposal}`,
  ],
  'staff.address-made-twice': ({ heading, value, line, role, proposal }: Claimed) => [
    `The address made by the rule from ${heading}, ${show(value)}, is ${ROLES[role]} of line ${line} already.`,
    'Two people cannot have one address; mail for one would reach the other.',
    `Decide who gets it, and write an address of its own into 新メールアドレス of this line or of line ${line}${proposal === undefined ? '.' : `; free is ${proposal}`}`,
  ],
  'staff.address-not-allowed': (facts: Cell & { reason: string; proposal: string | undefined }) => [
    `${facts.heading}: the provider does not allow ${show(facts.value)}: ${facts.reason.replace(/\.$/, '')}.`,
    'The account could not be made, or its mail would go elsewhere.',
    `Write another one into 新メールアドレス${facts.proposal === undefined ? '.' : `; free and allowed is ${facts.proposal}`}`,
  ],
  'staff.romaji': ({ heading, value }: Cell) => [
    `${heading}: no address can be made from ${show(value)}.`,
    'The rule for new addresses needs Latin letters without anything else.',
    'Write the name in Latin letters, or give the address in 新メールアドレス.',
  ],
  'staff.aliases-too-many': ({ heading, number, most }: { heading: string; number: number; most: number }) => [
    `${heading}: ${number} aliases, but an account can have ${most}.`,
    'The provider refuses the rest of them.',
    `Leave at most ${most}.`,
  ],

  // Choices and numbers
  'staff.batch-unknown': (facts: Cell & { known: string; near: string | undefined }) => [
    `${facts.heading}: there is no batch ${show(facts.value)}${facts.near === undefined ? '.' : `; did you mean ${facts.near}?`}`,
    'The person would be in no batch, and never be moved.',
    `Write one of ${facts.known}, or add the batch to migrate.yaml.`,
  ],
  'staff.licence-unknown': (facts: Cell & { known: string; near: string | undefined }) => [
    `${facts.heading}: the licence ${show(facts.value)} is not allowed${facts.near === undefined ? '.' : `; did you mean ${facts.near}?`}`,
    'Licences cost money: only those that migrate.yaml names are assigned.',
    facts.known === ''
      ? 'Add a section licence to migrate.yaml, or empty the cell.'
      : `Write one of ${facts.known}, or add it to licence.allowed in migrate.yaml.`,
  ],
  'staff.number-twice': ({ heading, value, line }: Cell & { line: number }) => [
    `${heading}: ${show(value)} stands in line ${line} already.`,
    'The same person may be in the list twice.',
    'Check both lines.',
  ],
  'staff.batch-empty': ({ name }: { name: string }) => [
    `Nobody is in the batch ${show(name)} of migrate.yaml.`,
    'A batch that was meant for somebody may be misspelt in the list.',
    'Nothing, if it is meant so.',
  ],
} satisfies Record<string, (facts: never) => Words>;

export type AddressRole = 'old' | 'new' | 'alias';

interface Claimed extends Cell {
  readonly line: number;
  readonly role: AddressRole;
  readonly proposal: string | undefined;
}

const ROLES: Readonly<Record<AddressRole, string>> = {
  old: 'the old address',
  new: 'the new address',
  alias: 'an alias',
};

const WARNINGS: ReadonlySet<Code> = new Set<Code>(['staff.number-twice', 'staff.batch-empty']);

type Texts = typeof texts;
export type Code = keyof Texts;
export type Facts<C extends Code> = Parameters<Texts[C]> extends [infer Given] ? Given : Record<string, never>;

/** The problem of one code at one place. */
export function staffProblem<C extends Code>(code: C, place: Place, facts: Facts<C>): Problem {
  const words: { [Name in Code]: (facts: Facts<Name>) => Words } = texts;
  const [what, why, todo] = words[code](facts);
  return { code, severity: WARNINGS.has(code) ? 'warning' : 'error', place, what, why, todo };
}

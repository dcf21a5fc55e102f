// The words of the problems that only the partner list and the suppress list can have. Those of every list are in list-problems.ts.

import type { Place, Problem } from '../model/problem.ts';
import { show } from './list-problems.ts';
import type { Cell, Words } from './list-problems.ts';

interface Proposed extends Cell {
  readonly proposal: string;
}

const texts = {
  // Who
  'partner.honorific': ({ heading, value, proposal }: Proposed) => [
    `${heading}: ${show(value)} has an honorific.`,
    'The letter puts 様 or 御中 itself; two of them, or 様 after a title, are rude.',
    proposal === ''
      ? 'Leave the cell empty: the letter then writes to the company or the department.'
      : `Write ${proposal}`,
  ],
  'partner.title-in-name': ({ heading, value, name, title }: Cell & { name: string; title: string }) => [
    `${heading}: ${show(value)} ends with a title.`,
    'The letter would put 様 after it, which is wrong.',
    `Write ${name} here and ${title} into 役職.`,
  ],
  'partner.abbreviation': ({ heading, value, proposal }: Proposed) => [
    `${heading}: ${show(value)} is abbreviated.`,
    'In a letter to the company itself that is impolite.',
    `Write ${proposal}`,
  ],
  'partner.same-name': ({ company, name, line }: { company: string; name: string; line: number }) => [
    `${company} ${name} stands in line ${line} already, with another address or none.`,
    'If it is the same person, two messages would go to one desk.',
    'Nothing, if they are two people. Otherwise leave one row, with a column メールアドレス2 for the second address.',
  ],

  // Addresses
  'partner.own-domain': ({ heading, value, domain }: Cell & { domain: string }) => [
    `${heading}: ${show(value)} is on ${domain}, a domain of ours.`,
    'Partners are told of our move; our own people are in the staff list.',
    'Remove the row, or correct the address.',
  ],
  'partner.merged': ({ value, line, gained }: { value: string; line: number; gained: string }) => [
    `${value} stands in line ${line} already; the two lines are one contact (${gained}).`,
    'One contact gets one message.',
    'Nothing, if it is meant so. Otherwise correct one of the two lines.',
  ],
  'partner.contradiction': (facts: Cell & { line: number; who: string; other: string }) => [
    `${facts.heading}: ${show(facts.value)} here, ${show(facts.other)} in line ${facts.line}, and both lines are about ${facts.who}.`,
    'One contact gets one message, and nobody can say which of the two is right.',
    'Make both lines say the same, or remove one of them.',
  ],
  'partner.joins-two': ({ lines }: { lines: string }) => [
    `The addresses of this row stand in lines ${lines}, which are different contacts.`,
    'One contact gets one message, and nobody can say whose these are.',
    'Correct the addresses here or there.',
  ],

  // Our side
  'partner.contact-unknown': ({ heading, value, near }: Cell & { near: string | undefined }) => [
    `${heading}: ${show(value)} is nobody of the staff list${near === undefined ? '.' : `; did you mean ${near}?`}`,
    'The notice names our people with their old and new address.',
    near === undefined
      ? 'Write an old address, or a name as the staff list has it.'
      : `Write ${near}, if that is meant.`,
  ],
  'partner.contact-ambiguous': ({ heading, value, known }: Cell & { known: string }) => [
    `${heading}: ${show(value)} is the name of several people of the staff list.`,
    'The notice would name the wrong one.',
    `Write the old address: ${known}`,
  ],

  // How
  'partner.route-unknown': (facts: Cell & { known: string; near: string | undefined }) => [
    `${facts.heading}: there is no route ${show(facts.value)}${facts.near === undefined ? '.' : `; did you mean ${facts.near}?`}`,
    'It says how the partner is told.',
    `Write one of ${facts.known} (メール, 電話, 郵送, ウェブ).`,
  ],
  'partner.from-unknown': (facts: Cell & { known: string; near: string | undefined }) => [
    `${facts.heading}: ${show(facts.value)} says not which address sends${facts.near === undefined ? '.' : `; did you mean ${facts.near}?`}`,
    'The notice comes from the new address, from the old one, or from both.',
    `Write one of ${facts.known} (新, 旧, 両方).`,
  ],
  'partner.confirmed-unknown': (facts: Cell & { known: string; near: string | undefined }) => [
    `${facts.heading}: ${show(facts.value)} is neither a yes nor a no.`,
    'A row that was proposed is used only when somebody has confirmed it.',
    `Write one of ${facts.known} (済, 不要), or leave the cell empty for later.`,
  ],
  'partner.route-lacks': ({ route, lacks }: { route: string; lacks: string }) => [
    `The route is ${route}, but there is no ${lacks}.`,
    'The partner could not be told.',
    `Fill in the ${lacks}, or choose another route: mail, phone, letter or web.`,
  ],
  'partner.route-open': () => [
    'There is neither a mail address nor a route.',
    'Nobody would tell this partner.',
    'Fill in メールアドレス, or write phone, letter or web into 経路.',
  ],
  'partner.postal-code': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} is not a postal code.`,
    'A letter would come back. Excel drops the zeros at the beginning of a number.',
    'Write seven digits in Japan (060-0001), or leave the cell empty.',
  ],
  'partner.unconfirmed': ({ number }: { number: number }) => [
    number === 1
      ? 'One proposed row is not confirmed yet, and is left out.'
      : `${number} proposed rows are not confirmed yet, and are left out; this is the first.`,
    'Nobody is told who was only found in an address book.',
    'Write 済 into 確認 where the row is right, 不要 where nobody is to be told.',
  ],

  // The suppress list
  'suppress.entry': ({ heading, value }: Cell) => [
    `${heading}: ${show(value)} is neither a mail address nor a domain.`,
    'Somebody who must not be written to would be written to.',
    'Write one address (name@company.example), or one domain (company.example).',
  ],
  'suppress.twice': ({ value, line }: { value: string; line: number }) => [
    `${value} stands in line ${line} already.`,
    'Once is enough.',
    'Nothing, or remove one of the two lines.',
  ],
} satisfies Record<string, (facts: never) => Words>;

const WARNINGS: ReadonlySet<PartnerCode> = new Set<PartnerCode>([
  'partner.abbreviation',
  'partner.same-name',
  'partner.merged',
  'partner.unconfirmed',
  'suppress.twice',
]);

type Texts = typeof texts;
type PartnerCode = keyof Texts;
type Facts<C extends PartnerCode> = Parameters<Texts[C]> extends [infer Given] ? Given : Record<string, never>;

/** The problem of one code at one place. */
export function partnerProblem<C extends PartnerCode>(code: C, place: Place, facts: Facts<C>): Problem {
  const words: { [Name in PartnerCode]: (facts: Facts<Name>) => Words } = texts;
  const [what, why, todo] = words[code](facts);
  return { code, severity: WARNINGS.has(code) ? 'warning' : 'error', place, what, why, todo };
}

// The problems that planning can find with notices to partners, each made here from its values.

import type { Partner } from '../model/partner.ts';
import type { Language } from '../model/person.ts';
import type { Place, Problem } from '../model/problem.ts';

/** How the administrator calls a partner. */
export function partnerName({ company, department, name }: Partner): string {
  return [company, department, name].filter((text) => text !== undefined).join(' ');
}

interface InList {
  readonly partner: Partner;
  /** Name of the partner list. */
  readonly file: string;
}

function placeOf({ partner, file }: InList): Place {
  return { file, line: partner.line };
}

export function contactUnknown(at: InList, contact: string): Problem {
  return {
    code: 'plan.contact-unknown',
    severity: 'error',
    place: placeOf(at),
    what: `${partnerName(at.partner)} is dealt with by ${contact}, who is not in the staff list.`,
    why: 'The letter could not say which address takes the place of the old one.',
    todo: 'Name somebody of the staff list, and plan again.',
  };
}

export function contactRefused(at: InList, contact: string): Problem {
  return {
    code: 'plan.contact-refused',
    severity: 'error',
    place: placeOf(at),
    what: `${partnerName(at.partner)} is dealt with by ${contact}, who is refused (see above).`,
    why: 'The letter would name a new address that will not be there.',
    todo: `Mend what stands in the way of ${contact}, or name another contact, and plan again.`,
  };
}

export function toldTwice(at: InList, twice: { readonly notice: string; readonly to: string; line: number }): Problem {
  return {
    code: 'plan.told-twice',
    severity: 'error',
    place: placeOf(at),
    what: `${twice.to} would get the notice ${twice.notice} twice: by this line, and by line ${twice.line}.`,
    why: 'Nobody is told the same thing twice.',
    todo: 'Take the address out of one of the two lines, and plan again.',
  };
}

/** Several partners have this in common; it is told once, with the first of them. */
export interface Lines {
  readonly file: string;
  readonly first: number;
  readonly count: number;
}

function countText({ count }: Lines): string {
  return count === 1 ? 'One partner' : `${count} partners`;
}

export function oldDomainUnexplained(lines: Lines): Problem {
  return {
    code: 'plan.old-domain-unexplained',
    severity: 'error',
    place: { file: lines.file, line: lines.first },
    what: `${countText(lines)}, first in this line, shall be written to from the old domain (old, both), and sending.oldDomainReason is missing.`,
    why: 'Mail from a burned domain is taken for fraud more often than any other. That it is sent all the same is a decision, and is kept in the log.',
    todo: 'Write the reason into migrate.yaml (sending.oldDomainReason), or let these partners be written to from the new domain.',
  };
}

export function noticeMissing(lines: Lines, wanted: { readonly name: string; readonly language: Language }): Problem {
  const file = `templates/notices/${wanted.name}.${wanted.language}.txt`;
  return {
    code: 'plan.notice-missing',
    severity: 'error',
    place: { file },
    what: `There is no notice ${wanted.name} in this language; ${countText(lines)} (first in ${lines.file}:${lines.first}) would get it.`,
    why: 'They would be passed over.',
    todo: `Write ${file} and its .html, or correct sending.notices and sending.pointer in migrate.yaml.`,
  };
}

export function noticeNotByMail(lines: Lines, wanted: { readonly name: string; readonly language: Language }): Problem {
  return {
    code: 'plan.notice-not-by-mail',
    severity: 'error',
    place: { file: `templates/notices/${wanted.name}.${wanted.language}.txt` },
    what: `The notice ${wanted.name} is not a message to partners, yet ${countText(lines)} (first in ${lines.file}:${lines.first}) would get it.`,
    why: 'What is written for staff, for the telephone or for paper says the wrong things in a mail to a partner.',
    todo: 'Name a notice with audience: partner and route: mail in migrate.yaml (sending.notices, sending.pointer).',
  };
}

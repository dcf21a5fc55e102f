// The problems that planning can find, each made here from its values, so that the words stand in one place.

import type { Account } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { Place, Problem } from '../model/problem.ts';
import { jobOf } from './stamp.ts';

function placeOf(person: Person, file: string): Place {
  return { file, line: person.line };
}

function said({ displayName, address, id }: Account): string {
  return `${displayName} <${address}>, id ${id}`;
}

export function addressTaken(person: Person, file: string, taken: { owner: Account; isOfThisJob: boolean }): Problem {
  const { owner, isOfThisJob } = taken;
  return {
    code: 'plan.address-taken',
    severity: 'error',
    place: placeOf(person, file),
    what: `${person.newAddress} is wanted for ${person.displayName}, but the provider has it already: ${said(owner)}.`,
    ...whoseAccount(owner, isOfThisJob),
  };
}

/** A stamp of another job is no reason to adopt: nobody can say what that job has still to do. */
function whoseAccount({ stamp }: Account, isOfThisJob: boolean): Pick<Problem, 'why' | 'todo'> {
  if (isOfThisJob) {
    return {
      why: 'This migration created that account for a row with another old address: people are known by their old address.',
      todo: 'If it is the same person, put the old address back as it was; else give this one another new address.',
    };
  }
  const job = jobOf(stamp);
  if (job !== undefined) {
    return {
      why: `That account was created by this program, but another job log (${job}) speaks of it. It is not touched.`,
      todo: 'If data/job.db was lost or replaced, bring the old one back from a backup, and plan again. Else give the person another new address.',
    };
  }
  return {
    why: 'This migration did not create that account, so it may belong to somebody else. It is not touched.',
    todo: 'Give the person another new address, or rename or remove the other account, and plan again.',
  };
}

/** `holder` says who has it. */
export function aliasTaken(person: Person, file: string, taken: { alias: string; holder: string }): Problem {
  return {
    code: 'plan.alias-taken',
    severity: 'error',
    place: placeOf(person, file),
    what: `${taken.alias} is wanted as an alias for ${person.displayName}, but it belongs to ${taken.holder}.`,
    why: 'The provider gives an address to one object only.',
    todo: 'Take the alias out of the staff list, or away from that object, and plan again.',
  };
}

/** The log knows of an account under another address, whether the provider shows it yet or not. */
export function madeElsewhere(person: Person, file: string, address: string): Problem {
  return {
    code: 'plan.created-elsewhere',
    severity: 'error',
    place: placeOf(person, file),
    what: `${person.displayName} shall get ${person.newAddress}, but this migration has created ${address} for that person, or may have.`,
    why: 'A second account for the same person would split the mail between two mailboxes.',
    todo: `Put ${address} back into the staff list. If that account is really gone: migrate retry --only ${person.oldAddress} --redo.`,
  };
}

/** The holder of an address, as a problem shows it. */
export function holderText(owner: Account): string {
  return said(owner);
}

export function addressOfOther(person: Person, file: string, name: string): Problem {
  return {
    code: 'plan.address-of-group',
    severity: 'error',
    place: placeOf(person, file),
    what: `${person.newAddress} is wanted for ${person.displayName}, but it belongs to "${name}", which is not a user.`,
    why: 'The provider gives an address to one object only.',
    todo: 'Give the person another new address, or take the address away from that object, and plan again.',
  };
}

export function ourAccountElsewhere(person: Person, file: string, ours: Account): Problem {
  return {
    code: 'plan.created-elsewhere',
    severity: 'error',
    place: placeOf(person, file),
    what: `${person.displayName} shall get ${person.newAddress}, but this migration has already created ${said(ours)} for that person.`,
    why: 'A second account for the same person would split the mail between two mailboxes.',
    todo: `Put ${ours.address} back into the staff list, or rename that account by hand, and plan again.`,
  };
}

export function nobodyToRename(person: Person, file: string): Problem {
  return {
    code: 'plan.nobody-to-rename',
    severity: 'error',
    place: placeOf(person, file),
    what: `No account has the address ${person.oldAddress} (${person.displayName}).`,
    why: 'A rename keeps the mailbox and moves its address; there is no mailbox to keep.',
    todo: 'Correct the old address in the staff list, or use mode "new-mailbox" for this person in a workspace of its own.',
  };
}

export function notThePrimary(person: Person, file: string, owner: Account): Problem {
  return {
    code: 'plan.old-address-is-alias',
    severity: 'error',
    place: placeOf(person, file),
    what: `${person.oldAddress} (${person.displayName}) is only an alias of ${said(owner)}.`,
    why: 'Renaming it would move the account of somebody whose main address is another one.',
    todo: `Write ${owner.address} as the old address if it is the same person, and plan again.`,
  };
}

export function anAdministrator(person: Person, file: string, isOwn: boolean): Problem {
  return {
    code: isOwn ? 'plan.own-account' : 'plan.administrator',
    severity: 'error',
    place: placeOf(person, file),
    what: isOwn
      ? `${person.oldAddress} is the account that this migration works with.`
      : `${person.oldAddress} (${person.displayName}) is an administrator.`,
    why: isOwn
      ? 'Renamed in the middle of a run, it would lock the migration out.'
      : 'The provider refuses changes of administrators to programs without a higher role.',
    todo: 'Take the row out of the staff list and move this account by hand, last of all.',
  };
}

/** In mode new-mailbox the account stays as it is, so this is no refusal. */
export function administratorOnTheList(person: Person, file: string): Problem {
  return {
    code: 'plan.administrator-listed',
    severity: 'warning',
    place: placeOf(person, file),
    what: `${person.oldAddress} is the account that this migration works with, and is on the staff list.`,
    why: 'It stays the administrator; beside it a plain new account is made, and its old mailbox answers and forwards as those of the others.',
    todo: 'If you do not want that, take the row out of the staff list and plan again.',
  };
}

export function tooManyAliases(person: Person, file: string, counts: { has: number; most: number }): Problem {
  return {
    code: 'plan.too-many-aliases',
    severity: 'error',
    place: placeOf(person, file),
    what: `${person.oldAddress} would have ${counts.has} aliases; the provider allows ${counts.most}.`,
    why: 'A rename turns the old address into one more alias and fails where there is no room for it.',
    todo: 'Remove aliases that nobody uses, and plan again.',
  };
}

export function aliasOfExisting(person: Person, file: string, old: Account): Problem {
  return {
    code: 'plan.alias-in-use',
    severity: 'error',
    place: placeOf(person, file),
    what: `${person.oldAddress} shall become an alias of ${person.newAddress}, but it is the address of ${said(old)}.`,
    why: 'An address belongs to one account. Its mailbox would have to be deleted first, and nothing is ever deleted here.',
    todo: 'Set oldAddress.alias to false and oldAddress.forward to true, or use mode "rename".',
  };
}

export function unknownLicence(name: string, known: readonly string[]): Problem {
  return {
    code: 'plan.unknown-licence',
    severity: 'error',
    what: `The provider has no licence called "${name}".`,
    why: 'Without a licence a new account has no mailbox.',
    todo:
      known.length === 0 ? 'Buy it, and plan again.' : `Use one of: ${known.join(', ')}; or buy it, and plan again.`,
  };
}

export function unknownLicenceGroup(name: string): Problem {
  return {
    code: 'plan.unknown-licence-group',
    severity: 'error',
    what: `The provider has no group called "${name}".`,
    why: 'Licences were to be assigned through that group.',
    todo: 'Create the group and give it the licence, correct licence.group in migrate.yaml, or leave it out to assign directly.',
  };
}

export function groupGivesNot(
  licence: string,
  { group, names }: { readonly group: string; readonly names: readonly string[] },
): Problem {
  const gives = names.length === 0 ? 'no licence' : names.join(', ');
  return {
    code: 'plan.group-gives-not',
    severity: names.length === 0 ? 'warning' : 'error',
    what: `The group "${group}" gives its members ${gives}, and not ${licence}.`,
    why: 'People would be put into the group, and would wait for their mailboxes in vain.',
    todo: `Give the group ${licence}, correct licence.default and licence.group in migrate.yaml, or leave the group out to assign directly.`,
  };
}

export function oldDomainAbsent(domain: string): Problem {
  return {
    code: 'plan.old-domain-absent',
    severity: 'warning',
    what: `The provider does not have the old domain ${domain}.`,
    why: 'Automatic replies, forwarding and aliases of old addresses can only be set where the old mailboxes are.',
    todo: 'Set them at the host of the old mailboxes by hand, or switch them off under oldAddress in migrate.yaml.',
  };
}

export function noOldMailbox(names: readonly string[], count: number): Problem {
  const others = count > names.length ? ` and ${count - names.length} more` : '';
  return {
    code: 'plan.no-old-mailbox',
    severity: 'warning',
    what: `${count === 1 ? 'One person has' : `${count} people have`} no mailbox at the old address here: ${names.join(', ')}${others}.`,
    why: 'Nobody who writes to the old address will hear of the new one from an automatic reply, and nothing is forwarded.',
    todo: 'Set replies and forwarding at the host of the old mailboxes by hand.',
  };
}

export function goneAgain(names: readonly string[], count: number): Problem {
  const others = count > names.length ? ` and ${count - names.length} more` : '';
  const accounts =
    count === 1 ? 'One account that this migration has made is' : `${count} accounts that this migration has made are`;
  return {
    code: 'plan.gone-again',
    severity: 'warning',
    what: `${accounts} not there now: ${names.join(', ')}${others}.`,
    why: 'Either the provider shows them late, or somebody has removed them since.',
    todo: 'Look again in an hour. If it is really gone: migrate retry --only <person> --redo, and plan again.',
  };
}

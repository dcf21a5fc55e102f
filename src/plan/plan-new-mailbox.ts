// Mode new-mailbox: an account of its own on the new domain for one person, with licence, mailbox and aliases.

import type { Account } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import { stepId } from '../model/step.ts';
import type { AccountRef, StepId } from '../model/step.ts';
import { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import type { LicenceChoice } from './licence-choice.ts';
import { planLocale, planSignature } from './plan-mailbox-manners.ts';
import { planOldMailbox } from './plan-old-mailbox.ts';
import {
  addressOfOther,
  addressTaken,
  administratorOnTheList,
  aliasTaken,
  holderText,
  madeElsewhere,
  ourAccountElsewhere,
} from './problems.ts';
import { isStampOf, stampOf } from './stamp.ts';

export interface PersonContext {
  readonly inputs: PlanInputs;
  /** The step that everybody waits for, if there is one. */
  readonly gate: StepId | undefined;
  readonly licence: LicenceChoice | undefined;
}

export function planNewMailbox(person: Person, context: PersonContext): PlanEntry {
  const { inputs } = context;
  const { present } = inputs;
  const draft = new Draft({ batch: person.batch, person: person.key, stateOf: inputs.stateOf });
  const stamp = stampOf(inputs.jobId, person.key);
  const target = present.accountByAddress(person.newAddress);
  const inTheWay = refusal(person, { inputs, target, stamp });
  if (inTheWay !== undefined) return draft.refuse(inTheWay);
  const { settings } = inputs;
  if (settings.administrator === person.oldAddress) {
    draft.problem(administratorOnTheList(person, settings.lists.staff));
  }

  const { account, after, isAnew } = planAccount(person, draft, { ...context, target, stamp });
  if (context.licence !== undefined && target?.licences.includes(context.licence.licenceId) !== true) {
    const id = stepId('licence.assign', `${person.newAddress}/${context.licence.licenceName}`);
    const step = { kind: 'licence.assign', id, account, ...context.licence, needs: [...after] } as const;
    after.push(draft.step(step, { isAnew }));
  }
  const wait = stepId('mailbox.wait', person.newAddress);
  const ready = draft.step({ kind: 'mailbox.wait', id: wait, account, needs: [...after] }, { isAnew });
  const manners = { inputs, account, needs: [ready], isAnew };
  planLocale(person, draft, manners);
  planSignature(person, draft, manners);
  for (const alias of person.aliases) {
    if (target?.aliases.includes(alias) === true) draft.checked(`${alias} is an alias of ${person.newAddress}`);
    else if (inputs.host !== undefined) {
      draft.atHost({ displayName: person.displayName, mailbox: person.newAddress, alias });
    } else {
      const id = stepId('alias.add', `${person.newAddress}/${alias}`);
      draft.step({ kind: 'alias.add', id, account, alias, needs: [ready] }, { isAnew });
    }
  }
  planOldMailbox(person, draft, {
    inputs,
    ready: [ready],
    old: present.accountByAddress(person.oldAddress),
    target: { account, aliases: target?.aliases ?? [], isAnew },
  });
  return draft.entry();
}

/** What stands in the way of this person's account; undefined where nothing does. */
function refusal(
  person: Person,
  {
    inputs,
    target,
    stamp,
  }: { readonly inputs: PlanInputs; readonly target: Account | undefined; readonly stamp: string },
): Problem | undefined {
  const { present, settings, jobId } = inputs;
  const file = settings.lists.staff;
  if (target !== undefined && target.stamp !== stamp) {
    return addressTaken(person, file, { owner: target, isOfThisJob: isStampOf(jobId, target.stamp) });
  }
  if (target === undefined) {
    const ours = present.accountByStamp(stamp);
    if (ours !== undefined) return ourAccountElsewhere(person, file, ours);
    // A listing trails, and what is in doubt may have happened: the log knows more.
    const made = inputs.madeFor?.(person.key).find((address) => address !== person.newAddress);
    if (made !== undefined) return madeElsewhere(person, file, made);
  }
  const group = present.otherByAddress(person.newAddress);
  if (group !== undefined) return addressOfOther(person, file, group);
  return aliasInTheWay(person, inputs, target);
}

/** The first of the person's aliases that somebody else holds. */
export function aliasInTheWay(
  person: Person,
  { present, settings }: PlanInputs,
  account: Account | undefined,
): Problem | undefined {
  for (const alias of person.aliases) {
    const owner = present.accountByAddress(alias);
    const isOthers = owner !== undefined && owner.id !== account?.id;
    const holder = isOthers ? holderText(owner) : present.otherByAddress(alias);
    if (holder !== undefined) return aliasTaken(person, settings.lists.staff, { alias, holder });
  }
  return undefined;
}

interface AccountContext extends PersonContext {
  readonly target: Account | undefined;
  readonly stamp: string;
}

/** The account itself: there already, let in again, or to be created. */
function planAccount(
  person: Person,
  draft: Draft,
  { inputs, gate, target, stamp }: AccountContext,
): { readonly account: AccountRef; readonly after: StepId[]; readonly isAnew: boolean } {
  const create = stepId('user.create', person.newAddress);
  if (target === undefined) {
    const isAnew = !draft.isDone(create);
    const { department, title, phone } = person;
    draft.step({
      kind: 'user.create',
      id: create,
      address: person.newAddress,
      displayName: person.displayName,
      familyName: person.familyName,
      givenName: person.givenName,
      ...(department === undefined ? {} : { department }),
      ...(title === undefined ? {} : { title }),
      ...(phone === undefined ? {} : { phone }),
      language: person.language,
      country: inputs.settings.country,
      stamp,
      needs: gate === undefined ? [] : [gate],
    });
    return { account: { madeBy: create, address: person.newAddress }, after: [create], isAnew };
  }
  draft.checked(`${person.newAddress} exists and is ours`);
  const account = { id: target.id, address: person.newAddress };
  const allow = stepId('user.allow', person.newAddress);
  // After an undo the account is suspended, whether the listing shows it yet or not.
  const isShut = target.isSuspended || [create, allow].some((id) => inputs.stateOf(id) === 'undone');
  if (!isShut) return { account, after: [], isAnew: false };
  return { account, after: [draft.step({ kind: 'user.allow', id: allow, account })], isAnew: false };
}

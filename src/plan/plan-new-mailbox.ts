// Mode new-mailbox: an account of its own on the new domain for one person, with licence, mailbox and aliases.

import type { Account } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { PlanEntry } from '../model/plan.ts';
import { stepId } from '../model/step.ts';
import type { AccountRef, StepId } from '../model/step.ts';
import { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import type { LicenceChoice } from './licence-choice.ts';
import { planOldMailbox } from './plan-old-mailbox.ts';
import { addressOfOther, addressTaken, goneAgain, ourAccountElsewhere } from './problems.ts';
import { stampOf } from './stamp.ts';

export interface PersonContext {
  readonly inputs: PlanInputs;
  /** The step that everybody waits for, if there is one. */
  readonly gate: StepId | undefined;
  readonly licence: LicenceChoice | undefined;
}

export function planNewMailbox(person: Person, context: PersonContext): PlanEntry {
  const { inputs } = context;
  const { present, settings } = inputs;
  const file = settings.lists.staff;
  const draft = new Draft({ batch: person.batch, person: person.key, stateOf: inputs.stateOf });
  const stamp = stampOf(inputs.jobId, person.key);
  const target = present.accountByAddress(person.newAddress);
  if (target !== undefined && target.stamp !== stamp) return draft.refuse(addressTaken(person, file, target));
  const ours = present.accountByStamp(stamp);
  if (ours !== undefined && target === undefined) return draft.refuse(ourAccountElsewhere(person, file, ours));
  const group = present.otherByAddress(person.newAddress);
  if (group !== undefined) return draft.refuse(addressOfOther(person, file, group));

  const { account, after } = planAccount(person, draft, { ...context, target, stamp });
  if (context.licence !== undefined && target?.licences.includes(context.licence.licenceId) !== true) {
    after.push(
      draft.step({
        kind: 'licence.assign',
        id: stepId('licence.assign', `${person.newAddress}/${context.licence.licenceName}`),
        account,
        ...context.licence,
        needs: [...after],
      }),
    );
  }
  const ready = draft.step({
    kind: 'mailbox.wait',
    id: stepId('mailbox.wait', person.newAddress),
    account,
    needs: [...after],
  });
  for (const alias of person.aliases) {
    if (target?.aliases.includes(alias) === true) draft.checked(`${alias} is an alias of ${person.newAddress}`);
    else {
      draft.step({
        kind: 'alias.add',
        id: stepId('alias.add', `${person.newAddress}/${alias}`),
        account,
        alias,
        needs: [ready],
      });
    }
  }
  planOldMailbox(person, draft, {
    inputs,
    ready: [ready],
    old: present.accountByAddress(person.oldAddress),
    target: { account, aliases: target?.aliases ?? [] },
  });
  return draft.entry();
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
): { readonly account: AccountRef; readonly after: StepId[] } {
  const create = stepId('user.create', person.newAddress);
  if (target === undefined) {
    if (draft.isDone(create)) draft.problem(goneAgain(create));
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
    return { account: { madeBy: create, address: person.newAddress }, after: [create] };
  }
  draft.checked(`${person.newAddress} exists and is ours`);
  const account = { id: target.id, address: person.newAddress };
  if (!target.isSuspended) return { account, after: [] };
  const allow = draft.step({ kind: 'user.allow', id: stepId('user.allow', person.newAddress), account });
  return { account, after: [allow] };
}

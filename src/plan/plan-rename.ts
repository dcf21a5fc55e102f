// Mode rename: the same mailbox under a new address. The old address stays as an alias, and so does everything in the mailbox.

import type { Account } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import { stepId } from '../model/step.ts';
import type { StepId } from '../model/step.ts';
import { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import { planReply, planSignature } from './plan-mailbox-manners.ts';
import { aliasInTheWay } from './plan-new-mailbox.ts';
import type { PersonContext } from './plan-new-mailbox.ts';
import { planRules } from './plan-rules.ts';
import {
  addressOfOther,
  addressTaken,
  anAdministrator,
  nobodyToRename,
  notThePrimary,
  tooManyAliases,
} from './problems.ts';

export function planRename(person: Person, { inputs, gate }: PersonContext): PlanEntry {
  const { present, settings } = inputs;
  const draft = new Draft({ batch: person.batch, person: person.key, stateOf: inputs.stateOf });
  const account = present.accountByAddress(person.oldAddress);
  const target = present.accountByAddress(person.newAddress);
  const standsInTheWay = refusal(person, { inputs, account, target });
  if (standsInTheWay !== undefined) return draft.refuse(standsInTheWay);
  if (account === undefined) return draft.refuse(nobodyToRename(person, settings.lists.staff));

  const renameId = stepId('user.rename', `${person.oldAddress}>${person.newAddress}`);
  // Undone, the account has its old name again, whether the listing shows it yet or not.
  const isUndone = inputs.stateOf(renameId) === 'undone';
  const isMoved = !isUndone && account.address === person.newAddress && account.signInName === person.newAddress;
  if (account.isSynced) {
    // Its addresses are mastered elsewhere, its rules are not.
    planRules(draft, { inputs, account: { id: account.id, address: account.address }, needs: [] });
    if (isMoved) draft.checked(`${person.newAddress} is the primary address already`);
    else
      draft.redirect({
        changeByHand: {
          displayName: person.displayName,
          id: account.id,
          signInName: account.signInName,
          from: person.oldAddress,
          to: person.newAddress,
          aliases: person.aliases,
        },
      });
    return draft.entry();
  }
  const moved = { id: account.id, address: person.newAddress };
  const after: StepId[] = [];
  if (isMoved) draft.checked(`${person.newAddress} is the primary address already`);
  else {
    after.push(
      draft.step({
        kind: 'user.rename',
        id: renameId,
        account: { id: account.id, address: person.oldAddress },
        from: person.oldAddress,
        to: person.newAddress,
        needs: gate === undefined ? [] : [gate],
      }),
    );
  }
  if (account.isSuspended && inputs.stateOf(stepId('user.suspend', person.newAddress)) === 'done') {
    after.push(
      draft.step({
        kind: 'user.allow',
        id: stepId('user.allow', person.newAddress),
        account: moved,
        needs: [...after],
      }),
    );
  }
  planMoved(person, draft, { inputs, after, account, isAnew: !isMoved && !draft.isDone(renameId) });
  return draft.entry();
}

/** What follows the move: aliases, the sender, the automatic reply. */
function planMoved(
  person: Person,
  draft: Draft,
  context: {
    readonly inputs: PlanInputs;
    readonly after: readonly StepId[];
    readonly account: Account;
    readonly isAnew: boolean;
  },
): void {
  const { inputs, after, account, isAnew } = context;
  const moved = { id: account.id, address: person.newAddress };
  for (const alias of person.aliases) {
    if (account.aliases.includes(alias)) draft.checked(`${alias} is an alias of ${person.newAddress}`);
    else {
      const id = stepId('alias.add', `${person.newAddress}/${alias}`);
      draft.step({ kind: 'alias.add', id, account: moved, alias, needs: after });
    }
  }
  planRules(draft, { inputs, account: moved, needs: after });
  const sender: StepId[] = [];
  if (inputs.can.moveSenders) {
    const { oldAddress: from, newAddress: to, displayName } = person;
    const id = stepId('sender.move', to);
    sender.push(
      draft.step(
        {
          kind: 'sender.move',
          id,
          account: moved,
          from,
          to,
          displayName,
          needs: after,
          ...(inputs.signatures !== undefined && inputs.can.setSignatures === true && { leavesSignature: true }),
        },
        { isAnew },
      ),
    );
  }
  planSignature(person, draft, { inputs, account: moved, needs: [...after, ...sender], isAnew });
  if (inputs.settings.oldAddress.reply) {
    planReply(person, draft, { inputs, account: moved, needs: after });
  }
}

interface Seen {
  readonly inputs: PlanInputs;
  readonly account: Account | undefined;
  readonly target: Account | undefined;
}

function refusal(person: Person, { inputs, account, target }: Seen): Problem | undefined {
  const { settings, present, mostAliases } = inputs;
  const file = settings.lists.staff;
  if (account === undefined) return undefined;
  if (target !== undefined && target.id !== account.id) {
    return addressTaken(person, file, { owner: target, isOfThisJob: false });
  }
  const group = present.otherByAddress(person.newAddress);
  if (group !== undefined) return addressOfOther(person, file, group);
  const isOwnPrimary = account.address === person.oldAddress || account.address === person.newAddress;
  if (!isOwnPrimary) return notThePrimary(person, file, account);
  const isOwn = settings.administrator !== undefined && account.address === settings.administrator;
  if (isOwn || (account.isAdministrator && account.address !== person.newAddress)) {
    return anAdministrator(person, file, isOwn);
  }
  const alias = aliasInTheWay(person, inputs, account);
  if (alias !== undefined) return alias;
  // The new address is no alias any more once it is the primary one.
  const kept = account.aliases.filter((alias) => alias !== person.newAddress);
  const has = new Set([...kept, person.oldAddress, ...person.aliases]).size;
  return has > mostAliases ? tooManyAliases(person, file, { has, most: mostAliases }) : undefined;
}

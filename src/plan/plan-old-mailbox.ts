// What becomes of the old mailbox of somebody who gets a new one: an automatic reply, forwarding, or its address as an alias.

import type { Account } from '../model/account.ts';
import type { Person } from '../model/person.ts';
import { stepId } from '../model/step.ts';
import type { AccountRef, StepId } from '../model/step.ts';
import type { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import { planReply } from './plan-mailbox-manners.ts';
import { planRules } from './plan-rules.ts';
import { aliasOfExisting } from './problems.ts';

export interface OldMailboxContext {
  readonly inputs: PlanInputs;
  readonly ready: readonly StepId[];
  /** The account that holds the old address now. */
  readonly old: Account | undefined;
  /** The new account: where it is, what it has already, and whether it is made (again) by this plan. */
  readonly target: { readonly account: AccountRef; readonly aliases: readonly string[]; readonly isAnew: boolean };
}

/** `ready` is the step after which the new mailbox takes mail: nobody hears of an address before it works. */
export function planOldMailbox(person: Person, draft: Draft, context: OldMailboxContext): void {
  const { inputs, ready, old, target } = context;
  const { oldAddress, lists, oldDomains } = inputs.settings;
  const isTarget = 'id' in target.account && target.account.id === old?.id;
  const rulesGone =
    old === undefined ? [] : planRules(draft, { inputs, account: refOf(old), needs: isTarget ? ready : [] });
  if (target.aliases.includes(person.oldAddress)) {
    draft.checked(`${person.oldAddress} is an alias of ${person.newAddress}`);
    return;
  }
  if (old !== undefined) {
    const account = refOf(old);
    const isByHand = (id: StepId): boolean => inputs.host?.canSet(id) === false;
    const wish = { displayName: person.displayName, mailbox: old.address };
    if (oldAddress.reply) {
      if (isByHand(stepId('reply.set', old.address))) draft.atHost({ ...wish, reply: inputs.replyFor(person) });
      else planReply(person, draft, { inputs, account, needs: ready });
    }
    if (oldAddress.forward) {
      const id = stepId('forward.set', old.address);
      const redirection = { displayName: person.displayName, from: old.address, to: person.newAddress };
      if (isByHand(id)) draft.atHost({ ...wish, forwardTo: person.newAddress });
      else if (inputs.can.forward) {
        draft.step({
          kind: 'forward.set',
          id,
          account,
          forwarding: { isOn: true, to: person.newAddress, keepsCopy: true },
          needs: [...ready, ...rulesGone],
        });
      } else draft.redirect({ forwardByHand: redirection });
    }
    if (oldAddress.alias) draft.problem(aliasOfExisting(person, lists.staff, old));
    return;
  }
  const domain = person.oldAddress.slice(person.oldAddress.lastIndexOf('@') + 1);
  const isHere = inputs.present.domains.some(({ name, isVerified }) => name === domain && isVerified);
  if (oldAddress.alias && isHere && oldDomains.includes(domain)) {
    const id = stepId('alias.add', `${person.newAddress}/${person.oldAddress}`);
    const alias = person.oldAddress;
    draft.step({ kind: 'alias.add', id, account: target.account, alias, needs: ready }, { isAnew: target.isAnew });
  }
}

/** A step holds no more of an account than that. */
function refOf({ id, address }: Account): AccountRef {
  return { id, address };
}

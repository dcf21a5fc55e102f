// forward.set: where a mailbox forwards its mail, where the provider's API can do it. What was there before is kept.

import type { Directory } from '../model/directory.ts';
import type { Forwarding } from '../model/account.ts';
import type { ForwardSet } from '../model/step.ts';
import { LEFT_TO_OWNER, mailboxOf } from './kind.ts';
import type { StepKind } from './kind.ts';

function forwardingOf(directory: Directory): NonNullable<Directory['mailboxes']['forwarding']> {
  const { forwarding } = directory.mailboxes;
  if (forwarding === undefined) throw new Error('forward.set was planned for a provider that cannot forward by API');
  return forwarding;
}

function isSame(wanted: Forwarding, present: Forwarding): boolean {
  const { isOn, to, keepsCopy } = wanted;
  return present.isOn === isOn && (!isOn || (present.to === to && present.keepsCopy === keepsCopy));
}

/** Neither what was there before us nor what we have set: there is nothing of ours to be taken back. */
function isOwners({ forwarding, replaces }: ForwardSet, present: Forwarding): boolean {
  return replaces !== undefined && !isSame(forwarding, present) && !isSame(replaces, present);
}

export const forwardSet: StepKind<ForwardSet> = {
  calls: 2,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: (step) =>
    step.forwarding.isOn
      ? `forward ${step.account.address} to ${step.forwarding.to ?? ''}`
      : `stop forwarding ${step.account.address}`,

  async before(step, tools) {
    return { previous: await forwardingOf(tools.directory).read(mailboxOf(step.account, tools)) };
  },

  async look(step, tools) {
    const present = await forwardingOf(tools.directory).read(mailboxOf(step.account, tools));
    if (isOwners(step, present)) return { standing: 'as-planned', evidence: LEFT_TO_OWNER };
    return { standing: isSame(step.forwarding, present) ? 'as-planned' : 'absent', evidence: {} };
  },

  async make(step, tools) {
    const forwarding = forwardingOf(tools.directory);
    const mailbox = mailboxOf(step.account, tools);
    if (step.replaces !== undefined && isOwners(step, await forwarding.read(mailbox))) return LEFT_TO_OWNER;
    await forwarding.set(mailbox, step.forwarding);
    return {};
  },
};

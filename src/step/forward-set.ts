// forward.set: where a mailbox forwards its mail, where the provider's API can do it. What was there before is kept.

import type { Directory } from '../model/directory.ts';
import type { ForwardSet } from '../model/step.ts';
import { mailboxOf } from './kind.ts';
import type { StepKind } from './kind.ts';

function forwardingOf(directory: Directory): NonNullable<Directory['mailboxes']['forwarding']> {
  const { forwarding } = directory.mailboxes;
  if (forwarding === undefined) throw new Error('forward.set was planned for a provider that cannot forward by API');
  return forwarding;
}

export const forwardSet: StepKind<ForwardSet> = {
  calls: 1,
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
    const { isOn, to, keepsCopy } = step.forwarding;
    const isSet = present.isOn === isOn && (!isOn || (present.to === to && present.keepsCopy === keepsCopy));
    return { standing: isSet ? 'as-planned' : 'absent', evidence: {} };
  },

  async make(step, tools) {
    await forwardingOf(tools.directory).set(mailboxOf(step.account, tools), step.forwarding);
    return {};
  },
};

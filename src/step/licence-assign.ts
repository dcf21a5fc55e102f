// licence.assign: one licence for one account, directly or through a group. Assigning what is held already changes nothing.

import type { LicenceAssign } from '../model/step.ts';
import { mailboxOf } from './kind.ts';
import type { StepKind } from './kind.ts';

export const licenceAssign: StepKind<LicenceAssign> = {
  calls: 1,
  patience: 'account',
  lane: () => 'licence',
  say: (step) =>
    `give ${step.licenceName} to ${step.account.address}${step.way.by === 'group' ? ' through its group' : ''}`,

  async look(step, tools) {
    const held = await tools.directory.licences.held(mailboxOf(step.account, tools));
    return held.includes(step.licenceId)
      ? { standing: 'as-planned', evidence: { licenceId: step.licenceId } }
      : { standing: 'absent' };
  },

  async make(step, tools) {
    // A plan that an earlier version saved does not name the licence of a group in its way.
    const way = { ...step.way, licenceId: step.licenceId };
    await tools.directory.licences.assign(mailboxOf(step.account, tools), way);
    return { licenceId: step.licenceId };
  },
};

// alias.add: one more address for one account.

import type { AliasAdd } from '../model/step.ts';
import { lookAt, mailboxOf } from './kind.ts';
import type { StepKind } from './kind.ts';

export const aliasAdd: StepKind<AliasAdd> = {
  calls: 2,
  patience: 'account',
  lane: () => 'directory',
  say: (step) => `add the alias ${step.alias} to ${step.account.address}`,

  look: (step, tools) =>
    lookAt(step.account, tools, (account) => ({
      // An alias that stands in the primary place is half done: making the step again puts the primary back.
      standing:
        account.aliases.includes(step.alias) && account.address === step.account.address ? 'as-planned' : 'absent',
      evidence: { accountId: account.id },
    })),

  async make(step, tools) {
    const { id } = mailboxOf(step.account, tools);
    await tools.directory.accounts.addAlias(id, step.alias, step.account.address);
    return { accountId: id };
  },
};

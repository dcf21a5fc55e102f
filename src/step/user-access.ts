// user.suspend and user.allow: block or allow sign-in. Nothing is ever deleted.

import type { UserAllow, UserSuspend } from '../model/step.ts';
import { lookAt, mailboxOf } from './kind.ts';
import type { StepKind } from './kind.ts';

function access<S extends UserSuspend | UserAllow>(isSuspended: boolean): StepKind<S> {
  return {
    calls: 1,
    patience: 'account',
    lane: () => 'directory',
    say: (step) => `${isSuspended ? 'suspend' : 'allow sign-in of'} ${step.account.address}`,
    look: (step, tools) =>
      lookAt(step.account, tools, (account) => ({
        standing: account.isSuspended === isSuspended ? 'as-planned' : 'absent',
        evidence: { accountId: account.id },
      })),
    async make(step, tools) {
      const { id } = mailboxOf(step.account, tools);
      await tools.directory.accounts.setSuspended(id, isSuspended);
      return { accountId: id };
    },
  };
}

export const userSuspend = access<UserSuspend>(true);
export const userAllow = access<UserAllow>(false);

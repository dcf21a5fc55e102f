// user.create: a new account on the new domain, stamped with the job, so that a later look knows it as ours.

import type { Ownership } from '../model/directory.ts';
import type { UserCreate } from '../model/step.ts';
import type { Sight, StepKind } from './kind.ts';

function sightOf({ address }: UserCreate, found: Ownership): Sight {
  switch (found.standing) {
    case 'ours': {
      const { account, segment } = found;
      return { standing: 'as-planned', evidence: { accountId: account.id, address, segment } };
    }
    case 'absent':
      return { standing: 'absent' };
    case 'others':
      return { standing: 'different', said: found.said };
    case 'cannot-tell':
      // What no later look can tell is asked of the administrator at once.
      return { standing: found.isFinal === true ? 'different' : 'cannot-tell', said: found.said };
  }
}

export const userCreate: StepKind<UserCreate> = {
  calls: 1,
  patience: 'account',
  lane: () => 'directory',
  say: (step) => `create ${step.address} for ${step.displayName}`,

  // Where the answer is lost, it tells later with which password the account was made.
  madeWith: (step, tools) => ({ triedSegment: tools.passwordFor(step).segment }),

  async look(step, tools) {
    const { accounts } = tools.directory;
    if (accounts.ownership !== undefined) return sightOf(step, await accounts.ownership(step.address));
    const owner = await tools.directory.accounts.byAddress(step.address);
    if (owner === undefined) return { standing: 'absent' };
    if (owner.kind === 'other') {
      return { standing: 'different', said: `${step.address} belongs to ${owner.name}, which is not a user` };
    }
    const { account } = owner;
    if (account.stamp !== step.stamp) {
      return {
        standing: 'different',
        said: `${step.address} belongs to ${account.displayName} (${account.id}), which this migration did not create`,
      };
    }
    if (account.address !== step.address && account.signInName !== step.address) {
      return { standing: 'different', said: `${step.address} is only an alias of ${account.address}` };
    }
    return { standing: 'as-planned', evidence: { accountId: account.id, address: step.address } };
  },

  async make(step, tools) {
    const { password, segment } = tools.passwordFor(step);
    const account = await tools.directory.accounts.create({
      address: step.address,
      displayName: step.displayName,
      familyName: step.familyName,
      givenName: step.givenName,
      ...(step.department === undefined ? {} : { department: step.department }),
      ...(step.title === undefined ? {} : { title: step.title }),
      ...(step.phone === undefined ? {} : { phone: step.phone }),
      language: step.language,
      country: step.country,
      stamp: step.stamp,
      password,
    });
    return { accountId: account.id, address: step.address, segment: account.segment ?? segment };
  },
};

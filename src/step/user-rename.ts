// user.rename: the same account under its new address; the old one stays as an alias, so nothing that is sent there is lost.

import type { UserRename } from '../model/step.ts';
import { lookAt, mailboxOf } from './kind.ts';
import type { StepKind } from './kind.ts';

export const userRename: StepKind<UserRename> = {
  // A plain mail host renames nobody. Microsoft counts writes: UPN and mail. Google counts queries: the aliases first, the rename, and two to read back.
  calls: { 'microsoft-365': 2, 'google-workspace': 4, 'imap-host': 0 },
  patience: 'account',
  lane: () => 'directory',
  say: (step) => `rename ${step.from} to ${step.to}, keep ${step.from} as an alias`,

  async before(step, tools) {
    const mailbox = mailboxOf(step.account, tools);
    const account = await tools.directory.accounts.byId(mailbox.id);
    const senders = await tools.directory.mailboxes.sendAs?.list({
      ...mailbox,
      address: account?.address ?? step.from,
    });
    return {
      previous: { address: account?.address, signInName: account?.signInName, aliases: account?.aliases },
      ...(senders === undefined ? {} : { senders }),
    };
  },

  look: (step, tools) =>
    lookAt(step.account, tools, (account) => {
      const isMoved = account.address === step.to && account.signInName === step.to;
      if (isMoved && account.aliases.includes(step.from)) {
        return { standing: 'as-planned', evidence: { accountId: account.id, address: step.to } };
      }
      const isUntouched = account.address === step.from;
      const isBetween = account.signInName === step.to || account.aliases.includes(step.to) || isMoved;
      if (isUntouched || isBetween) return { standing: 'absent', ...(isBetween && { isHalfway: true }) };
      return {
        standing: 'different',
        said: `the account is ${account.address} now, neither the old nor the new address`,
      };
    }),

  async make(step, tools) {
    const { id } = mailboxOf(step.account, tools);
    await tools.directory.accounts.rename(id, { from: step.from, to: step.to });
    return { accountId: id, address: step.to };
  },
};

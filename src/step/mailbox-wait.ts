// mailbox.wait: changes nothing; it is done when the mailbox answers.

import { RemoteFailure } from '../model/failure.ts';
import type { MailboxWait } from '../model/step.ts';
import { mailboxOf } from './kind.ts';
import type { StepKind } from './kind.ts';

export const mailboxWait: StepKind<MailboxWait> = {
  calls: 1,
  patience: 'mailbox',
  lane: () => 'mailbox',
  say: (step) => `wait until the mailbox of ${step.account.address} answers`,

  async look(step, tools) {
    const isReady = await tools.directory.mailboxes.isReady(mailboxOf(step.account, tools));
    return isReady ? { standing: 'as-planned', evidence: {} } : { standing: 'absent' };
  },

  async make(step, tools) {
    const isReady = await tools.directory.mailboxes.isReady(mailboxOf(step.account, tools));
    if (!isReady) {
      throw new RemoteFailure({ kind: 'not-yet', operation: 'mailbox', said: 'the mailbox does not answer yet' });
    }
    return {};
  },
};

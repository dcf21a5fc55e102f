// Sends one test and keeps a line in the log, also of a failure.

import type { Evidence } from '../model/event.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { Mailer } from '../model/mailer.ts';
import type { Job } from './job.ts';
import { senderTodo } from './sender-todo.ts';
import type { ChosenTest } from './test-notice.ts';
import { whoIsThere } from './who.ts';

/** The line of the log with a test. */
export const NOTICE_TESTED = 'notice.tested';

/** Once. Throws RemoteFailure. */
export async function sendTest(
  { letter, step }: ChosenTest,
  { job, mailer }: { readonly job: Pick<Job, 'log' | 'settings'>; readonly mailer: Mailer },
): Promise<Evidence> {
  const facts = {
    by: whoIsThere(),
    to: letter.to.address,
    from: letter.from.address,
    notice: step.notice,
    partner: step.partner,
    noticeId: letter.noticeId,
    way: mailer.way,
  };
  try {
    const fault = await mailer.senderFault({ mailbox: letter.mailbox, from: letter.from.address });
    if (fault !== undefined) throw mayNotSend(letter.from.address, fault, job.settings);
    const receipt = await mailer.send(letter, await mailer.prepare(letter));
    await job.log.note(NOTICE_TESTED, { ...facts, outcome: 'sent', receipt });
    return receipt;
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    const outcome = error.facts.kind === 'in-doubt' ? 'in doubt' : 'failed';
    await job.log.note(NOTICE_TESTED, { ...facts, outcome, said: error.facts.said });
    throw error;
  }
}

function mayNotSend(from: string, said: string, { sending }: Job['settings']): RemoteFailure {
  const todo = senderTodo(from, sending);
  return new RemoteFailure({ kind: 'refused', operation: `send as ${from}`, said, todo });
}

// migrate notice test: a real message through the real servers, to somebody of ours. It is no step: no partner counts as told by it.

import { RemoteFailure } from '../model/failure.ts';
import type { Mailer } from '../model/mailer.ts';
import type { Evidence } from '../model/event.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { openJob } from './job.ts';
import type { Job } from './job.ts';
import { noSending } from './notice-problems.ts';
import { readSuppressList } from './partner-list.ts';
import { sayProblems } from './say-problems.ts';
import { chooseTest } from './test-notice.ts';
import type { ChosenTest } from './test-notice.ts';
import { testRecipient } from './test-recipient.ts';
import { whoIsThere } from './who.ts';
import { readWholeWorkspace } from './whole-workspace.ts';
import { connectMailer } from './wire.ts';

/** The line of the log with a test. */
const NOTICE_TESTED = 'notice.tested';

export interface TestOptions {
  readonly to: string;
  readonly partner?: string;
  readonly notice?: string;
}

export async function testNotice({ folder, voice }: CommandContext, options: TestOptions): Promise<ExitCode> {
  const reading = await readWholeWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { workspace } = reading;
  const { settings, notices } = workspace;
  if (notices === undefined) return sayProblems([noSending()], voice);
  const suppress = await readSuppressList(folder, settings);
  const recipient = testRecipient(options.to, { ...notices, suppress: suppress.entries });
  if ('problem' in recipient) return sayProblems([recipient.problem], voice);
  const opening = await openJob({ folder, settings, voice, command: 'notice test', log: 'create' });
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { job } = opening;
  try {
    const choosing = chooseTest({ ...workspace, notices }, job.log, { ...options, to: recipient.address });
    if ('problems' in choosing) return sayProblems(choosing.problems, voice);
    const { chosen } = choosing;
    const connecting = await connectMailer({
      folder,
      settings,
      environment: process.env,
      onDeviceCode: (message) => voice.say(message),
    });
    if ('problems' in connecting) return sayProblems(connecting.problems, voice);
    const { mailer } = connecting;
    try {
      const receipt = await sendTest(chosen, { job, mailer });
      const { letter, whose, step } = chosen;
      voice.fact({
        type: NOTICE_TESTED,
        to: letter.to.address,
        from: letter.from.address,
        notice: step.notice,
        receipt,
      });
      voice.say(
        `The letter ${step.notice} for ${whose} went as a test from ${letter.from.address} to ${letter.to.address}.`,
      );
      voice.say('See in its source that spf, dkim and dmarc pass (Authentication-Results). No partner counts as told.');
      return EXIT.done;
    } finally {
      await mailer.close();
    }
  } finally {
    job.close();
  }
}

/** Sends it once and keeps a line in the log, also of a failure. Throws RemoteFailure. */
export async function sendTest(
  { letter, step }: ChosenTest,
  { job, mailer }: { readonly job: Pick<Job, 'log'>; readonly mailer: Mailer },
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
    if (fault !== undefined) throw mayNotSend(letter.from.address, fault);
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

function mayNotSend(from: string, said: string): RemoteFailure {
  return new RemoteFailure({
    kind: 'refused',
    operation: `send as ${from}`,
    said,
    todo: 'Move that person first (migrate apply), let the mailbox send under that address, or name another sender in migrate.yaml (sending.sender).',
  });
}

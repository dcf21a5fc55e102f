// migrate notice test: a real message through the real servers, to somebody of ours. It is no step: no partner counts as told by it.

import type { Mailer } from '../model/mailer.ts';
import type { Problem } from '../model/problem.ts';
import type { SendingSettings } from '../model/settings.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { openJob } from './job.ts';
import type { Job } from './job.ts';
import { noSending } from './notice-problems.ts';
import { readSuppressList } from './partner-list.ts';
import { sayProblems } from './say-problems.ts';
import { awaitArrival, noteSelfTest, openOwnMailbox, ownMailbox } from './self-test.ts';
import type { OwnMailbox } from './self-test.ts';
import { NOTICE_TESTED, sendTest } from './send-test.ts';
import { arrivalProblem, noOwnMailbox, nobodyNamed } from './test-problems.ts';
import { chooseTest } from './test-notice.ts';
import type { ChosenTest } from './test-notice.ts';
import { testRecipient } from './test-recipient.ts';
import type { Voice } from './voice.ts';
import { readWholeWorkspace } from './whole-workspace.ts';
import type { NoticeLists, WholeWorkspace } from './whole-workspace.ts';
import { connectMailer } from './wire.ts';

export interface TestOptions {
  /** Who gets it. */
  readonly to?: string;
  /** To a mailbox of ours, which is read back. */
  readonly self?: true;
  readonly partner?: string;
  readonly notice?: string;
}

interface TestPlace {
  readonly workspace: WholeWorkspace & { readonly notices: NoticeLists };
  readonly job: Job;
  readonly voice: Voice;
}

export async function testNotice({ folder, voice }: CommandContext, options: TestOptions): Promise<ExitCode> {
  const reading = await readWholeWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings, notices } = reading.workspace;
  if (notices === undefined) return sayProblems([noSending()], voice);
  const to = options.to ?? (options.self === true ? ownMailbox(settings, notices.sending) : undefined);
  if (to === undefined) return sayProblems([options.self === true ? noOwnMailbox() : nobodyNamed()], voice);
  const opening = await openJob({ folder, settings, voice, command: 'notice test', log: 'create' });
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { job } = opening;
  try {
    return await testTo(to, options, { workspace: { ...reading.workspace, notices }, job, voice });
  } finally {
    job.close();
  }
}

async function testTo(to: string, options: TestOptions, place: TestPlace): Promise<ExitCode> {
  const { workspace, job, voice } = place;
  const { settings, notices } = workspace;
  const connection = {
    folder: job.folder,
    settings,
    environment: process.env,
    onDeviceCode: (message: string) => voice.say(message),
  };
  const own = options.self === true ? await openOwnMailbox(connection, job, to) : undefined;
  if (own !== undefined && 'problems' in own) return sayProblems(own.problems, voice);
  try {
    const suppress = await readSuppressList(job.folder, settings);
    const recipient = testRecipient(own?.mailbox ?? to, { ...notices, suppress: suppress.entries });
    if ('problem' in recipient) return sayProblems([recipient.problem], voice);
    const choosing = chooseTest(workspace, job.log, { ...options, to: recipient.address });
    if ('problems' in choosing) return sayProblems(choosing.problems, voice);
    const connecting = await connectMailer(connection);
    if ('problems' in connecting) return sayProblems(connecting.problems, voice);
    const { mailer } = connecting;
    try {
      await sendAndSay(choosing.chosen, mailer, place);
    } finally {
      await mailer.close();
    }
    if (own === undefined) {
      voice.say('See in its source that spf, dkim and dmarc pass (Authentication-Results). No partner counts as told.');
      return EXIT.done;
    }
    return await readBack(own, choosing.chosen, place);
  } finally {
    await own?.reader.close();
  }
}

async function sendAndSay(chosen: ChosenTest, mailer: Mailer, { job, voice }: TestPlace): Promise<void> {
  const receipt = await sendTest(chosen, { job, mailer });
  const { letter, whose, step } = chosen;
  const { from, to } = letter;
  voice.fact({ type: NOTICE_TESTED, to: to.address, from: from.address, notice: step.notice, receipt });
  voice.say(`The letter ${step.notice} for ${whose} went as a test from ${from.address} to ${to.address}.`);
}

async function readBack(
  own: OwnMailbox,
  { letter }: ChosenTest,
  { workspace, job, voice }: TestPlace,
): Promise<ExitCode> {
  const { settings, notices } = workspace;
  const { noticeId, from } = letter;
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  voice.say(`Waiting for it in ${own.mailbox} ...`);
  const arrival = await awaitArrival(own, { noticeId, isSandbox: settings.sandbox !== undefined });
  const sending: SendingSettings = notices.sending;
  await noteSelfTest(job, sending, { domain, noticeId, arrival });
  const { verdict, folder } = arrival;
  const { spf, dkim, dmarc } = verdict.results;
  voice.fact({
    type: 'notice.self-tested',
    domain,
    mailbox: own.mailbox,
    folder,
    spf,
    dkim,
    dmarc,
    outcome: verdict.outcome,
  });
  const problem: Problem | undefined = arrivalProblem(domain, { arrival, mailbox: own.mailbox });
  if (folder !== undefined) voice.say(`  arrived in ${folder}: spf ${spf}, dkim ${dkim}, dmarc ${dmarc}`);
  if (problem === undefined) {
    voice.say('It passes. No partner counts as told.');
    return EXIT.done;
  }
  voice.problem(problem);
  if (problem.severity === 'error') return EXIT.input;
  return verdict.outcome === 'pass' ? EXIT.done : EXIT.open;
}

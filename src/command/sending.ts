// Which notices of a run may start, and with what: only approved letters, through a mailer that is there, past every gate. The others
// are held, each with the reason and what to do; everything else of the plan goes on.

import { NotInThisRun } from '../apply/lane.ts';
import type { Lanes } from '../apply/lane.ts';
import type { BatchGate } from '../apply/run-plan.ts';
import type { StepRecord } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Mailer } from '../model/mailer.ts';
import { NOTICES_BATCH } from '../model/settings.ts';
import type { SendingSettings, Settings } from '../model/settings.ts';
import type { NoticeSend } from '../model/step.ts';
import type { Tools } from '../step/kind.ts';
import { dnsGate } from './dns-gate.ts';
import type { Job } from './job.ts';
import { isApproved, lettersOnRecord } from './letters-on-record.ts';
import { oldDomainGate } from './old-domain.ts';
import type { SendingGate, WhyHeld } from './sending-gate.ts';
import { selfTestGate } from './self-test-gate.ts';
import { openSendingLane } from './sending-lane.ts';
import { sendingAt, sendingPlace } from './sending-place.ts';
import { senderTodo } from './sender-todo.ts';
import { signInOptions } from './sign-in-options.ts';
import { heedingSuppress, suppressGate } from './suppress-gate.ts';
import type { Voice } from './voice.ts';
import { operatorsBy } from './wire-dns.ts';
import { connectMailer } from './wire.ts';

/** Each must let a notice pass. */
const GATES: readonly SendingGate[] = [suppressGate, oldDomainGate, dnsGate, selfTestGate];

export interface Sending {
  /** Those of the job, and that of the messages where there are any. */
  readonly lanes: Lanes;
  readonly mail: Tools['mail'];
  readonly whyHeld: (record: StepRecord) => string | undefined;
  readonly close: () => Promise<void>;
}

export interface SendingRequest {
  readonly job: Job;
  readonly voice: Voice;
  readonly records: Iterable<StepRecord>;
  /** For looks alone: nothing is sent, so no gate is asked. */
  readonly isLook?: true;
  /** Waits also for what the next day may take. */
  readonly waits?: boolean;
}

/** Connects only where a notice is to be sent or looked for. */
export async function openSending({ job, voice, records, isLook, waits = false }: SendingRequest): Promise<Sending> {
  const steps: NoticeSend[] = [];
  for (const { step, state } of records) {
    if (step.kind !== 'notice.send' || state === 'done') continue;
    const isOpen = state === 'started' || state === 'in-doubt' || isApproved(step, job.log);
    if (isOpen) steps.push(step);
  }
  const { sending } = job.settings;
  if (sending === undefined) return heldAll(job, () => 'nothing is sent: migrate.yaml has no section sending');
  if (steps.length === 0) return heldAll(job, (step) => whyNotApproved(step, job.log) ?? 'is not part of this run');
  const connecting = await connectMailer({
    ...signInOptions(job, voice),
    licences: job.log.currentPlan()?.summary.forecast.sending?.licences,
  });
  if ('problems' in connecting) {
    for (const problem of connecting.problems) voice.problem(problem);
    const said = connecting.problems.map(({ what, todo }) => `${what} ${todo}`).join(' ');
    return heldAll(job, () => `nothing can be sent: ${said}`);
  }
  const { mailer } = connecting;
  const gates =
    isLook === true ? [] : await Promise.all(GATES.map((gate) => gate({ job, sending, mailer, steps, voice })));
  const operatorOf = await operatorsBy({ folder: job.folder, settings: job.settings });
  const lane = openSendingLane({ job, sending, mailer, operatorOf, waits });
  return {
    lanes: new Map([...job.lanes, ['send', lane]]),
    mail: {
      mailer: heedingSuppress(askingSenders(sendingAt(sendingPlace(sending), mailer), sending), job),
      letterFor: lettersOnRecord(job.log),
    },
    whyHeld: ({ step, state }) => {
      if (step.kind !== 'notice.send' || state === 'started') return undefined;
      return whyNotApproved(step, job.log) ?? firstReason(gates, step);
    },
    close: () => mailer.close(),
  };
}

/** What is planned for notices only waits; what was started is held too, since nobody can look. */
function heldAll({ lanes }: Job, why: (step: NoticeSend) => string): Sending {
  return {
    lanes,
    mail: undefined,
    whyHeld: ({ step }) => (step.kind === 'notice.send' ? why(step) : undefined),
    close: () => Promise.resolve(),
  };
}

function firstReason(gates: readonly WhyHeld[], step: NoticeSend): string | undefined {
  for (const gate of gates) {
    const why = gate(step);
    if (why !== undefined) return why;
  }
  return undefined;
}

/**
 * All notices are one batch, in which a refused recipient stops nobody else: the lane of messages stops where too many are refused.
 * Doubts count, so that a server that falls silent does not take all partners into doubt; a few are ordinary.
 */
export function noticesGate({ sending }: Settings): readonly BatchGate[] {
  if (sending === undefined) return [];
  return [{ name: NOTICES_BATCH, failureThreshold: sending.mostBounces, onlyDoubts: { free: 5 } }];
}

function whyNotApproved(step: NoticeSend, log: JobLog): string | undefined {
  const approved = log.approvedLetter(step.id);
  if (approved === step.letter) return undefined;
  return approved === undefined
    ? 'the letter is not approved: migrate notice approve'
    : 'the letter has changed since it was approved: migrate notice diff, then migrate notice approve';
}

/** Asks once whether a sender may send, before its first message: Gmail replaces a From silently that is not accepted. */
function askingSenders(mailer: Mailer, sending: SendingSettings): Mailer {
  const asked = new Map<string, Promise<string | undefined>>();
  const ask = (sender: { readonly mailbox: string; readonly from: string }): Promise<string | undefined> => {
    const key = `${sender.mailbox} ${sender.from}`;
    let answer = asked.get(key);
    if (answer === undefined) {
      answer = mailer.senderFault(sender);
      asked.set(key, answer);
      // A question without an answer is asked again.
      answer.catch(() => asked.delete(key));
    }
    return answer;
  };
  return {
    way: mailer.way,
    limits: mailer.limits,
    concurrency: mailer.concurrency,
    senderFault: ask,
    async prepare(letter) {
      const fault = await ask({ mailbox: letter.mailbox, from: letter.from.address });
      if (fault === undefined) return mailer.prepare(letter);
      // Nothing is wrong with the letter: it waits until its sender may send.
      const from = letter.from.address;
      throw new NotInThisRun(`${from} may not send: ${fault}. ${senderTodo(from, sending)}`);
    },
    send: (letter, prepared) => mailer.send(letter, prepared),
    find: (letter, prepared) => mailer.find(letter, prepared),
    close: () => mailer.close(),
  };
}

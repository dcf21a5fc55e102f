// Opens the lane of messages for a job: with the limits of the mailer and of migrate.yaml, and with what the job log says was sent.

import { laneOf } from '../apply/lane.ts';
import type { Lane } from '../apply/lane.ts';
import { provesNothingSent } from '../apply/send-answers.ts';
import type { PastStart, SendHistory } from '../apply/send-history.ts';
import { SENDING_STEPPED_BACK, SENDING_STOPPED, SendLane, stopText } from '../apply/send-lane.ts';
import type { OperatorOf } from '../apply/send-operators.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Mailer } from '../model/mailer.ts';
import type { SendingSettings } from '../model/settings.ts';
import { dayOf } from '../plan/zone-day.ts';
import { realClock } from './clock.ts';
import type { Job } from './job.ts';

/** The line of the log with which an administrator lets a stopped campaign go on. */
export const SENDING_CONTINUED = 'notice.continued';
/** The line with which an administrator lets the rest of a day go on that was held after many refusals. */
export const DAY_LIFTED = 'notice.day-lifted';

const MINUTE_MS = 60_000;
/** No limit looks back further. */
const LONGEST_WINDOW_MS = 24 * 60 * MINUTE_MS;
/** An hour's limit is waited for; the next day is another run. */
const LONGEST_WAIT_MS = 61 * MINUTE_MS;

export interface SendingLaneParts {
  readonly job: Job;
  readonly sending: SendingSettings;
  readonly mailer: Mailer;
  readonly operatorOf: OperatorOf;
  /** For the next day, too. */
  readonly waits: boolean;
}

export function openSendingLane({ job, sending, mailer, operatorOf, waits }: SendingLaneParts): Lane {
  const { log, settings } = job;
  const { window, ramp, way } = sending;
  return new SendLane({
    limits: mailer.limits,
    concurrency: mailer.concurrency,
    days: { ...(window !== undefined && { window }), ramp, timeZone: settings.timeZone ?? 'UTC' },
    operatorOf,
    history: () => sendHistory(log, realClock.now()),
    whyStopped: () => whySendingStopped(log),
    note: (name, facts) => log.note(name, facts),
    looks: laneOf(job.lanes, 'mailbox'),
    clock: realClock,
    longestWaitMs: waits ? Number.POSITIVE_INFINITY : LONGEST_WAIT_MS,
    hasOneServer: way === 'smtp',
  });
}

/** What the limits must know of earlier runs. */
export function sendHistory(log: JobLog, now: number): SendHistory {
  const starts: PastStart[] = [];
  const earlier: number[] = [];
  for (const { id, ...start } of log.sendStarts(0)) {
    if (start.at < now - LONGEST_WINDOW_MS) {
      if (start.failure === undefined || !provesNothingSent(start.failure)) earlier.push(start.at);
      continue;
    }
    const step = log.step(id)?.step;
    if (step?.kind !== 'notice.send') throw new Error(`the log tells of a start of ${id}, which sends nothing`);
    const { address } = step.to;
    starts.push({ ...start, mailbox: step.mailbox, domain: address.slice(address.lastIndexOf('@') + 1) });
  }
  const stepped = log.lastEvent(SENDING_STEPPED_BACK);
  if (stepped === undefined) return { starts, earlier };
  const { reason, back } = stepped.facts;
  const lifted = liftOf(log, stepped.number);
  const stepBack = { at: stepped.at, why: String(reason), back: Number(back) };
  return { starts, earlier, stepBack: { ...stepBack, ...(lifted !== undefined && { liftedAt: lifted.at }) } };
}

function liftOf(log: JobLog, stepped: number) {
  const lifted = log.lastEvent(DAY_LIFTED);
  return lifted !== undefined && lifted.number > stepped ? lifted : undefined;
}

/** Why nothing more is sent on this day, after many refusals; undefined where it is not so, or was lifted. */
export function whyDayIsHeld(log: JobLog, { now, timeZone }: { now: number; timeZone: string }): string | undefined {
  const stepped = log.lastEvent(SENDING_STEPPED_BACK);
  if (stepped === undefined || liftOf(log, stepped.number) !== undefined) return undefined;
  return dayOf(stepped.at, timeZone) === dayOf(now, timeZone) ? String(stepped.facts['reason']) : undefined;
}

/** Why nothing may be sent, and what to do; undefined where it may. */
export function whySendingStopped(log: JobLog): string | undefined {
  const stopped = log.lastEvent(SENDING_STOPPED);
  if (stopped === undefined || (log.lastEvent(SENDING_CONTINUED)?.number ?? 0) > stopped.number) return undefined;
  const { reason = 'by the administrator', todo = '' } = stopped.facts;
  return stopText(String(reason), String(todo));
}

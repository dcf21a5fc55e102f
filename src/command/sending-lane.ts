// Opens the lane of messages for a job: with the limits of the mailer and of migrate.yaml, and with what the job log says was sent.

import { laneOf } from '../apply/lane.ts';
import type { Lane } from '../apply/lane.ts';
import type { PastStart, SendHistory } from '../apply/send-history.ts';
import { SENDING_STEPPED_BACK, SENDING_STOPPED, SendLane, stopText } from '../apply/send-lane.ts';
import type { OperatorOf } from '../apply/send-operators.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Mailer, SendLimit } from '../model/mailer.ts';
import type { SendingSettings } from '../model/settings.ts';
import { realClock } from './clock.ts';
import type { Job } from './job.ts';

/** The line of the log with which an administrator lets a stopped campaign go on. */
export const SENDING_CONTINUED = 'notice.continued';

const HOUR_MS = 3_600_000;
/** No limit looks back further. */
const LONGEST_WINDOW_MS = 24 * HOUR_MS;
/** An hour's limit is waited for; the next day is another run. */
const LONGEST_WAIT_MS = 2 * HOUR_MS;

export interface SendingLaneParts {
  readonly job: Job;
  readonly sending: SendingSettings;
  readonly mailer: Mailer;
  readonly operatorOf: OperatorOf;
}

export function openSendingLane({ job, sending, mailer, operatorOf }: SendingLaneParts): Lane {
  const { log, settings } = job;
  const operatorLimit: SendLimit = {
    scope: 'operator',
    messages: sending.perOperatorHour,
    windowMs: HOUR_MS,
    name: 'sending.perOperatorHour',
    source: settings.file,
  };
  const { window, ramp, way } = sending;
  return new SendLane({
    limits: [...mailer.limits, operatorLimit],
    concurrency: mailer.concurrency,
    days: { ...(window !== undefined && { window }), ramp, timeZone: settings.timeZone ?? 'UTC' },
    operatorOf,
    history: () => historyIn(log),
    whyStopped: () => whyStopped(log),
    note: (name, facts) => log.note(name, facts),
    looks: laneOf(job.lanes, 'mailbox'),
    clock: realClock,
    longestWaitMs: LONGEST_WAIT_MS,
    hasOneServer: way === 'smtp',
  });
}

function historyIn(log: JobLog): SendHistory {
  const since = realClock.now() - LONGEST_WINDOW_MS;
  const starts: PastStart[] = [];
  const earlier: number[] = [];
  for (const { id, ...start } of log.sendStarts(0)) {
    const step = log.step(id)?.step;
    if (start.at < since || step?.kind !== 'notice.send') earlier.push(start.at);
    else starts.push({ ...start, mailbox: step.mailbox, domain: step.to.address.replace(/^.*@/, '') });
  }
  const stepped = log.lastEvent(SENDING_STEPPED_BACK);
  if (stepped === undefined) return { starts, earlier };
  const { reason, back } = stepped.facts;
  return { starts, earlier, stepBack: { at: stepped.at, why: String(reason), back: Number(back) } };
}

function whyStopped(log: JobLog): string | undefined {
  const stopped = log.lastEvent(SENDING_STOPPED);
  if (stopped === undefined || (log.lastEvent(SENDING_CONTINUED)?.number ?? 0) > stopped.number) return undefined;
  return stopText(String(stopped.facts['reason']), String(stopped.facts['todo']));
}

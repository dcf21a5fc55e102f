// Stops the sending where too much came back since the administrator last let it go on.

import { provesNothingSent } from '../apply/send-answers.ts';
import { SENDING_STOPPED } from '../apply/send-lane.ts';
import type { JobLog } from '../model/job-log.ts';
import type { MailBack } from '../model/mail-back.ts';
import { whyStopForBounces } from '../notice/returned/stop-for-bounces.ts';
import { SENDING_CONTINUED, whySendingStopped } from './sending-lane.ts';

export interface BounceStop {
  readonly reason: string;
  /** It was stopped before, for whatever reason. */
  readonly isOld: boolean;
}

/** Writes the stop into the log; undefined where the sending may go on. */
export async function stopForBounces(log: JobLog, mostBounces: number): Promise<BounceStop | undefined> {
  const before = whySendingStopped(log);
  if (before !== undefined) return { reason: before, isOld: true };
  const sent = new Set(
    log.sendStarts(0).flatMap(({ id, failure }) => (failure !== undefined && provesNothingSent(failure) ? [] : [id])),
  ).size;
  const reason = whyStopForBounces({ sent, bounces: bouncesSinceContinued(log), mostBounces });
  if (reason === undefined) return undefined;
  const todo = 'See why: migrate notice bounces. Then let it go on with: migrate notice continue';
  await log.note(SENDING_STOPPED, { reason, todo, by: 'bounces' });
  return { reason, isOld: false };
}

/** One for each message: what he has seen and let pass does not stop it again. */
function bouncesSinceContinued(log: JobLog): readonly MailBack[] {
  const continued = log.lastEvent(SENDING_CONTINUED)?.number;
  const seen = new Set<unknown>();
  if (continued !== undefined) {
    for (const { name, number, facts } of log.events()) {
      if (name === 'notice.bounced' && number < continued) seen.add(facts['key']);
    }
  }
  const bySteps = new Map<string, MailBack>();
  for (const back of log.mailBacks()) {
    if (back.kind === 'bounced' && back.stepId !== undefined && !seen.has(back.key)) bySteps.set(back.stepId, back);
  }
  return [...bySteps.values()];
}

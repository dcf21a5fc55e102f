// The letters that were sent, or may have been, as the job log has them.

import type { JobLog } from '../model/job-log.ts';
import type { StepRecord } from '../model/event.ts';
import type { NoticeSend } from '../model/step.ts';
import { noticeIdOf } from '../plan/notice-id.ts';
import { SentIndex } from '../notice/returned/sent-index.ts';
import type { SentLetter } from '../notice/returned/sent-index.ts';

export interface SentLetters {
  readonly index: SentIndex;
  /** Steps by id. */
  readonly steps: ReadonlyMap<string, NoticeSend>;
  /** Primary addresses of the mailboxes that have sent. */
  readonly mailboxes: readonly string[];
  /** Domains of the senders. */
  readonly ownDomains: readonly string[];
  /** When the first one was started, in milliseconds since 1970; undefined where none was. */
  readonly firstAt: number | undefined;
}

export function sentLetters(log: JobLog): SentLetters {
  const startedAt = new Map<string, number>();
  for (const { id, at } of log.sendStarts(0)) if (!startedAt.has(id)) startedAt.set(id, at);
  const rounds = log.sendRounds();
  const letters: SentLetter[] = [];
  const steps = new Map<string, NoticeSend>();
  for (const record of log.steps()) {
    const sentAtMs = startedAt.get(record.step.id);
    if (record.step.kind !== 'notice.send' || sentAtMs === undefined) continue;
    steps.set(record.step.id, record.step);
    const earlierIds = Array.from({ length: rounds.get(record.step.id) ?? 0 }, (_, round) =>
      noticeIdOf(log.jobId, record.step.id, round),
    );
    letters.push({ ...letterOf(record.step, { record, sentAtMs }), earlierIds });
  }
  const [firstAt] = startedAt.values();
  return {
    index: new SentIndex(letters),
    steps,
    mailboxes: [...new Set([...steps.values()].map(({ mailbox }) => mailbox))].toSorted(),
    ownDomains: [...new Set([...steps.values()].flatMap(({ mailbox, from }) => [mailbox, from.address].map(domainOf)))],
    firstAt,
  };
}

function letterOf(
  step: NoticeSend,
  { record, sentAtMs }: { readonly record: StepRecord; readonly sentAtMs: number },
): SentLetter {
  const { id, noticeId, from, to, subject, referenceCode } = step;
  // Exchange and Gmail put an id of their own in the place of ours; the receipt names it.
  const kept = ['messageId', 'internetMessageId'].map((name) => record.evidence?.[name]);
  const messageIds = [`<${noticeId}@${domainOf(from.address)}>`, ...kept].filter((one) => typeof one === 'string');
  return { id, noticeId, messageIds, address: to.address, sentAtMs, subject, referenceCode };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

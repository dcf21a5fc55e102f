// The Mailer seam over a tenant in memory, in the three ways there are: by drafts, over SMTP with an archive, and over SMTP without one.

import type { Evidence } from '../../../src/model/event.ts';
import { RemoteFailure } from '../../../src/model/failure.ts';
import type { OutgoingLetter } from '../../../src/model/letter.ts';
import type { Mailer, SentSight } from '../../../src/model/mailer.ts';
import type { Carry } from './carry.ts';
import { IN_FLIGHT_MS } from './network.ts';
import { MOST_COPY_LATE_MS, MOST_STALE_MS } from './schedule.ts';
import type { MailWay } from './schedule.ts';
import type { Outbox } from './outbox.ts';

/** After so long the copy of whatever was sent is in the archive, and every look sees it. */
const ARCHIVE_LAG_MS = MOST_COPY_LATE_MS + MOST_STALE_MS + IN_FLIGHT_MS;

type Ways = Pick<Mailer, 'prepare' | 'send' | 'find'>;

export function mailerOf(way: MailWay, outbox: Outbox, carry: Carry): Mailer {
  return {
    way: way === 'drafts' ? 'graph' : 'smtp',
    limits: [],
    concurrency: { all: 4, mailbox: 4 },
    senderFault: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
    ...WAYS[way](outbox, carry),
  };
}

const WAYS: Readonly<Record<MailWay, (outbox: Outbox, carry: Carry) => Ways>> = {
  drafts: byDrafts,
  archive: byArchive,
  blind: byNobody,
};

function seesCopy(outbox: Outbox, carry: Carry, { noticeId }: OutgoingLetter): Promise<boolean> {
  return carry({ operation: 'find message', does: 'read' }, (staleMs) => outbox.seesCopy(noticeId, staleMs));
}

function receiptOf({ noticeId }: OutgoingLetter): Evidence {
  return { messageId: noticeId };
}

/** What an earlier try was found to have sent. */
function sentBefore({ sent }: Evidence): Evidence | undefined {
  return typeof sent === 'object' && sent !== null ? { ...sent } : undefined;
}

/** A draft can be sent once: whoever sends it again hears that it is gone. */
function byDrafts(outbox: Outbox, carry: Carry): Ways {
  const draftOf = ({ noticeId }: OutgoingLetter): Promise<string | undefined> =>
    carry({ operation: 'find draft', does: 'read' }, (staleMs) => outbox.draftOf(noticeId, staleMs));

  async function find(letter: OutgoingLetter, prepared: Evidence): Promise<SentSight> {
    const before = sentBefore(prepared);
    if (before !== undefined) return { standing: 'sent', receipt: before };
    if (await seesCopy(outbox, carry, letter)) return { standing: 'sent', receipt: receiptOf(letter) };
    if (prepared['draftId'] === undefined || (await draftOf(letter)) !== undefined) return { standing: 'not-sent' };
    return { standing: 'cannot-tell', said: 'neither its draft nor a sent copy is in the mailbox' };
  }

  return {
    async prepare(letter) {
      if (await seesCopy(outbox, carry, letter)) return { sent: receiptOf(letter) };
      const known = await draftOf(letter);
      const make = (): Promise<string> =>
        carry({ operation: 'create draft', does: 'make' }, () => outbox.makeDraft(letter));
      return { draftId: known ?? (await make()) };
    },

    async send(letter, prepared) {
      const before = sentBefore(prepared);
      if (before !== undefined) return before;
      const { draftId } = prepared;
      if (typeof draftId !== 'string') throw new Error('a letter was to be sent of which no draft was kept');
      try {
        await carry({ operation: 'send draft', does: 'make' }, () => outbox.sendDraft(draftId, letter));
      } catch (error) {
        if (!(error instanceof RemoteFailure) || error.facts.kind !== 'refused') throw error;
        const sight = await find(letter, prepared);
        if (sight.standing === 'sent') return sight.receipt;
        throw new RemoteFailure({ ...error.facts, kind: 'in-doubt' }, error);
      }
      return receiptOf(letter);
    },

    find,
  };
}

/** The server takes a message as often as it comes; the archive tells afterwards. */
function byArchive(outbox: Outbox, carry: Carry): Ways {
  return {
    async prepare(letter) {
      return (await seesCopy(outbox, carry, letter)) ? { sent: receiptOf(letter) } : { date: 'today' };
    },
    send: (letter, prepared) => handOver(outbox, carry, { letter, prepared }),
    async find(letter, prepared) {
      const before = sentBefore(prepared);
      if (before !== undefined) return { standing: 'sent', receipt: before };
      return (await seesCopy(outbox, carry, letter))
        ? { standing: 'sent', receipt: receiptOf(letter) }
        : { standing: 'not-sent', believedAfterMs: ARCHIVE_LAG_MS };
    },
  };
}

/** Nobody can look, now or later. */
function byNobody(outbox: Outbox, carry: Carry): Ways {
  return {
    prepare: () => Promise.resolve({ date: 'today' }),
    send: (letter, prepared) => handOver(outbox, carry, { letter, prepared }),
    find: () => Promise.resolve({ standing: 'no-way', said: 'the mail server keeps no copy' }),
  };
}

async function handOver(
  outbox: Outbox,
  carry: Carry,
  { letter, prepared }: { readonly letter: OutgoingLetter; readonly prepared: Evidence },
): Promise<Evidence> {
  const before = sentBefore(prepared);
  if (before !== undefined) return before;
  if (prepared['date'] === undefined) throw new Error('a letter was to be sent of which no date was kept');
  await carry({ operation: 'hand over message', does: 'make' }, () => outbox.take(letter));
  return receiptOf(letter);
}

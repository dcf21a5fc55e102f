// Sends letters over SMTP: one partner in each transaction, and the archive beside it. What became of a message is told by the archive.

import type { Evidence } from '../../model/event.ts';
import type { OutgoingLetter } from '../../model/letter.ts';
import type { Mailer, SendLimit, SentSight } from '../../model/mailer.ts';
import type { SmtpSettings } from '../../model/settings.ts';
import type { Composer } from '../../notice/compose-message.ts';
import { letterMark, messageIdOf } from '../../notice/compose-message.ts';
import { messageOf } from '../outgoing.ts';
import { keptText, sentBefore } from '../prepared.ts';
import { openArchive } from './archive.ts';
import type { Archive, ArchivedCopy } from './archive.ts';
import { smtpSignerOf } from './dkim.ts';
import type { DkimKey } from './dkim.ts';
import type { SmtpPatience } from './limits.ts';
import { SessionPool } from './pool.ts';
import { openSession } from './session.ts';
import { sendOnce } from './transaction.ts';

export interface SmtpMailerOptions {
  readonly settings: SmtpSettings;
  /** The password or access token of the mail server, and the password of the archive. */
  readonly secrets: { readonly smtp?: string; readonly imap?: string };
  readonly composer: Composer;
  readonly limits: readonly SendLimit[];
  readonly patience: SmtpPatience;
  readonly dkim?: DkimKey;
  /** PEM of an authority that is trusted beside those of the system: the sandbox's own. */
  readonly authority?: string;
  readonly now?: () => number;
}

export function connectSmtpMailer(options: SmtpMailerOptions): Mailer {
  const { settings, secrets, composer, limits, patience, authority, now = Date.now } = options;
  const trust = authority === undefined ? {} : { authority };
  const sign = options.dkim === undefined ? undefined : smtpSignerOf(options.dkim);
  const pool = new SessionPool({
    most: settings.connections,
    idleMs: patience.idleMs,
    now,
    open: () =>
      openSession({
        server: settings,
        patience,
        ...trust,
        ...(secrets.smtp === undefined ? {} : { secret: secrets.smtp }),
      }),
  });
  const archive =
    settings.archive === undefined
      ? undefined
      : openArchive({ imap: settings.archive.imap, password: secrets.imap ?? '', ...trust });

  return {
    way: 'smtp',
    limits,
    concurrency: { all: settings.connections, mailbox: settings.connections },

    // A mail server says which senders it takes when it is given one, before the message.
    senderFault: () => Promise.resolve(undefined),

    async prepare(letter) {
      const copy = (await archive?.known())?.get(letter.noticeId);
      const kept = { messageId: messageIdOf(letter), date: composer.stamp(now()), letter: letterMark(letter) };
      return copy === undefined ? kept : { ...kept, sent: receiptOf(letter, copy) };
    },

    async send(letter, prepared) {
      const [sent, date] = [sentBefore(prepared), keptText(prepared, 'date')];
      if (sent !== undefined) return sent;
      if (date === undefined) throw new Error('a letter was to be sent of which no date was kept');
      const composed = await messageOf(composer, letter, date);
      const message = sign === undefined ? composed : await sign(composed);
      const recipients = { partner: letter.to.address, ...archiveOf(settings, letter) };
      const info = await sendOnce(pool, { from: letter.from.address, recipients, message }, { patience, secrets });
      return { messageId: messageIdOf(letter), letter: letterMark(letter), ...info };
    },

    find: (letter, prepared) => sightOf(archive, { letter, prepared, lagMs: patience.archiveLagMs }),

    async close() {
      pool.close();
      await archive?.close();
    },
  };
}

/** The partner may be the archive itself, in a test; nobody gets two. */
function archiveOf({ archive }: SmtpSettings, { to }: OutgoingLetter): { readonly archive?: string } {
  return archive === undefined || archive.address === to.address ? {} : { archive: archive.address };
}

async function sightOf(
  archive: Archive | undefined,
  wanted: { readonly letter: OutgoingLetter; readonly prepared: Evidence; readonly lagMs: number },
): Promise<SentSight> {
  const { letter, prepared, lagMs } = wanted;
  const before = sentBefore(prepared);
  if (before !== undefined) return { standing: 'sent', receipt: before };
  if (archive === undefined) {
    const said = 'the mail server keeps no copy that could be looked for: ask its operator, or the partner';
    return { standing: 'no-way', said };
  }
  const copy = await archive.find(letter.noticeId);
  return copy === undefined
    ? { standing: 'not-sent', believedAfterMs: lagMs }
    : { standing: 'sent', receipt: receiptOf(letter, copy) };
}

function receiptOf(letter: OutgoingLetter, { uid }: ArchivedCopy): Evidence {
  return { messageId: messageIdOf(letter), archiveUid: uid, answer: 'its copy is in the archive' };
}

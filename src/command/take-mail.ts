// Reads what came back to the mailboxes that have sent, and keeps what is about a notice. A mailbox that cannot be read is told, and the
// others are read.

import { RemoteFailure } from '../model/failure.ts';
import type { JobLog } from '../model/job-log.ts';
import type { MailBack } from '../model/mail-back.ts';
import { headerOf } from '../model/mail-reader.ts';
import type { MailFolder, MailHead, MailReader, MailWish } from '../model/mail-reader.ts';
import { readReturned } from '../notice/returned/read-returned.ts';
import { isWorthReading } from '../notice/returned/worth-reading.ts';
import type { SentLetters } from './sent-letters.ts';

export interface TakeMailWish {
  readonly reader: MailReader;
  readonly mailboxes: readonly string[];
  readonly folders: readonly MailFolder[];
  readonly sinceMs: number;
  readonly sent: SentLetters;
  readonly ownDomains: readonly string[];
  readonly log: JobLog;
  readonly signal: AbortSignal;
  /** How many messages were looked at so far, and where. */
  readonly onProgress: (looked: number, mailbox: string) => void;
}

export interface TakenMail {
  /** Messages whose headers were looked at. */
  readonly looked: number;
  /** Messages that were read. */
  readonly read: number;
  /** What was not known before. */
  readonly fresh: readonly MailBack[];
  /** Reports of failure that are about no notice of ours. */
  readonly unmatched: readonly MailBack[];
  readonly failures: readonly { readonly mailbox: string; readonly failure: RemoteFailure }[];
}

/** So many of the reports that are not ours are shown. */
const MOST_UNMATCHED = 100;

export async function takeMail(wish: TakeMailWish): Promise<TakenMail> {
  const taking = new Taking(wish);
  const failures: { mailbox: string; failure: RemoteFailure }[] = [];
  for (const mailbox of wish.mailboxes) {
    try {
      for (const folder of wish.folders) await taking.folder({ mailbox, folder, ...wish });
    } catch (error) {
      if (!(error instanceof RemoteFailure)) throw error;
      failures.push({ mailbox, failure: error });
    }
  }
  const { looked, read, fresh, unmatched } = taking;
  return { looked, read, fresh, unmatched, failures };
}

class Taking {
  looked = 0;
  read = 0;
  readonly fresh: MailBack[] = [];
  readonly unmatched: MailBack[] = [];
  readonly #wish: TakeMailWish;
  /** Keys of what the log has: it is not read again. */
  readonly #known: Set<string>;

  constructor(wish: TakeMailWish) {
    this.#wish = wish;
    this.#known = new Set([...wish.log.mailBacks()].map(({ key }) => key));
  }

  async folder(wish: MailWish): Promise<void> {
    const { reader, sent, onProgress } = this.#wish;
    for await (const head of reader.heads(wish)) {
      this.looked += 1;
      onProgress(this.looked, wish.mailbox);
      const isKnown = this.#known.has(headerOf(head.headers, 'message-id')?.trim() ?? '');
      if (isKnown || !isWorthReading(head.headers, { index: sent.index, at: head.receivedAtMs })) continue;
      this.#keep(await this.#returned(head, wish));
    }
  }

  async #returned(head: MailHead, wish: MailWish) {
    const { reader, sent, ownDomains } = this.#wish;
    const raw = await reader.raw(head, wish);
    this.read += 1;
    return readReturned(raw, { index: sent.index, ownDomains, at: head.receivedAtMs });
  }

  #keep(back: Awaited<ReturnType<typeof readReturned>>): void {
    if (back.kind === 'other') return;
    if (back.stepId === undefined) {
      if (this.unmatched.length < MOST_UNMATCHED) this.unmatched.push(back);
      return;
    }
    if (this.#wish.log.keepMailBack(back)) this.fresh.push(back);
    this.#known.add(back.key);
  }
}

// The seam to whatever sends mail: Graph, Gmail, SMTP. An adapter fills it; the step notice.send calls it.
// Every method makes its calls once: the lane is the only owner of repetition. Every method throws RemoteFailure only.

import type { Evidence } from './event.ts';
import type { OutgoingLetter } from './letter.ts';

export type SendWay = 'graph' | 'gmail' | 'smtp';

/**
 * What a look for a sent message found.
 *
 * - `sent`        it was accepted for delivery; `receipt` is what `send` would have returned
 * - `not-sent`    there is no trace of it, or only its draft. Believed only when the provider's copies must have met
 * - `cannot-tell` this look failed; another one may tell
 * - `no-way`      there is nowhere to look, now or later (SMTP without an archive)
 */
export type SentSight =
  | { readonly standing: 'sent'; readonly receipt: Evidence }
  | {
      readonly standing: 'not-sent';
      /** Only after so many milliseconds of looking, where copies take longer than the provider's own. */
      readonly believedAfterMs?: number;
    }
  | { readonly standing: 'cannot-tell' | 'no-way'; readonly said: string };

/** One limit on sending, as the adapter's `limits.ts` or migrate.yaml holds it: at most so many starts in any window of that length. */
export interface SendLimit {
  /** What shares it: one sending mailbox, the whole tenant, one operator of receiving mail servers, this campaign. */
  readonly scope: 'mailbox' | 'tenant' | 'operator' | 'campaign';
  readonly messages: number;
  /** Milliseconds; slides. */
  readonly windowMs: number;
  /** Name of the limit as a user would look it up. */
  readonly name: string;
  readonly source: string;
}

/** What decides how much a tenant may send. */
export interface SendingTenant {
  /** Licences with a mailbox that it has bought; absent: not known, and the least is taken. */
  readonly licences?: number;
  readonly isTrial: boolean;
  /** Most external recipients in 24 hours, as the administrator has observed it; absent: by the provider's rule. */
  readonly perDay?: number;
}

export interface Mailer {
  readonly way: SendWay;
  readonly limits: readonly SendLimit[];
  /** Messages under way at once: in all, and from one mailbox. */
  readonly concurrency: { readonly all: number; readonly mailbox: number };
  /**
   * Why `from` may not send from `mailbox`, in words; undefined where it may. Gmail replaces a From silently that is no accepted
   * sender, so this is asked before the first message of each sender. Read-only.
   */
  senderFault(sender: { readonly mailbox: string; readonly from: string }): Promise<string | undefined>;
  /**
   * Makes the message findable before it is sent: a draft whose ids come back (Graph, Gmail), or only its fixed ids and date (SMTP).
   * A draft that an earlier try left behind is taken over, never doubled. What it returns is on disk before `send` is called.
   */
  prepare(letter: OutgoingLetter): Promise<Evidence>;
  /** Sends once what was prepared. Returns the receipt: ids, the server's answer. */
  send(letter: OutgoingLetter, prepared: Evidence): Promise<Evidence>;
  /** Read-only. What became of it? `prepared` is empty where nothing was kept. */
  find(letter: OutgoingLetter, prepared: Evidence): Promise<SentSight>;
  /** Ends connections. */
  close(): Promise<void>;
}

// What comes back to a notice: bounces, automatic replies, answers.

import type { StepId } from './step.ts';

/**
 * Why a message bounced.
 *
 * - `gone`      no such address or domain
 * - `full`      the mailbox is full
 * - `temporary` expired or deferred
 * - `policy`    blocked, refused as spam, refused by policy: our reputation
 * - `unknown`   none of these can be told
 */
export type BounceClass = 'gone' | 'full' | 'temporary' | 'policy' | 'unknown';

export interface MailBack {
  /** Of the message that came back, the same on every reading: taking it in twice changes nothing. */
  readonly key: string;
  /** `delayed`: whoever has the message goes on trying; not final. `automatic`: an absence, a receipt of a program. */
  readonly kind: 'bounced' | 'delayed' | 'automatic' | 'answered';
  /** The notice that it is about; absent where it could not be matched. */
  readonly stepId?: StepId;
  /**
   * How it was matched. `notice id` and `message id` name the message itself; `address` (it stands in the text of a report), `sender`
   * and `reference code` are likely, and could be forged by anybody.
   */
  readonly matchedBy?: 'notice id' | 'message id' | 'address' | 'sender' | 'reference code';
  readonly bounce?: BounceClass;
  /** The address that it is about, lower case. */
  readonly address?: string;
  /** What the other end said, one line. */
  readonly said: string;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
}

/** It names an id of ours. */
export function isCertain({ matchedBy }: Pick<MailBack, 'matchedBy'>): boolean {
  return matchedBy === 'notice id' || matchedBy === 'message id';
}

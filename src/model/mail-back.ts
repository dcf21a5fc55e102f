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
  readonly kind: 'bounced' | 'automatic' | 'answered';
  /** The notice that it is about; absent where it could not be matched. */
  readonly stepId?: StepId;
  /** How it was matched: `notice id`, `message id`, `address`. */
  readonly matchedBy?: string;
  readonly bounce?: BounceClass;
  /** The address that it is about, lower case. */
  readonly address?: string;
  /** What the other end said, one line. */
  readonly said: string;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
}

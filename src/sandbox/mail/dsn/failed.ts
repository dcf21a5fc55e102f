// What a delivery status notification is about. The forms beside this file write it as their operators do, after public examples.

import { headersOf, headerValue, splitMessage } from '../mime/headers.ts';

export interface Failed {
  /** Where the notification goes. */
  readonly sender: string;
  readonly recipient: string;
  /** The message that did not arrive, bytes with one character each. */
  readonly raw: string;
  /** What the other end said: `550 5.1.1 <a@b.example>: User unknown`. */
  readonly said: string;
  /** `delayed`: it is tried on. */
  readonly action: 'failed' | 'delayed';
  /** The mail server that said it. */
  readonly remote: string;
  readonly at: number;
  /** Hex digits that nothing else has. */
  readonly token: string;
}

export type DsnForm = (failed: Failed) => string;

/** `5.1.1`; from the reply code where the text has none. */
export function statusOf({ said, action }: Failed): string {
  const found = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(said)?.[1];
  const [first] = said;
  return found ?? `${action === 'delayed' || first === '4' ? '4' : '5'}.0.0`;
}

export const originalLines = ({ raw }: Failed): readonly string[] => splitMessage(raw).lines;

export const originalHeader = ({ raw }: Failed, name: string): string | undefined => headerValue(headersOf(raw), name);

/** The reference to the message that failed. */
export function replyHeaders(failed: Failed): readonly string[] {
  const id = originalHeader(failed, 'Message-ID');
  return id === undefined ? [] : [`In-Reply-To: ${id}`, `References: ${id}`];
}

// What was kept of a letter before it was sent, read back. It comes from the job log, so nothing of it is believed unseen.

import type { Evidence } from '../model/event.ts';
import type { OutgoingLetter } from '../model/letter.ts';
import { letterMark } from '../notice/compose-message.ts';

/** The receipt of a letter that was found sent already when it was to be prepared. */
export function sentBefore({ sent }: Evidence): Evidence | undefined {
  return isEvidence(sent) ? sent : undefined;
}

/** A text that was kept; undefined where there is none. */
export function keptText(prepared: Evidence, name: string): string | undefined {
  const value = prepared[name];
  return typeof value === 'string' ? value : undefined;
}

/** False where what was kept is the draft of another version of the letter. What is sent is sent, of whatever version. */
export function isPreparedFor(prepared: Evidence, letter: OutgoingLetter): boolean {
  return sentBefore(prepared) !== undefined || prepared['letter'] === letterMark(letter);
}

function isEvidence(value: unknown): value is Evidence {
  return typeof value === 'object' && value !== null;
}

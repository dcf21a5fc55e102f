// The letters as they are on record. Whatever happened to the file, nothing is sent but what was approved.

import { RemoteFailure } from '../model/failure.ts';
import type { JobLog } from '../model/job-log.ts';
import type { OutgoingLetter } from '../model/letter.ts';
import type { NoticeSend } from '../model/step.ts';
import { letterHash } from '../notice/letter-hash.ts';

/** A letter is asked for when it is prepared, when it is sent, and at each look: more are not under way at once. */
const MOST_REMEMBERED = 100;

export function isApproved({ id, letter }: NoticeSend, log: JobLog): boolean {
  return log.approvedLetter(id) === letter;
}

/**
 * Reads each letter once and checks it against its hash; whether it is approved is asked anew each time. The same step gets the same
 * letter, so that what is reckoned from one is reckoned once. Throws RemoteFailure.
 */
export function lettersOnRecord(log: JobLog): (step: NoticeSend) => OutgoingLetter {
  const known = new Map<string, OutgoingLetter>();

  function read(step: NoticeSend): OutgoingLetter {
    const { noticeId, referenceCode, mailbox } = step;
    const letter = log.letter(step.letter);
    if (letter === undefined || letterHash(letter) !== step.letter) {
      throw refused('the letter on record is missing or was changed', 'Plan again: migrate plan');
    }
    if (letter.to.address !== step.to.address || letter.from.address !== step.from.address) {
      throw refused('the letter on record is another one than the plan shows', 'Plan again: migrate plan');
    }
    return { ...letter, noticeId, referenceCode, mailbox };
  }

  return (step) => {
    const key = `${step.id} ${step.letter} ${step.to.address} ${step.from.address}`;
    const letter = known.get(key) ?? read(step);
    known.set(key, letter);
    const [oldest] = known.keys();
    if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
    if (!isApproved(step, log)) throw refused('the letter is not approved as it is', 'migrate notice approve');
    return letter;
  };
}

function refused(said: string, todo: string): RemoteFailure {
  return new RemoteFailure({ kind: 'refused', operation: 'read the letter', said, todo });
}

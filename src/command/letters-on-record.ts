// The letters as they are on record. Whatever happened to the file, nothing is sent but what was approved.

import { RemoteFailure } from '../model/failure.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Letter, LetterHash, OutgoingLetter } from '../model/letter.ts';
import type { NoticeSend } from '../model/step.ts';
import { letterHash } from '../notice/letter-hash.ts';

/** A letter is asked for when it is prepared, when it is sent, and at each look: more are not under way at once. */
const MOST_REMEMBERED = 100;

export function isApproved({ id, letter }: NoticeSend, log: JobLog): boolean {
  return log.approvedLetter(id) === letter;
}

/** Reads each letter once and checks it against its hash; whether it is approved is asked anew each time. Throws RemoteFailure. */
export function lettersOnRecord(log: JobLog): (step: NoticeSend) => OutgoingLetter {
  const known = new Map<LetterHash, Letter>();

  function read(hash: LetterHash): Letter {
    const remembered = known.get(hash);
    if (remembered !== undefined) return remembered;
    const letter = log.letter(hash);
    if (letter === undefined || letterHash(letter) !== hash) {
      throw refused('the letter on record is missing or was changed', 'Plan again: migrate plan');
    }
    known.set(hash, letter);
    const [oldest] = known.keys();
    if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
    return letter;
  }

  return (step) => {
    const letter = read(step.letter);
    if (letter.to.address !== step.to.address || letter.from.address !== step.from.address) {
      throw refused('the letter on record is another one than the plan shows', 'Plan again: migrate plan');
    }
    if (!isApproved(step, log)) throw refused('the letter is not approved as it is', 'migrate notice approve');
    const { noticeId, referenceCode, mailbox } = step;
    return { ...letter, noticeId, referenceCode, mailbox };
  };
}

function refused(said: string, todo: string): RemoteFailure {
  return new RemoteFailure({ kind: 'refused', operation: 'read the letter', said, todo });
}

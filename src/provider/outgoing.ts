// What every mailer does before it calls anybody: the letter is checked once more, and composed.

import { RemoteFailure } from '../model/failure.ts';
import type { OutgoingLetter } from '../model/letter.ts';
import { letterFault } from '../notice/compose-check.ts';
import type { Composer } from '../notice/compose-message.ts';

/** The bytes of the message. Throws RemoteFailure (`refused`) for a letter that cannot be sent as it is. */
export async function messageOf(composer: Composer, letter: OutgoingLetter, date: string): Promise<Buffer> {
  const fault = letterFault(letter);
  if (fault !== undefined) {
    throw new RemoteFailure({
      kind: 'refused',
      operation: 'compose the message',
      said: fault,
      todo: 'Correct the partner list, the notice or the sender, then plan and approve again.',
    });
  }
  return composer.compose(letter, date);
}

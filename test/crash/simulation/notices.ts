// The notices of a schedule: one partner for each of our people, told once that person's mailbox is there, and who has approved what.

import { RemoteFailure } from '../../../src/model/failure.ts';
import type { LetterHash, OutgoingLetter } from '../../../src/model/letter.ts';
import type { Person } from '../../../src/model/person.ts';
import type { PlanEntry } from '../../../src/model/plan.ts';
import { NOTICES_BATCH } from '../../../src/model/settings.ts';
import { stepId } from '../../../src/model/step.ts';
import type { NoticeSend } from '../../../src/model/step.ts';
import { Moves } from '../../../src/plan/moves.ts';
import { noticeIdOf } from '../../../src/plan/notice-id.ts';
import { JOB_ID } from './company.ts';

const NOTICE = 'change';

/** The steps of the notices, as planning would make them: each needs the steps that give its contact the new mailbox. */
export function noticeSteps(staff: readonly Person[], entries: readonly PlanEntry[]): readonly NoticeSend[] {
  const moves = new Moves(new Set(staff.map(({ key }) => key)));
  for (const entry of entries) moves.add(entry);
  const found = moves.byPerson();
  return staff.flatMap((person, index) => {
    const move = found.get(person.key);
    if (move === undefined || move.isRefused) return [];
    const partner = `partner${index}@firm.example`;
    const id = stepId('notice.send', `${NOTICE}/${partner}`);
    return {
      kind: 'notice.send',
      id,
      batch: NOTICES_BATCH,
      needs: move.needs,
      partner,
      notice: NOTICE,
      language: 'en',
      from: { address: person.newAddress },
      mailbox: person.newAddress,
      to: { address: partner },
      subject: 'Our new addresses',
      letter: `letter to ${partner}`,
      version: '1',
      noticeId: noticeIdOf(JOB_ID, id, 0),
      referenceCode: 'CODE',
    };
  });
}

/** What the administrator has approved so far. */
export class Approvals {
  readonly #letters: Set<LetterHash>;
  readonly #waiting: readonly LetterHash[];

  /** All but the first `unapproved`. */
  constructor(sends: readonly NoticeSend[], unapproved: number) {
    this.#letters = new Set(sends.slice(unapproved).map(({ letter }) => letter));
    this.#waiting = sends.slice(0, unapproved).map(({ letter }) => letter);
  }

  has({ letter }: NoticeSend): boolean {
    return this.#letters.has(letter);
  }

  /** The administrator has read what was left, too. */
  approveAll(): void {
    for (const letter of this.#waiting) this.#letters.add(letter);
  }

  letterFor(step: NoticeSend): OutgoingLetter {
    if (!this.has(step)) throw new RemoteFailure({ kind: 'refused', operation: step.kind, said: 'not approved' });
    return this.letterAsPlanned(step);
  }

  letterAsPlanned(step: NoticeSend): OutgoingLetter {
    const { from, to, subject, language, noticeId, referenceCode, mailbox } = step;
    const text = `${subject}: ${referenceCode}`;
    return { from, to, subject, text, html: `<p>${text}</p>`, language, noticeId, referenceCode, mailbox };
  }
}

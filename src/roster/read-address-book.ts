// An address book in any form that people have: vCard, or the contacts CSV of Outlook or Google. Its form is seen, not asked for.

import type { Problem } from '../model/problem.ts';
import type { BookReading } from './address-book.ts';
import { readContactsCsv } from './contacts-csv.ts';
import { importProblem } from './import-problems.ts';
import { isVcard, readVcards } from './read-vcards.ts';

export function readAddressBook(text: string, file: string): BookReading {
  const reading = isVcard(text) ? readVcards(text, file) : readContactsCsv(text, file);
  if (reading === undefined) return refused(importProblem('import.unknown-form', { file }, {}));
  if (reading.entries.length > 0 || reading.problems.length > 0) return reading;
  return refused(importProblem('import.nobody', { file }, {}));
}

function refused(problem: Problem): BookReading {
  return { entries: [], leftOut: 0, problems: [problem] };
}

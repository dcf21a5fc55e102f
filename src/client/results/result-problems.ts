// The words of what can be wrong with a result of a PC: why it was not taken in.

import type { Problem } from '../../model/problem.ts';

interface Facts {
  /** What the file says, on one line. */
  readonly value?: string;
  readonly host?: string;
}

type Words = readonly [severity: Problem['severity'], what: string, why: string, todo: string];

const AGAIN = 'Let the PC write it again, and take it in then.';

const texts = {
  'too-large': () => ['error', 'It was left out: it is larger than a result can be.', 'Results are short.', AGAIN],
  torn: () => [
    'error',
    'It was left out: it is no whole JSON in UTF-8.',
    'It is being written just now, was cut off, or is something else.',
    'Take it in once more. If it stays so, look at the file, and let the PC write it again.',
  ],
  'not-known': () => [
    'warning',
    'It was left out: it is no result of a PC.',
    'Results say "schema":"migrate.client-result/1".',
    'Nothing, if it is something else.',
  ],
  'wrong-type': ({ value = '' }) => [
    'error',
    `It was left out: ${value} ${value.includes(',') ? 'are' : 'is'} missing, or no text.`,
    'Without them nobody can say what became of which device.',
    AGAIN,
  ],
  'other-job': ({ value = '' }) => [
    'warning',
    `It was left out: it belongs to the migration ${value}.`,
    'What was done in another migration, or in a rehearsal, is not done in this one.',
    'Nothing, if it is an old file. Otherwise give the PC the kit of this migration.',
  ],
  'only-looked': ({ value = '' }) => [
    'warning',
    `It was left out: the program only looked (${value}).`,
    'It says nothing of what became of the device.',
    'Nothing.',
  ],
  'status-unknown': ({ value = '' }) => [
    'error',
    `It was left out: its status ${JSON.stringify(value)} is not known.`,
    'A newer kit may have written it, or somebody by hand.',
    'Use the kit and the program of the same version.',
  ],
  'time-unknown': ({ value = '' }) => [
    'error',
    `It was left out: ${JSON.stringify(value)} is no time such as 2026-11-24T10:00:00+09:00.`,
    'Of several results the newest counts.',
    AGAIN,
  ],
  'host-unlisted': ({ value = '' }) => [
    'error',
    `It was left out: ${JSON.stringify(value)} is not on the device list.`,
    'Nobody has said whose PC it is, so no check of it was asked for.',
    'Enter the PC in the device list, with its people, or find out who has run the kit there.',
  ],
  'user-unlisted': ({ value = '', host = '' }) => [
    'error',
    `It was left out: ${JSON.stringify(value)} is not among those who use ${host}.`,
    'It is taken in only for the people whom the device list names.',
    'Correct the device list, or find out who has run the kit there.',
  ],
} satisfies Readonly<Record<string, (facts: Facts) => Words>>;

/** Codes begin with `result.`. */
export function resultProblem(name: keyof typeof texts, file: string, facts: Facts): Problem {
  const make: (facts: Facts) => Words = texts[name];
  const [severity, what, why, todo] = make(facts);
  return { code: `result.${name}`, severity, place: { file }, what, why, todo };
}

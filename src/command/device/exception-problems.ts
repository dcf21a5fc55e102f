// The words of what can be wrong with an exception from the device gate.

import type { Problem } from '../../model/problem.ts';

interface Facts {
  readonly value?: string;
  readonly option?: string;
  readonly person?: string;
  readonly latest?: string;
}

type Words = readonly [what: string, why: string, todo: string];

const texts = {
  empty: ({ option = '' }) => [
    `${option} is empty.`,
    'Whoever reads the register later must see who answers for it, and why.',
    'Give a name after --approved-by, and the reason after --reason.',
  ],
  'no-day': ({ value = '' }) => [
    `--until ${value} is no day.`,
    'An exception ends by itself.',
    'Give a day such as 2026-11-30: the last one.',
  ],
  past: ({ value = '' }) => [
    `--until ${value} is over.`,
    'It would be in force at no moment.',
    'Give today or a later day. One that is in force is ended with: migrate device exception-end',
  ],
  'too-long': ({ value = '', latest = '' }) => [
    `--until ${value} is too far ahead: the latest day is ${latest}.`,
    'An exception that lasts is a device that nobody checks. migrate.yaml says for how long one may be (evidence: mostExceptionDays).',
    `Give a day up to ${latest}, and check the device until then.`,
  ],
  'not-used': ({ value = '', person = '' }) => [
    `${person} does not use ${value}, by the device list.`,
    'The exception would let nobody through.',
    'Name a device of this person, leave --device out for all of them, or correct the device list.',
  ],
  none: ({ value = '' }) => [
    `No exception is in force for ${value}.`,
    'There is nothing to take back.',
    'See all of them with: migrate device exceptions. One for a single device is named with --device.',
  ],
} satisfies Readonly<Record<string, (facts: Facts) => Words>>;

/** Codes begin with `exception.`. */
export function exceptionProblem(name: keyof typeof texts, facts: Facts): Problem {
  const make: (facts: Facts) => Words = texts[name];
  const [what, why, todo] = make(facts);
  return { code: `exception.${name}`, severity: 'error', what, why, todo };
}

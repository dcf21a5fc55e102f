// The words of what can stand in the way when somebody says what became of a device.

import type { Problem } from '../../model/problem.ts';

interface Facts {
  /** The device and its person. */
  readonly name?: string;
  readonly why?: string;
  readonly todo?: string;
  readonly option?: string;
  readonly people?: string;
  readonly way?: string;
  readonly reason?: string;
}

type Words = readonly [severity: Problem['severity'], what: string, why: string, todo: string];

const texts = {
  gated: ({ name = '', why = '', todo = '' }) => [
    'error',
    `${name} is held by the device gate: ${why}`,
    'Nothing is set up on a device of which nobody knows that it is clean.',
    `${todo}; or, where somebody answers for it: migrate device exception`,
  ],
  already: ({ name = '', why = '' }) => [
    'warning',
    `Nothing was recorded of ${name}: ${why}`,
    'It has come as far already, or further.',
    'Where that is wrong, take it back with: migrate device undo',
  ],
  empty: ({ option = '' }) => [
    'error',
    `${option} is empty.`,
    'Whoever reads the log later must see how it was known, or why it was taken back.',
    `Give a sentence after ${option}.`,
  ],
  who: ({ name = '', people = '' }) => [
    'error',
    `Several people use ${name}: ${people}`,
    'Each of them has a mail program of their own there.',
    'Name one of them with --person.',
  ],
  undone: ({ name = '', why = '', reason = '' }) => [
    'warning',
    `Nothing was taken back of ${name}: the last thing that was recorded of it is an undo for the same reason, ${reason}`,
    `Said twice it would take back the state before that, too: ${why}`,
    'Where that is meant, give another --reason.',
  ],
  nothing: ({ name = '', way = '' }) => [
    'error',
    `Nothing was recorded of ${name} that could be taken back.`,
    'Only what was handed over, done or reported is taken back here.',
    way,
  ],
  'no-use': () => [
    'error',
    'The device list has no such person at such a device.',
    'What is recorded would be about nobody.',
    'See who uses which device with: migrate device status',
  ],
} satisfies Readonly<Record<string, (facts: Facts) => Words>>;

/** Codes begin with `device.mark-`. */
export function markProblem(name: keyof typeof texts, facts: Facts): Problem {
  const make: (facts: Facts) => Words = texts[name];
  const [severity, what, why, todo] = make(facts);
  return { code: `device.mark-${name}`, severity, what, why, todo };
}

// The words of every problem in a template, made from a code and values.

import type { Place, Problem } from '../model/problem.ts';

/** What is wrong; why it matters; what to do. */
type Words = readonly [what: string, why: string, todo: string];

const texts = {
  'notice.syntax': ({ said }: { said: string }) => [
    `The template cannot be read: ${said}.`,
    'Nobody can say what would be sent.',
    'Fields are written as {{company}}; every {{#if until}} needs its {{/if}}.',
  ],
  'notice.unknown-field': ({ field, near, known }: { field: string; near: string | undefined; known: string }) => [
    `There is no field ${field}${near === undefined ? '.' : `; did you mean ${near}?`}`,
    'The place would be empty in every message.',
    `Known fields: ${known}.`,
  ],
  'notice.field-unguarded': ({ field }: { field: string }) => [
    `{{${field}}} stands outside of {{#if ${field}}} … {{/if}}.`,
    'This field may be empty, and the sentence around it would have a hole.',
    `Put the whole sentence into {{#if ${field}}} … {{/if}}.`,
  ],
  'notice.raw-field': ({ text }: { text: string }) => [
    `${text} would be put in without escaping.`,
    'A name with < or & in it would change the message.',
    'Write two braces on each side, and no &.',
  ],
  'notice.function': ({ text }: { text: string }) => [
    `${text} is more than a field.`,
    'Templates may name fields, and ask with {{#if}} and {{#unless}} whether one is there; nothing else.',
    'Write the text out.',
  ],
  'notice.foreign-field': ({ text }: { text: string }) => [
    `${text} looks like a field of another program.`,
    'It would reach the reader as it stands here.',
    'Write fields as {{company}}, with half-width braces.',
  ],
  'notice.active-content': ({ text }: { text: string }) => [
    `${text} puts a link, a picture or something active into the message.`,
    'A message about a changed address that asks for a click is taken for fraud, by people and by filters.',
    'Remove it. A web address may stand there as plain text.',
  ],
  'notice.title': ({ found }: { found: number }) => [
    found === 0
      ? 'There is no <title>…</title>.'
      : 'The <title>…</title> must stand once, outside of every {{#if}}, and not be empty.',
    'It is the subject of the message.',
    'Write one line with the subject: <title>…</title>',
  ],
} satisfies Record<string, (facts: never) => Words>;

type Texts = typeof texts;
export type Code = keyof Texts;
export type Facts<C extends Code> = Parameters<Texts[C]>[0];

/** The problem of one code at one place. */
export function noticeProblem<C extends Code>(code: C, place: Place, facts: Facts<C>): Problem {
  const words: { [Name in Code]: (facts: Facts<Name>) => Words } = texts;
  const [what, why, todo] = words[code](facts);
  return { code, severity: 'error', place, what, why, todo };
}

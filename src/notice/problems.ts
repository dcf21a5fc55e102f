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
  'notice.too-large': ({ said }: { said: string }) => [
    `The template is too large: ${said}.`,
    'A letter of one page is far below that; beyond it nobody can read it, and a program could be kept busy with it.',
    'Take text out, or make two notices of it.',
  ],
  'notice.list': ({ field }: { field: string }) => [
    `${field} is a list.`,
    'It cannot stand in a line as it is.',
    `Walk it: {{#each ${field}}} {{name}} {{/each}}`,
  ],
  'notice.no-partial': ({ name, near, known }: { name: string; near: string | undefined; known: string }) => [
    `There is no partial ${name}${near === undefined ? '.' : `; did you mean ${near}?`}`,
    'Its text would be missing in every notice.',
    `Known: ${known}. A new one is a file in templates/partials/, with the language and .txt or .html in its name.`,
  ],
  'notice.partial-cycle': ({ name }: { name: string }) => [
    `${name} is put into itself.`,
    'It would never end.',
    'Take {{> …}} out of one of the two.',
  ],
  'notice.no-front': () => [
    'The file does not begin with a front matter.',
    'It says the subject, who is written to, and what must not be missing.',
    'Begin with a line of ---, then subject, language, audience, route, purpose and requires, then --- again; see templates/README.md.',
  ],
  'notice.front-syntax': ({ said }: { said: string }) => [
    `The front matter is not YAML: ${said}.`,
    'Nobody can say what it means.',
    'Put texts with { } [ ] : # % @ or * into single quotes.',
  ],
  'notice.front-key': ({ key, near, known }: { key: string; near: string | undefined; known: string }) => [
    `The front matter knows no ${key}${near === undefined ? '.' : `; did you mean ${near}?`}`,
    'It would be ignored, and you would not see it.',
    `Known: ${known}.`,
  ],
  'notice.front-value': ({ key, options }: { key: string; options: string | undefined }) => [
    `${key} is missing or cannot be what is written here.`,
    'The front matter says the subject, who is written to, and what must not be missing.',
    options === undefined ? `Write ${key} as templates/README.md shows it.` : `Write one of: ${options}.`,
  ],
  'notice.requires': ({ field, near, known }: { field: string; near: string | undefined; known: string }) => [
    `requires names ${field}, which is no field${near === undefined ? '.' : `; did you mean ${near}?`}`,
    'Nobody would have it, so nobody would get the notice.',
    `Known fields: ${known}.`,
  ],
  'notice.language': ({ said, language }: { said: string; language: string }) => [
    `The front matter says ${said}, the name of the file ${language}.`,
    'The notice would go to readers of the other language.',
    'Correct one of the two.',
  ],
  'notice.file-name': () => [
    'This file is no part of a notice.',
    'It would be ignored, and you would not see it.',
    'Call it <name>.ja.txt, <name>.ja.html, <name>.en.txt or <name>.en.html, in small letters, digits and -, or move it away.',
  ],
  'notice.part-missing': ({ missing }: { missing: string }) => [
    `${missing} is not there.`,
    'Every notice has a text part and an HTML part, and a layout around the latter.',
    'Copy it from the package: migrate notice new writes all that is missing. Or remove this file.',
  ],
  'notice.field-empty': ({ field, whose }: { field: string; whose: string }) => [
    `${field} is empty for ${whose}.`,
    'The notice requires it: there would be a hole in the text.',
    'Fill it in, in the list or in migrate.yaml; or put its sentence into {{#if …}} and take it out of requires.',
  ],
  'notice.unsendable': ({ said }: { said: string }) => [
    `No message can be made of the letter: ${said}.`,
    'A header would say something else than it shows, or the message would be refused.',
    'Correct the name, in the list or in migrate.yaml.',
  ],
  'notice.unfilled': ({ text }: { text: string }) => [
    `${text} would reach the reader.`,
    'It looks like a letter that nobody has read.',
    'Write out what is meant. Where it comes from a list, correct it there.',
  ],
  'notice.honorific': ({ text, instead }: { text: string; instead: string }) => [
    `${text} is not how one addresses somebody.`,
    'A letter that is wrong in its first lines is not taken for ours.',
    `Write ${instead}.`,
  ],
  'notice.unpaired': ({ opens, closes }: { opens: string; closes: string }) => [
    `${opens} and ${closes} do not stand once each, in this order.`,
    'The form of a Japanese letter demands both.',
    `Add the one that is missing, on the side of the end, or leave both out.`,
  ],
  'notice.urgency': ({ text }: { text: string }) => [
    `${text} presses the reader.`,
    'Haste is the first sign of fraud, for people and for filters.',
    'Say what changes and from when, in plain words, and leave the haste out.',
  ],
  'notice.subject': ({ text }: { text: string }) => [
    `The subject begins with ${text}, but answers nothing.`,
    'A made-up answer is a sign of fraud, and large receivers refuse it.',
    'Leave it out.',
  ],
  'notice.payment': ({ text }: { text: string }) => [
    `${text} stands in a sentence that does not say that it stays as it is.`,
    'Whoever asks for payments because of a new address is taken for a fraudster.',
    'Say only that the bank account does not change (変更はございません; stays the same), or that you will never ask for it.',
  ],
  'notice.attachment': ({ text }: { text: string }) => [
    `${text} stands in a sentence that does not say that there is none.`,
    'A partner who was warned opens no attachment, and trusts no letter that has one.',
    'Put the text itself into the notice, or onto your own site.',
  ],
  'notice.link': ({ text, why, site }: { text: string; why: string; site: string }) => [
    `${text} ${why}.`,
    'Readers and filters judge a notice by where it leads to.',
    `Name only ${site}, plainly.`,
  ],
  'notice.address': ({ text, near }: { text: string; near: string | undefined }) => [
    `${text} is not at one of our domains${near === undefined ? '.' : `; did you mean @${near}?`}`,
    'Mail that is sent there is lost, or read by others.',
    'Write a field ({{contacts}}, {{newDomain}}), or correct it.',
  ],
  'notice.domain': ({ text, near }: { text: string; near: string }) => [
    `${text} looks like ${near}, but is another domain.`,
    'That is how fakes are made: a reader who compares would stop here.',
    `Write ${near}, best as a field.`,
  ],
  'notice.block-missing': ({ block, example }: { block: string; example: string }) => [
    `The notice does not say ${block}.`,
    'Without it nobody can tell the notice from fraud.',
    `For example: ${example}`,
  ],
  'notice.parts-differ': ({ text, html }: { text: string; html: string }) => [
    `The text part says “${text}” where the HTML part says “${html}”.`,
    'Half of the readers see one of the two, and filters compare them.',
    'Edit both files alike. Only the words count, not the layout.',
  ],
} satisfies Record<string, (facts: never) => Words>;

type Texts = typeof texts;
export type Code = keyof Texts;
export type Facts<C extends Code> = Parameters<Texts[C]> extends [infer Given] ? Given : Record<string, never>;

/** The problem of one code at one place. */
export function noticeProblem<C extends Code>(code: C, place: Place, facts: Facts<C>): Problem {
  const words: { [Name in Code]: (facts: Facts<Name>) => Words } = texts;
  const [what, why, todo] = words[code](facts);
  return { code, severity: 'error', place, what, why, todo };
}

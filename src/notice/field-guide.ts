// templates/README.md: how to edit the notices, and every field that they may use, from the schemas themselves.

import * as z from 'zod';
import { contactSchema, layoutSchema, partnerSchema, staffSchema } from './fields.ts';

const INTRODUCTION = `# The templates of the notices

Each notice is two files of the same words: \`notices/<name>.<ja|en>.txt\` (the text part, with the front matter) and
\`notices/<name>.<ja|en>.html\` (the HTML part). Edit both: \`migrate notice lint\` says where they differ.

- \`migrate notice new our-letter --from change\` copies a notice under another name.
- \`migrate notice lint\` checks every template, and every notice that it makes, and says what to write instead.
- \`migrate notice preview our-letter --to <partner> --open\` shows one of them; \`--all\` writes every one of them.

Which notice is for what:

- \`change\`: the new addresses, to partners. \`old-address\`: a short pointer to it, sent from the old address.
- \`incident-first\`, \`incident-second\`: first and second report on an incident. \`correction\`: where an earlier notice said that
  only mail from the old domain is ours. Before you send one, make its facts those of your case.
- \`letter\`: the same to be printed, for a window envelope. \`phone\`: what to say on the telephone.
- \`staff-before\`, \`staff-after\`: what employees do before and after the day of the change.

\`automatic-reply.<ja|en>.html\` is another thing: the answer of an old mailbox. Its first lines say which fields it knows.
\`signature.<ja|en>.html\` and \`.txt\` are the company's signature of one person, in the same words; \`migrate check\` reads them, too.

## How they are written

- \`{{company}}\` puts a field in. Always two half-width braces.
- \`{{#if partnerName}} … {{/if}}\` and \`{{#unless partnerName}} … {{/unless}}\` ask whether a field is filled. A field that may be
  empty stands inside of such a question, or under \`requires\` in the front matter: then nobody gets the notice without it.
- \`{{#each contacts}} … {{/each}}\` repeats its text for each of our people; inside of it the fields of a contact are known.
- \`{{> signature}}\` puts in \`partials/signature.<language>.txt\` or \`.html\`. The HTML part is put into \`layouts/mail.html\`, or
  \`layouts/print.html\` for letters and telephone scripts, where \`{{> body}}\` stands.
- \`{{!-- … --}}\` is a note to yourself. Nothing else is possible: no other words in braces, no program code.
- A line of the text part is a paragraph: write it as long as you like. It is wrapped at 38 full-width characters.
- No pictures, no attachments, no links but the one to your own site, nothing urgent, and nothing about payments but that they stay
  as they are. A partner who was well advised takes all of these for fraud.

## Front matter

- \`subject\`: the subject, with fields.
- \`language\`: ja or en, as in the name of the file.
- \`audience\`: partner or staff. It says which fields there are.
- \`route\`: mail, letter or phone.
- \`purpose\`: change (tells the new addresses), report (tells of an incident) or instruction (to staff). It says what must not be
  missing: what does not change, that nobody will be asked to pay elsewhere, the number that the reader already has, the web site with
  the reference code, a named person; for a change, all addresses and both dates too.
- \`requires\`: the fields that must not be empty, as a list.
`;

const SECTIONS = [
  ['Fields for partners', partnerSchema],
  ['Fields inside of {{#each contacts}}', contactSchema],
  ['Fields for staff', staffSchema],
  ['Fields of the layouts', layoutSchema],
] as const;

export function fieldGuide(): string {
  const sections = SECTIONS.map(([title, schema]) => `## ${title}\n\n${linesOf(schema.shape).join('\n')}\n`);
  return [INTRODUCTION, ...sections].join('\n');
}

function linesOf(shape: Readonly<Record<string, z.ZodType>>): readonly string[] {
  return Object.entries(shape).map(([name, schema]) => {
    const { description = '', examples } = schema.meta() ?? {};
    const example = Array.isArray(examples) ? ` For example: ${String(examples[0])}` : '';
    const empty = schema instanceof z.ZodString && schema.safeParse('').success ? ' May be empty.' : '';
    return `- \`${name}\`: ${description}${empty}${example}`;
  });
}

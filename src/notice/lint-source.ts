// All that can be said of a notice before it is rendered for anybody: its front matter, fields, partials, and the words that stand in it.

import { nearest } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import { fieldsOf, layoutFields } from './fields.ts';
import type { Finding } from './finding.ts';
import { placeAt, withoutComments } from './foreign-marks.ts';
import { lintHonorifics } from './lint-letter-form.ts';
import { lintLinks } from './lint-links.ts';
import type { OwnNames } from './lint-links.ts';
import { lintTemplate } from './lint-template.ts';
import type { TemplateFile } from './lint-template.ts';
import { lintSubject, lintWords } from './lint-words.ts';
import { noticeProblem } from './problems.ts';
import type { NoticeSource } from './read-templates.ts';

/** What keeps the notice from being compiled. */
export function lintStructure(source: NoticeSource): readonly Problem[] {
  const { front, subject, text, layout, textPartials, htmlPartials } = source;
  const fields = fieldsOf(front.audience, front.requires);
  const permits = 'own-link';
  return distinct([
    ...requires(source),
    ...lintTemplate(subject.text, { file: subject.file, fields, permits }),
    ...lintTemplate(text.text, { file: text.file, fields, permits, partials: textPartials }),
    ...lintTemplate(layout.text, {
      file: layout.file,
      fields: layoutFields(fields),
      permits,
      partials: htmlPartials,
    }),
  ]);
}

/** What its readers would take for fraud or for rudeness, whether or not anybody gets to see that branch. */
export function lintWording(source: NoticeSource, own: OwnNames): readonly Problem[] {
  const { subject } = source;
  return distinct([
    ...placed(subject, lintSubject(blanked(subject.text))),
    ...filesOf(source).flatMap((file) => {
      const words = blanked(file.text);
      return placed(file, [...lintWords(words), ...lintHonorifics(words), ...lintLinks(words, own)]);
    }),
  ]);
}

/** The files whose words reach a reader: both parts, the layout, and the partials that are named anywhere. */
export function filesOf({ text, layout, textPartials, htmlPartials }: NoticeSource): readonly TemplateFile[] {
  return [...reached(text, textPartials), ...reached(layout, htmlPartials)];
}

function reached(from: TemplateFile, partials: ReadonlyMap<string, TemplateFile>): readonly TemplateFile[] {
  const files = new Set([from]);
  for (const { text } of files) {
    for (const [, name = ''] of text.matchAll(/\{\{~?>\s*([\w-]+)/g)) {
      const partial = partials.get(name);
      if (partial !== undefined) files.add(partial);
    }
  }
  return [...files];
}

export function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
}

function keyOf({ code, place, what }: Problem): string {
  return JSON.stringify([code, place?.file, place?.line, place?.column, what]);
}

function requires({ front, placeOf }: NoticeSource): readonly Problem[] {
  const { always, sometimes, lists = {} } = fieldsOf(front.audience, []);
  const known = [...always, ...sometimes, ...Object.keys(lists)];
  return front.requires.flatMap((field, index) =>
    known.includes(field)
      ? []
      : [
          noticeProblem('notice.requires', placeOf('requires', index), {
            field,
            near: nearest(field, known),
            known: known.join(', '),
          }),
        ],
  );
}

/** Without its fields and comments; everything else stays where it is. */
function blanked(text: string): string {
  return withoutComments(text).replace(/\{\{[\s\S]*?\}\}+/g, (field) => field.replace(/[^\n]/g, '\u0000'));
}

function placed({ file, text }: TemplateFile, findings: readonly Finding[]): readonly Problem[] {
  return findings.map(({ index, say }) => say(placeAt(text, { file, index })));
}

// The company's signature of one person: a template in two forms, HTML and text, compiled once and rendered for each. Values are escaped.

import Handlebars from 'handlebars';
import type { Language, Person } from '../model/person.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { cleanText } from './compile-notice.ts';
import { firstDifference } from './html-words.ts';
import { lintTemplate } from './lint-template.ts';
import type { TemplateFile } from './lint-template.ts';
import { readable, spokenName } from './make-fields.ts';
import { noticeProblem } from './problems.ts';

export interface Signature {
  /** A fragment that stands below a message: no head, no body, no script, no link, no picture. */
  readonly html: string;
  /** The same words; LF, no line feed at the end. */
  readonly text: string;
}

/** Whoever has a signature, as far as it says anything of them. */
export type Signatory = Pick<
  Person,
  'displayName' | 'familyName' | 'givenName' | 'department' | 'title' | 'phone' | 'newAddress' | 'language'
>;

export interface SignatureTemplate {
  render(person: Signatory, settings: Pick<Settings, 'company' | 'notice'>): Signature;
}

/** By the language that a person writes in. */
export type SignatureTemplates = ReadonlyMap<Language, SignatureTemplate>;

const FIELDS = {
  always: ['company', 'displayName', 'newAddress'],
  sometimes: ['department', 'title', 'phone', 'companyPhone', 'postalAddress', 'website'],
} as const;

type Fields = Readonly<Record<(typeof FIELDS)['always' | 'sometimes'][number], string>>;

/** Gmail takes 10,000 characters, Exchange 8 KB (Set-MailboxMessageConfiguration). */
const MOST_HTML = 8000;
const COMMENT = /<!--[\s\S]*?-->/g;
const OPTIONS = { knownHelpersOnly: true, knownHelpers: { if: true, unless: true }, strict: true };

/** Long in every field, so that its length is close to the most that anybody has. */
const EXAMPLE: Fields = {
  company: '青空商事株式会社',
  displayName: '石川 次郎',
  newAddress: 'ishikawa@aozora-trading.example',
  department: '営業本部 第一営業部',
  title: '課長',
  phone: '03-0000-0123',
  companyPhone: '03-0000-0100',
  postalAddress: '〒100-0000 東京都千代田区青空町1-2-3 青空ビル5階',
  website: 'https://www.aozora-shoji.example/',
};

/** The signature of a person. Throws where no template of that language was compiled: that is checked before anybody is planned. */
export function renderSignature(
  templates: SignatureTemplates,
  person: Signatory,
  settings: Pick<Settings, 'company' | 'notice'>,
): Signature {
  const template = templates.get(person.language);
  if (template === undefined) throw new Error(`no signature was compiled for ${person.language}`);
  return template.render(person, settings);
}

/** All problems of both forms at once, with file:line:column; otherwise they can be rendered for everybody. */
export function compileSignature(
  forms: { readonly html: TemplateFile; readonly text: TemplateFile },
  language: Language,
): { readonly template: SignatureTemplate } | { readonly problems: readonly Problem[] } {
  const [html, text] = [cleanSource(forms.html), cleanSource(forms.text)];
  const problems = [html, text].flatMap((form) =>
    lintTemplate(form.text, { file: form.file, fields: FIELDS, permits: 'no-link' }),
  );
  if (problems.length > 0) return { problems };
  const page = Handlebars.compile<Fields>(html.text.replace(COMMENT, ''), OPTIONS);
  const plain = Handlebars.compile<Fields>(text.text, { ...OPTIONS, noEscape: true });
  const made = (fields: Fields): Signature => ({ html: tidy(page(fields)), text: tidy(plain(fields)) });
  const faults = faultsOf(made(EXAMPLE), { html, text });
  if (faults.length > 0) return { problems: faults };
  return { template: { render: (person, settings) => made(fieldsOf(person, settings, language)) } };
}

function cleanSource({ file, text }: TemplateFile): TemplateFile {
  return { file, text: text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n') };
}

/** Without the lines that a question about an empty field leaves behind. */
function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}

function faultsOf(
  example: Signature,
  { html, text }: { readonly html: TemplateFile; readonly text: TemplateFile },
): readonly Problem[] {
  const difference = firstDifference(example.text, example.html);
  return [
    ...(difference === undefined
      ? []
      : [noticeProblem('notice.parts-differ', { file: text.file, line: 1, column: 1 }, difference)]),
    ...(example.html.length > MOST_HTML
      ? [
          noticeProblem(
            'notice.too-large',
            { file: html.file, line: 1, column: 1 },
            { said: `${example.html.length} characters in a signature; at most ${MOST_HTML}` },
          ),
        ]
      : []),
  ];
}

function fieldsOf(
  person: Signatory,
  { company, notice }: Pick<Settings, 'company' | 'notice'>,
  language: Language,
): Fields {
  const voice = notice?.voice[language];
  const fields: Fields = {
    company: voice?.company ?? company,
    displayName: spokenName(person, language),
    newAddress: person.newAddress,
    department: readable(person.department, language),
    title: readable(person.title, language),
    phone: person.phone ?? '',
    companyPhone: voice?.telephone ?? '',
    postalAddress: voice?.postalAddress ?? '',
    website: notice?.website ?? '',
  };
  return Object.assign(
    Object.create(null) as Record<keyof Fields, string>,
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleanText(value).trim()])),
  );
}

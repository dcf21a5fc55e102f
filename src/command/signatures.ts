// The company's signatures: the templates compiled once, where the workspace has them.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../model/person.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { compileSignature } from '../notice/signature.ts';
import type { SignatureTemplate, SignatureTemplates } from '../notice/signature.ts';
import { readText } from '../store/text.ts';

const LANGUAGES: readonly Language[] = ['ja', 'en'];
const FORMS = ['html', 'txt'] as const;

export interface SignaturesReading {
  /** Of the languages that the workspace has templates for. */
  readonly templates: SignatureTemplates;
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

/** Reads the templates that are there, for kits; where signatures are to be set, all of them must be. None where nobody needs them. */
export async function compileSignatures(folder: string, { signature, clients }: Settings): Promise<SignaturesReading> {
  const templates = new Map<Language, SignatureTemplate>();
  const fingerprints: Record<string, string> = {};
  const problems: Problem[] = [];
  if (signature !== true && clients === undefined) return { templates, fingerprints, problems };
  for (const language of LANGUAGES) {
    const names = FORMS.map((form) => `templates/signature.${language}.${form}`);
    const missing = names.filter((name) => !existsSync(join(folder, name)));
    if (missing.length === names.length && signature !== true) continue;
    problems.push(...missing.map(missingTemplate));
    const texts = await Promise.all(
      names.filter((name) => !missing.includes(name)).map((name) => readText(join(folder, name), { name })),
    );
    const [html, text] = texts.flatMap((one) => {
      if ('problems' in one) {
        problems.push(...one.problems);
        return [];
      }
      return [one];
    });
    if (html === undefined || text === undefined) continue;
    names.forEach((name, index) => (fingerprints[name] = (index === 0 ? html : text).sha256));
    const [htmlFile = '', textFile = ''] = names;
    const forms = { html: { file: htmlFile, text: html.text }, text: { file: textFile, text: text.text } };
    const compiled = compileSignature(forms, language);
    if ('problems' in compiled) problems.push(...compiled.problems);
    else templates.set(language, compiled.template);
  }
  return { templates, fingerprints, problems };
}

function missingTemplate(name: string): Problem {
  return {
    code: 'workspace.no-signature',
    severity: 'error',
    place: { file: name },
    what: `The template ${name} is not there.`,
    why: 'A signature has an HTML form and a text form, in each language of our people.',
    todo: 'Copy it from the package (migrate init writes it into a new folder), or set signature to false and remove the other forms.',
  };
}

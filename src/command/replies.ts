// The automatic replies of a workspace: the templates compiled once, the text made for each person.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AutomaticReply } from '../model/account.ts';
import type { Language, Person } from '../model/person.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { AutomaticReplyTemplate } from '../notice/automatic-reply.ts';
import { readText } from '../store/text.ts';

const LANGUAGES: readonly Language[] = ['ja', 'en'];

export const REPLY_FILES = LANGUAGES.map((language) => `templates/automatic-reply.${language}.html`);

export type Replies = (person: Person) => AutomaticReply;

export interface RepliesReading {
  readonly replies: Replies;
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

/** Reads the templates where replies are wanted. With problems, the replies must not be used. */
export async function compileReplies(folder: string, settings: Settings): Promise<RepliesReading> {
  const templates = new Map<Language, AutomaticReplyTemplate>();
  const fingerprints: Record<string, string> = {};
  const problems: Problem[] = [];
  if (settings.oldAddress.reply) {
    const { compileAutomaticReply } = await import('../notice/automatic-reply.ts');
    for (const language of LANGUAGES) {
      const name = `templates/automatic-reply.${language}.html`;
      const file = join(folder, name);
      if (!existsSync(file)) {
        problems.push(missingTemplate(name));
        continue;
      }
      const text = await readText(file, { name });
      if ('problems' in text) {
        problems.push(...text.problems);
        continue;
      }
      fingerprints[name] = text.sha256;
      const compiled = compileAutomaticReply(text.text, { file: name, language });
      if ('problems' in compiled) problems.push(...compiled.problems);
      else templates.set(language, compiled.template);
    }
  }
  const replies: Replies = (person) => {
    const template = templates.get(person.language);
    if (template === undefined) throw new Error(`no automatic reply was compiled for ${person.language}`);
    return template.render(person, settings);
  };
  return { replies, fingerprints, problems };
}

function missingTemplate(name: string): Problem {
  return {
    code: 'workspace.no-template',
    severity: 'error',
    place: { file: name },
    what: `The template ${name} is not there.`,
    why: 'oldAddress.reply is true, so old mailboxes shall answer with it.',
    todo: 'Copy it from the package (migrate init writes it into a new folder), or set oldAddress.reply to false.',
  };
}

// The automatic reply of an old address: a template compiled once, rendered for each person. Values are escaped, always.

import Handlebars from 'handlebars';
import type { AutomaticReply } from '../model/account.ts';
import type { Language, Person } from '../model/person.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { lintTemplate } from './lint-template.ts';
import { noticeProblem } from './problems.ts';

/** The fields of a template. `until` is empty where migrate.yaml has no replyUntil. */
interface ReplyFields {
  readonly company: string;
  readonly displayName: string;
  readonly oldAddress: string;
  readonly newAddress: string;
  readonly until: string;
}

const FIELDS = { always: ['company', 'displayName', 'oldAddress', 'newAddress'], sometimes: ['until'] } as const;

const TITLE = /<title>([\s\S]*?)<\/title>\s*/gi;

/** Notes of whoever wrote the template. They are not sent. */
const COMMENT = /<!--[\s\S]*?-->/g;

export interface AutomaticReplyTemplate {
  render(
    person: Pick<Person, 'displayName' | 'oldAddress' | 'newAddress'>,
    settings: Pick<Settings, 'company' | 'oldAddress' | 'timeZone'>,
  ): AutomaticReply;
}

/** All problems of the template at once, with file:line:column; otherwise it can be rendered for everybody. */
export function compileAutomaticReply(
  text: string,
  { file, language }: { file: string; language: Language },
): { readonly template: AutomaticReplyTemplate } | { readonly problems: readonly Problem[] } {
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const problems = lintTemplate(clean, { file, fields: FIELDS, permits: 'no-link' });
  const sent = clean.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ''));
  const titles = [...sent.matchAll(TITLE)];
  const [title] = titles;
  const subjectText = title?.[1]?.trim() ?? '';
  const bodyText = sent.replace(TITLE, '').trim();
  const isParted = subjectText !== '' && titles.length === 1 && isWhole(subjectText) && isWhole(bodyText);
  if (problems.length > 0) return { problems };
  if (!isParted) {
    const line = sent.slice(0, titles.at(-1)?.index ?? 0).split('\n').length;
    return { problems: [noticeProblem('notice.title', { file, line, column: 1 }, { found: titles.length })] };
  }
  const options = { knownHelpersOnly: true, knownHelpers: { if: true, unless: true }, strict: true };
  const subject = Handlebars.compile<ReplyFields>(subjectText, { ...options, noEscape: true });
  const body = Handlebars.compile<ReplyFields>(bodyText, options);
  return {
    template: {
      render(person, settings) {
        const { replyUntil } = settings.oldAddress;
        const fields: ReplyFields = {
          company: settings.company,
          displayName: person.displayName,
          oldAddress: person.oldAddress,
          newAddress: person.newAddress,
          until: replyUntil === undefined ? '' : day(replyUntil, { language, timeZone: settings.timeZone }),
        };
        const html = body(fields);
        return {
          isOn: true,
          subject: subject(fields).replace(/\s+/g, ' ').trim(),
          internalHtml: html,
          externalHtml: html,
          ...(replyUntil !== undefined && { endsAt: replyUntil }),
          audience: 'all',
        };
      },
    },
  };
}

/** False where a block of the template was cut in two. */
function isWhole(text: string): boolean {
  try {
    return Handlebars.parse(text).body.length > 0;
  } catch {
    return false;
  }
}

/** 2027年5月31日; 31 May 2027. */
function day(moment: number, { language, timeZone }: { language: Language; timeZone: string | undefined }): string {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: timeZone ?? 'UTC' }).format(moment);
}

// What a hand-out says to everybody at a company in one language. It is made once: the pages then share their texts, and whoever lays them
// out knows them again.

import type { Language } from '../../model/person.ts';
import type { KitCompany } from '../kit.ts';
import { plainText } from './plain-text.ts';
import type { Sheet } from './sheet.ts';
import { wordsEn } from './words-en.ts';
import { wordsJa } from './words-ja.ts';
import type { SheetWords } from './sheet-words.ts';

export const WORDS: Readonly<Record<Language, SheetWords>> = { ja: wordsJa, en: wordsEn };

/** Path of the page with all steps, below publishAt. */
export function helpPath(language: Language): string {
  return `help/${language}.html`;
}

export type CompanyWords = Pick<
  Sheet,
  'language' | 'company' | 'title' | 'changes' | 'note' | 'fakes' | 'call' | 'help'
> & {
  /** When everybody changes over, in words. */
  readonly switchAt: string;
};

const kept = new WeakMap<KitCompany, Map<Language, CompanyWords>>();

export function companyWords(company: KitCompany, language: Language): CompanyWords {
  const known = kept.get(company) ?? new Map<Language, CompanyWords>();
  kept.set(company, known);
  const made = known.get(language) ?? make(company, language);
  known.set(language, made);
  return made;
}

function make(company: KitCompany, language: Language): CompanyWords {
  const words = WORDS[language];
  const { publishAt, helpDesk, switchAt } = company.clients;
  const note = plainText(company.clients.note?.[language] ?? '');
  return {
    language,
    company: plainText(company.name[language]),
    title: words.title,
    switchAt: words.moment(switchAt, company.timeZone),
    changes: { heading: words.labels.changes, items: words.changes(company) },
    ...(note === '' ? {} : { note }),
    fakes: { heading: words.labels.fakes, items: words.fakes(company) },
    call: {
      heading: words.labels.call,
      text: words.callText,
      name: plainText(helpDesk.name),
      telephone: plainText(helpDesk.telephone),
    },
    ...(publishAt === undefined
      ? {}
      : { help: { content: `${publishAt}${helpPath(language)}`, caption: words.codes.help } }),
  };
}

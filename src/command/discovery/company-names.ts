// How the company is called where mail programs show it.

import type { Language } from '../../model/person.ts';
import type { Settings } from '../../model/settings.ts';

export function companyNames({ company, notice }: Settings): Readonly<Record<Language, string>> {
  return { ja: notice?.voice.ja.company ?? company, en: notice?.voice.en.company ?? company };
}

// The partner list in words: how many, in which language, by which route, and who is never written to.

import { PARTNER_ROUTES } from '../../model/partner.ts';
import type { Partner, PartnerRoute } from '../../model/partner.ts';
import type { Language } from '../../model/person.ts';
import { partnersText } from './plan-text.ts';

interface Counted {
  readonly partners: readonly Partner[];
  readonly unconfirmed: number;
}

/** Lines on a terminal; `--json` and the lists have the rest. */
const MOST_SUPPRESSED = 20;

export interface PartnerCounts {
  /** All of them, suppressed ones too. */
  readonly all: number;
  readonly suppressed: number;
  readonly unconfirmed: number;
  /** Without the suppressed ones. */
  readonly byLanguage: Readonly<Record<Language, number>>;
  readonly byRoute: Readonly<Record<PartnerRoute, number>>;
}

export function countPartners({ partners, unconfirmed }: Counted): PartnerCounts {
  const open = partners.filter(({ suppressed }) => suppressed === undefined);
  const languages = (wanted: Language) => open.filter(({ language }) => language === wanted).length;
  const routes = (wanted: PartnerRoute) => open.filter(({ route }) => route === wanted).length;
  return {
    all: partners.length,
    suppressed: partners.length - open.length,
    unconfirmed,
    byLanguage: { ja: languages('ja'), en: languages('en') },
    byRoute: { mail: routes('mail'), phone: routes('phone'), letter: routes('letter'), web: routes('web') },
  };
}

export function partnerLines(file: string, counted: Counted): readonly string[] {
  const { all, suppressed, unconfirmed, byLanguage, byRoute } = countPartners(counted);
  const routes = PARTNER_ROUTES.filter((route) => byRoute[route] > 0).map((route) => `${route} ${byRoute[route]}`);
  return [
    `${file} is in order: ${partnersText(all)}.`,
    ...(all > suppressed ? [`  by language: ja ${byLanguage.ja}, en ${byLanguage.en}`] : []),
    ...(routes.length > 0 ? [`  by route: ${routes.join(', ')}`] : []),
    ...suppressedLines(counted.partners),
    ...(unconfirmed > 0 ? [`  proposed and not confirmed: ${unconfirmed}`] : []),
  ];
}

function suppressedLines(partners: readonly Partner[]): readonly string[] {
  const lines = partners.flatMap(({ key, line, suppressed: entry }) => {
    if (entry === undefined) return [];
    const reason = entry.reason === undefined ? '' : `: ${entry.reason}`;
    return [`  never written to: ${key} (line ${line}), since ${entry.entry} is in the suppress list${reason}`];
  });
  const rest = lines.length - MOST_SUPPRESSED;
  return rest > 0 ? [...lines.slice(0, MOST_SUPPRESSED), `  never written to: ${rest} more`] : lines;
}

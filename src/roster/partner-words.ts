// How a Japanese letter names a company and a person: honorifics, titles and company forms. Finds what is impolite, and proposes; repairs nothing.

/** 殿 ends names of places and firms, so it counts after a person or a title only. */
const COMPANY_HONORIFIC = /(?:\s*(?:御中|様|樣|各位))+$/u;
const PERSON_HONORIFIC = /(?:\s*(?:様|樣|さま|サマ|殿|さん|先生|御中|各位))+$/u;
const WESTERN_HONORIFIC = /^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)(?:\.\s*|\s+)(?=\S)/iu;
/** Nobody in particular: the letter says ご担当者様 by itself. */
const NOBODY = /^(?:ご|御)?担当(?:者|の方)?$/u;

const TITLES =
  /\s*((?:代表)?取締役(?:社長|会長)?|副?社長|副?会長|(?:専務|常務)(?:取締役)?|本部長|副?部長(?:代理|補佐)?|次長|課長(?:代理|補佐)?|係長|主任|室長|所長|支店長|支社長|店長|工場長|センター長|理事長|事務局長|局長|院長|学長|園長)$/u;

/** Without its honorific; undefined where it has none. `''` where nothing is left. */
export function withoutCompanyHonorific(text: string): string | undefined {
  return COMPANY_HONORIFIC.test(text) ? text.replace(COMPANY_HONORIFIC, '') : undefined;
}

/** For names and titles; the same in and out as above. */
export function withoutPersonHonorific(text: string): string | undefined {
  if (!PERSON_HONORIFIC.test(text)) return NOBODY.test(text) ? '' : undefined;
  const bare = text.replace(PERSON_HONORIFIC, '');
  return NOBODY.test(bare) ? '' : bare;
}

/** `Mr. Smith` in a Japanese letter would become `Mr. Smith 様`. */
export function withoutWesternHonorific(text: string): string | undefined {
  return WESTERN_HONORIFIC.test(text) ? text.replace(WESTERN_HONORIFIC, '') : undefined;
}

/** 鈴木部長 as 鈴木 and 部長; undefined where the name ends with no title. */
export function partTitle(text: string): { readonly name: string; readonly title: string } | undefined {
  const found = TITLES.exec(text);
  const title = found?.[1];
  if (found === null || title === undefined || found.index === 0) return undefined;
  return { name: text.slice(0, found.index), title };
}

const FORMS: readonly (readonly [short: RegExp, full: string])[] = [
  [/㈱|㍿|\(株\)/gu, '株式会社'],
  [/㈲|\(有\)/gu, '有限会社'],
  [/\(同\)|\(合\)/gu, '合同会社'],
  [/㈾|\(資\)/gu, '合資会社'],
  [/㈴|\(名\)/gu, '合名会社'],
  [/㈳|\(社\)/gu, '社団法人'],
  [/㈶|\(財\)/gu, '財団法人'],
  [/㈻|\(学\)/gu, '学校法人'],
  [/\(医\)/gu, '医療法人'],
  [/\(福\)/gu, '社会福祉法人'],
  [/\(独\)/gu, '独立行政法人'],
];

/** With its form in full: ㈱青空 as 株式会社青空. The same text where nothing is abbreviated. */
export function inFull(company: string): string {
  return FORMS.reduce((text, [short, full]) => text.replace(short, full), company)
    .replace(/\s+/gu, ' ')
    .trim();
}

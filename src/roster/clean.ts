// Brings the texts of a cell to one form. Its one rule: a name keeps its own characters (髙 stays 髙), a code does not.

/** Characters that nobody sees and nobody means: zero-width space, word joiner, byte order mark, soft hyphen. */
const UNSEEN = /[\u200b\u2060\ufeff\u00ad]/g;
/** Whitespace, U+3000 too. Joiners are part of some scripts; at the ends of a cell they are not. */
const EDGE = /[\s\u200b-\u200d\u2060\ufeff\u00ad]/;
/** What people write into a cell to say that it is empty. */
const NOTHING = /^[-\u2010-\u2015\u2212\u30fc\uff0d]+$/;
const DASHES = /[\u2010-\u2015\u2212\u30fc]/g;

/** Without unseen characters, and without whitespace at the ends. */
export function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && EDGE.test(text.charAt(start))) start += 1;
  while (end > start && EDGE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end).replace(UNSEEN, '');
}

export function isBlank(text: string): boolean {
  return trimmed(text) === '';
}

/** A cell that holds nothing, or only dashes. */
export function isNothing(text: string): boolean {
  const kept = trimmed(text);
  return kept === '' || NOTHING.test(kept);
}

/** For addresses, numbers and choices: NFKC, so that full-width and half-width forms are the same. */
export function cleanCode(text: string): string {
  return trimmed(text).normalize('NFKC').trim();
}

/**
 * For names, departments and titles: half-width katakana and full-width letters get their usual width, runs of spaces become one,
 * letters and kana are joined with their marks. NFC and NFKC are kept away from ideographs and signs: both replace U+FA19 by U+795E, and NFKC makes (株) of ㈱.
 */
export function cleanName(text: string): string {
  return trimmed(text)
    .replace(/[\uff61-\uff9f\uff01-\uff5e]+/g, (run) => run.normalize('NFKC'))
    .replace(/[\p{Script=Latin}\u3040-\u30ff]\p{M}+/gu, (letter) => letter.normalize('NFC'))
    .replace(/\s+/g, ' ')
    .trim();
}

/** A telephone number: NFKC, and one kind of hyphen between its digits. */
export function cleanPhone(text: string): string {
  return cleanCode(text).replace(DASHES, '-').replace(/\s+/g, ' ');
}

/** Lower-case, without spaces and signs: how headings and choices are compared. */
export function folded(text: string): string {
  return cleanCode(text)
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, '');
}

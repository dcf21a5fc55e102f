// The words of an HTML part, without its form; and where two parts begin to say different things.

import { Remembered } from './remembered.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  copy: '©',
  apos: "'",
};

export function htmlText(html: string): string {
  const shown = html.replace(/<!--[\s\S]*?-->|<(title|style|head)\b[\s\S]*?<\/\1>/gi, ' ');
  const lines = shown.split('\n');
  // Line by line only where no tag goes on in the next one.
  return lines.every((line) => isWhole.of(line) === 'whole')
    ? lines.map((line) => shownIn.of(line)).join('\n')
    : bareText(shown);
}

const isWhole = new Remembered((line) => (/</.test(line.replace(/<[^>]*>/g, '')) ? 'open' : 'whole'));
const shownIn = new Remembered(bareText);

function bareText(html: string): string {
  return html
    .replace(/<br\b[^>]*>|<\/(?:p|div|h\d|tr|li|table)>/gi, '\n')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(#?)(x?)([0-9a-z]+);/gi, entity);
}

function entity(whole: string, ...[sharp, hex, name]: readonly string[]): string {
  if (sharp === '') return ENTITIES[`${hex ?? ''}${name ?? ''}`.toLowerCase()] ?? whole;
  const code = Number.parseInt(name ?? '', hex === '' ? 10 : 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** Letters, digits and @ alone: what a reader would take for the content. */
function wordsOf(text: string): string {
  return text
    .split('\n')
    .map((line) => wordsIn.of(line))
    .join('');
}

const wordsIn = new Remembered((line) => line.normalize('NFKC').replace(/[^\p{L}\p{M}\p{N}\p{So}\p{Sc}@%+]+/gu, ''));

const SHOWN = 24;

/** Undefined where both say the same; otherwise the words around the first difference. */
export function firstDifference(
  text: string,
  html: string,
): { readonly text: string; readonly html: string } | undefined {
  const [textWords, htmlWords] = [wordsOf(text), wordsOf(htmlText(html))];
  if (textWords === htmlWords) return undefined;
  const [one, other] = [Array.from(textWords), Array.from(htmlWords)];
  const length = Math.max(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    if (one[at] === other[at]) continue;
    const from = Math.max(0, at - 8);
    const shown = (words: readonly string[]) => words.slice(from, from + SHOWN).join('');
    return { text: shown(one), html: shown(other) };
  }
  return undefined;
}

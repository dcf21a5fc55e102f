// What is new in a text that takes the place of another one, in a few words of each.

import { htmlText } from '../notice/html-words.ts';

const SHOWN = 40;
/** Characters that both have in common and that are shown before what differs. */
const LEAD = 8;

/** `: "until 31 May" becomes "until 30 June"`; empty where nothing is replaced. HTML. */
export function differenceText(before: string | undefined, after: string): string {
  if (before === undefined) return '';
  const [from, to] = [flat(before), flat(after)];
  const length = from.findIndex((character, index) => character !== to[index]);
  const same = length === -1 ? from.length : length;
  if (same === from.length && same === to.length) return ': the same words in another form';
  const start = same > LEAD ? same - LEAD : 0;
  return `: ${excerpt(from, start)} becomes ${excerpt(to, start)}`;
}

/** By characters, so that none is cut in two. */
function flat(html: string): readonly string[] {
  return Array.from(
    htmlText(html)
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  );
}

function excerpt(text: readonly string[], start: number): string {
  const end = start + SHOWN;
  return `"${start > 0 ? '…' : ''}${text.slice(start, end).join('')}${end < text.length ? '…' : ''}"`;
}

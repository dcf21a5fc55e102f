// Wraps text by East-Asian width with kinsoku (JIS X 4051): no line begins with 、。」 or ends with 「. Each line is a paragraph.

import stringWidth from 'string-width';
import { Remembered } from './remembered.ts';

/** 38 full-width characters: a reply that puts `> ` before each line still fits into 80 columns. */
export const MOST_COLUMNS = 76;

const NOT_FIRST =
  /^[、。，．,.・:;：；？！?!゛゜´¨ヽヾゝゞ々〻ー―‐゠–〜～…‥’”）〕］｝〉》」』】〙〗〟»)\]}%％ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ｡｣､･ｰ]/u;
const NOT_LAST = /[‘“（〔［｛〈《「『【〘〖〝«([{￥＄£＃｢]/u;
/** Written without spaces between its words: a line may be broken after every letter. */
const BREAKS_ANYWHERE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\u30fb-\u30ff\uff01-\uff60]/u;

const letters = new Intl.Segmenter('ja', { granularity: 'grapheme' });
/** One code point is one letter in these: no marks that combine, no emoji. */
const SIMPLE = /^[\u0020-\u007e\u3000-\u3098\u309b-\u30ff\u3400-\u9fff\uff01-\uff60]*$/;
/** Looked up once for each letter; texts have some thousand different ones. */
const widths = new Map<string, number>();
const MOST_KNOWN = 20_000;

/** Lines of at most 76 columns; longer only where one word (an address) is. The indent of a line is kept in the lines that it is broken into. */
export function wrapText(text: string): string {
  return text
    .split('\n')
    .map((line) => wrapped.of(line.trimEnd()))
    .join('\n');
}

const wrapped = new Remembered(wrapLine);

export function widthOf(text: string): number {
  let width = 0;
  for (const letter of lettersOf(text)) width += letterWidth(letter);
  return width;
}

function letterWidth(letter: string): number {
  const known = widths.get(letter);
  if (known !== undefined) return known;
  const width = stringWidth(letter, { ambiguousIsNarrow: false });
  if (widths.size < MOST_KNOWN) widths.set(letter, width);
  return width;
}

function lettersOf(text: string): readonly string[] {
  return SIMPLE.test(text) ? text.split('') : Array.from(letters.segment(text), ({ segment }) => segment);
}

function wrapLine(line: string): string {
  // No letter is wider than two columns for each of its units.
  if (line.length * 2 <= MOST_COLUMNS || widthOf(line) <= MOST_COLUMNS) return line;
  const [mark = ''] = /^[ \u3000]*(?:\d+\. |[・※■●*-] ?)?/u.exec(line) ?? [];
  const indent = ' '.repeat(widthOf(mark));
  const lines: string[] = [];
  let current = mark;
  let width = indent.length;
  for (const unit of unitsOf(line.slice(mark.length))) {
    const isFull = width + widthOf(unit.trimEnd()) > MOST_COLUMNS;
    if (isFull && width > indent.length) {
      lines.push(current.trimEnd());
      current = indent;
      width = indent.length;
    }
    current += unit;
    width += widthOf(unit);
  }
  return [...lines, current.trimEnd()].join('\n');
}

/** The pieces between which a line may be broken; spaces belong to the piece before them. */
function unitsOf(text: string): readonly string[] {
  const units: string[] = [];
  let [unit, last, width] = ['', '', 0];
  for (const letter of lettersOf(text)) {
    // A row of signs that may not begin a line must end somewhere as well.
    const isEndless = width >= MOST_COLUMNS / 2 && BREAKS_ANYWHERE.test(letter);
    if (unit !== '' && !isSpace(letter) && (isEndless || mayBreak(last, letter))) {
      units.push(unit);
      [unit, width] = ['', 0];
    }
    unit += letter;
    width += letterWidth(letter);
    last = letter;
  }
  return unit === '' ? units : [...units, unit];
}

function mayBreak(last: string, next: string): boolean {
  if (NOT_FIRST.test(next) || NOT_LAST.test(last)) return false;
  return isSpace(last) || BREAKS_ANYWHERE.test(next) || BREAKS_ANYWHERE.test(last);
}

function isSpace(letter: string): boolean {
  return letter === ' ' || letter === '\u3000';
}

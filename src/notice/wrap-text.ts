// Wraps text by East-Asian width with kinsoku (JIS X 4051): no line begins with 、。」 or ends with 「. Each line is a paragraph.

import stringWidth from 'string-width';

/** 38 full-width characters: a reply that puts `> ` before each line still fits into 80 columns. */
export const MOST_COLUMNS = 76;

const NOT_FIRST =
  /^[、。，．,.・:;：；？！?!゛゜´¨ヽヾゝゞ々〻ー―‐゠–〜～…‥’”）〕］｝〉》」』】〙〗〟»)\]}%％ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ｡｣､･ｰ]/u;
const NOT_LAST = /[‘“（〔［｛〈《「『【〘〖〝«([{￥＄£＃｢]$/u;
/** Written without spaces between its words: a line may be broken after every letter. */
const BREAKS_ANYWHERE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\u30fb-\u30ff\uff01-\uff60]/u;

const letters = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** Lines of at most 76 columns; longer only where one word (an address) is. The indent of a line is kept in the lines that it is broken into. */
export function wrapText(text: string): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line.trimEnd()))
    .join('\n');
}

export function widthOf(text: string): number {
  return stringWidth(text, { ambiguousIsNarrow: false });
}

function wrapLine(line: string): string {
  if (widthOf(line) <= MOST_COLUMNS) return line;
  const [mark = ''] = /^[ \u3000]*(?:\d+\. |[・※■●-] ?)?/u.exec(line) ?? [];
  const indent = ' '.repeat(widthOf(mark));
  const lines: string[] = [];
  let current = mark;
  let width = widthOf(mark);
  for (const unit of unitsOf(line.slice(mark.length))) {
    const isFull = width + widthOf(unit.trimEnd()) > MOST_COLUMNS;
    if (isFull && current.trim() !== '' && current !== mark) {
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
  let unit = '';
  for (const { segment } of letters.segment(text)) {
    if (unit !== '' && mayBreak(unit, segment)) {
      units.push(unit);
      unit = '';
    }
    unit += segment;
  }
  return unit === '' ? units : [...units, unit];
}

function mayBreak(before: string, next: string): boolean {
  if (/^[ \u3000]/.test(next)) return false;
  // A row of signs that may not begin a line must end somewhere as well.
  if (widthOf(before) >= MOST_COLUMNS / 2 && BREAKS_ANYWHERE.test(next)) return true;
  if (NOT_FIRST.test(next) || NOT_LAST.test(before)) return false;
  return /[ \u3000]$/.test(before) || BREAKS_ANYWHERE.test(next) || BREAKS_ANYWHERE.test(before.slice(-2));
}

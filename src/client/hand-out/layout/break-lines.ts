// Where a text may go on in the next line. Japanese breaks nearly anywhere, but no line begins with 、。）or ends with （; a word in
// Latin letters stays whole unless it is longer than a line, as addresses can be. Source: JIS X 4051, its plainest rules.

const NO_START = new Set(
  '、。，．・：；？！‼⁇⁈⁉ー〜～…‥々〻ゝゞヽヾ’”）〕］｝〉》」』】｠»,.:;?!)]}%％℃ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ',
);
const NO_END = new Set('（〔［｛〈《「『【｟«‘“([{￥¥＄$＃#〒№');
/** Written without blanks between words. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/** Lines of at most `width`, measured by `widthOf`. A line feed in the text always breaks. */
export function breakLines(text: string, width: number, widthOf: (character: string) => number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    const pieces = unbreakables(paragraph);
    const lines = fill(pieces, width, widthOf);
    return isOrphan(lines) ? withoutOrphan(pieces, lines, { width, widthOf }) : lines;
  });
}

/** One or two characters alone in the last line look like a mistake. */
const ORPHAN = 3;

function isOrphan(lines: readonly string[]): boolean {
  return lines.length > 1 && (lines.at(-1)?.length ?? 0) < ORPHAN;
}

/** A little narrower, as long as it takes no further line. */
function withoutOrphan(
  pieces: readonly string[],
  lines: readonly string[],
  { width, widthOf }: { width: number; widthOf: (character: string) => number },
): readonly string[] {
  for (const share of [0.97, 0.94, 0.9]) {
    const narrower = fill(pieces, width * share, widthOf);
    if (narrower.length === lines.length && !isOrphan(narrower)) return narrower;
  }
  return lines;
}

/** The pieces between which a line may break; a blank stays with what stands before it. */
function unbreakables(text: string): readonly string[] {
  const pieces: string[] = [];
  let before = '';
  for (const character of text) {
    if (before === '' || mayBreak(before, character)) pieces.push(character);
    else pieces[pieces.length - 1] = `${pieces.at(-1) ?? ''}${character}`;
    before = character;
  }
  return pieces;
}

function mayBreak(before: string, after: string): boolean {
  if (after === ' ' || NO_START.has(after) || NO_END.has(before)) return false;
  return before === ' ' || WIDE.test(before) || WIDE.test(after);
}

function fill(pieces: readonly string[], width: number, widthOf: (character: string) => number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const end = (): void => {
    lines.push(line.trimEnd());
    [line, used] = ['', 0];
  };
  for (const piece of pieces) {
    const wide = measure(piece.trimEnd(), widthOf);
    if (used > 0 && used + wide > width) end();
    for (const character of piece) {
      const step = widthOf(character);
      // Only within a piece that is longer than a line.
      if (used > 0 && wide > width && used + step > width) end();
      line += character;
      used += step;
    }
  }
  end();
  return lines;
}

function measure(text: string, widthOf: (character: string) => number): number {
  let sum = 0;
  for (const character of text) sum += widthOf(character);
  return sum;
}

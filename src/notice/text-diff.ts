// What is different between two texts, line by line. Letters are short, so the simplest right way is fast enough.

/** `-` stood in the old one alone, `+` stands in the new one alone, ` ` beside them. */
export interface DiffLine {
  readonly sign: '-' | '+' | ' ';
  readonly line: string;
}

/** Lines around a difference that show where it is. */
const CONTEXT = 1;

/** Empty where both are the same. Between differences that lie apart, the lines are left out. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const all = allLines(before, after);
  const isNear = (index: number) =>
    all.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' ');
  return all.filter((_, index) => isNear(index));
}

function allLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const common = commonLengths(before, after);
  const lines: DiffLine[] = [];
  let [at, to] = [0, 0];
  while (at < before.length || to < after.length) {
    const [old, now] = [before[at], after[to]];
    if (old !== undefined && old === now) {
      lines.push({ sign: ' ', line: old });
      at += 1;
      to += 1;
    } else if (
      old !== undefined &&
      (now === undefined || lengthAt(common, at + 1, to) >= lengthAt(common, at, to + 1))
    ) {
      lines.push({ sign: '-', line: old });
      at += 1;
    } else {
      lines.push({ sign: '+', line: now ?? '' });
      to += 1;
    }
  }
  return lines;
}

/** Of the longest common subsequence of what is left from each pair of places on. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let at = before.length - 1; at >= 0; at -= 1) {
    for (let to = after.length - 1; to >= 0; to -= 1) {
      const row = lengths[at];
      if (row === undefined) continue;
      row[to] =
        before[at] === after[to]
          ? lengthAt(lengths, at + 1, to + 1) + 1
          : Math.max(lengthAt(lengths, at + 1, to), lengthAt(lengths, at, to + 1));
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly Uint32Array[], at: number, to: number): number {
  return lengths[at]?.[to] ?? 0;
}

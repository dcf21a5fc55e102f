// The known word that somebody most likely meant. A proposal for a message, never a correction made in silence.

/** The known word with the fewest edits from `word`, where that is at most a third of its letters. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.slice(0, 64).toLowerCase();
  let found: string | undefined;
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const edits = editDistance(wanted, candidate.toLowerCase());
    if (edits < fewest) [found, fewest] = [candidate, edits];
  }
  return found;
}

/** Levenshtein's distance, one row of its table at a time. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const letter of from) {
    const next = [(row[0] ?? 0) + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const swapped = (row[column - 1] ?? 0) + (to[column - 1] === letter ? 0 : 1);
      next.push(Math.min(swapped, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

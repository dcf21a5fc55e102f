// Texts of the other end, fit to be shown on one line: no control characters, not endless.

const MOST_SAID = 300;

export function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * MOST_SAID)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length > MOST_SAID ? `${line.slice(0, MOST_SAID)}…` : line;
}

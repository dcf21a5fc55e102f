// Words of others as they may stand on paper and on a page: in one line, and nothing in them that turns or hides what follows.

/** Line ends, controls, marks of writing direction and other characters without a shape become blanks or vanish. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, '')
    .trim();
}

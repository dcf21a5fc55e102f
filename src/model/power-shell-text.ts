// Values as PowerShell text. One rule: whatever a value holds, it stays a value.

/** PowerShell ends a single-quoted string at any of these, and takes two in a row for one. */
const QUOTES = /['\u2018\u2019\u201a\u201b]/gu;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** An expression that gives exactly this text. Control characters are spelled as numbers, so no line is ever broken. */
export function powerShellText(value: string): string {
  if (!CONTROL.test(value)) return singleQuoted(value);
  const parts = value
    .split(/([\p{Cc}\u2028\u2029])/u)
    .filter((part) => part !== '')
    .map((part) => (CONTROL.test(part) ? `[char]${part.codePointAt(0) ?? 0}` : singleQuoted(part)));
  // The empty text in front makes every plus join texts.
  return `('' + ${parts.join(' + ')})`;
}

function singleQuoted(text: string): string {
  return `'${text.replace(QUOTES, (quote) => quote + quote)}'`;
}

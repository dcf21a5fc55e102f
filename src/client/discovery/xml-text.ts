// Text between the tags of XML.

/** Fit for content and for attributes; what XML 1.0 cannot hold is left out. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"'\r\n\t]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

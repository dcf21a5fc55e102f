// Reads a template into its tree within bounds. Its one rule: whatever stands in the file, it ends soon, and never runs anything.

import Handlebars from 'handlebars';

/** The longest letter that we ship has 3 KB. */
export const MOST_LETTERS = 64 * 1024;
const MOST_TAGS = 2000;
const MOST_DEPTH = 24;

export type TemplateReading =
  | { readonly program: hbs.AST.Program }
  | { readonly fault: 'too-large'; readonly line: number; readonly said: string }
  | { readonly fault: 'syntax'; readonly line: number; readonly said: string };

export function parseTemplate(text: string): TemplateReading {
  const excess = excessOf(text);
  if (excess !== undefined) return { fault: 'too-large', line: 1, said: excess };
  try {
    return { program: Handlebars.parse(text) };
  } catch (error) {
    // Handlebars throws its own class or a plain Error, always with the line in words or as a number.
    const message = error instanceof Error ? error.message : String(error);
    const line = /^(?:Parse|Lexical) error on line (\d+)/.exec(message)?.[1];
    if (line !== undefined) {
      return { fault: 'syntax', line: Number(line), said: 'a { or } is missing or superfluous' };
    }
    const [, said, placed] = /^(.*) - (\d+):\d+$/.exec(message) ?? [];
    if (said === undefined) throw error;
    return { fault: 'syntax', line: Number(placed), said };
  }
}

/** Counted before the parser sees it: its tree is walked by functions that call themselves. */
function excessOf(text: string): string | undefined {
  if (text.length > MOST_LETTERS) return `${text.length} characters; at most ${MOST_LETTERS}`;
  const tags = text.match(/\{\{[~]?[#^/]?/g) ?? [];
  if (tags.length > MOST_TAGS) return `${tags.length} places in braces; at most ${MOST_TAGS}`;
  let depth = 0;
  for (const tag of tags) {
    if (/[#^]$/.test(tag)) depth += 1;
    else if (tag.endsWith('/')) depth -= 1;
    if (depth > MOST_DEPTH) return `questions inside of questions; at most ${MOST_DEPTH} deep`;
  }
  return nested(text);
}

/** Sub-expressions nest without further braces. */
function nested(text: string): string | undefined {
  for (const [tag] of text.matchAll(/\{\{[^}]*/g)) {
    if ((tag.match(/\(/g) ?? []).length > MOST_DEPTH) return `brackets inside of braces; at most ${MOST_DEPTH}`;
  }
  return undefined;
}

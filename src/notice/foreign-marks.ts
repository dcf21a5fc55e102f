// What has no place in the source of any message: fields of other programs, pictures, scripts. Comments are not looked at.

import type { Place, Problem } from '../model/problem.ts';
import { noticeProblem } from './problems.ts';

/** A reply links nowhere; a notice may link to our own site, which lint-words.ts sees to. */
export type Permits = 'no-link' | 'own-link';

const FOREIGN = /｛｛|｝｝|<%|<<\w+>>|%[A-Za-z_]+%|\$\{\w+\}/g;
const TAGS = 'img|script|iframe|form|object|embed|link|base|svg|video|audio|picture|input|button';
const ATTRIBUTES = String.raw`\son[a-z]+\s*=|\bbackground\s*=|url\(|@import|javascript:`;
const ACTIVE: Readonly<Record<Permits, RegExp>> = {
  'no-link': new RegExp(`<(?:a|meta|${TAGS})\\b|${ATTRIBUTES}`, 'gi'),
  'own-link': new RegExp(`<(?:meta(?!\\s+(?:charset|name)=)|${TAGS})\\b|${ATTRIBUTES}`, 'gi'),
};

export function foreignMarks(text: string, { file, permits }: { file: string; permits: Permits }): readonly Problem[] {
  const bare = withoutComments(text);
  const found = (shape: RegExp, say: (text: string, place: Place) => Problem) =>
    [...bare.matchAll(shape)].map((match) => say(match[0].trim(), placeAt(bare, { file, index: match.index })));
  return [
    ...found(FOREIGN, (mark, place) => noticeProblem('notice.foreign-field', place, { text: mark })),
    ...found(ACTIVE[permits], (mark, place) => noticeProblem('notice.active-content', place, { text: mark })),
  ];
}

/** Of the same length, so that places stay right. */
export function withoutComments(text: string): string {
  return text.replace(/\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}/g, (comment) => comment.replace(/[^\n]/g, ' '));
}

export function placeAt(text: string, { file, index }: { file: string; index: number }): Place {
  const before = text.slice(0, index).split('\n');
  return { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

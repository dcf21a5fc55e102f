// The front matter of a notice: YAML between two lines of ---, before the text part. Its problems carry the line and column in the file.

import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import * as z from 'zod';
import { nearest } from '../model/nearest.ts';
import type { Place, Problem } from '../model/problem.ts';
import { noticeProblem } from './problems.ts';

const frontMatter = z.strictObject({
  subject: z.string().trim().min(1).max(300),
  language: z.enum(['ja', 'en']),
  audience: z.enum(['partner', 'staff']),
  route: z.enum(['mail', 'letter', 'phone', 'web']),
  /** What the notice does; it decides what must not be missing. */
  purpose: z.enum(['change', 'report', 'instruction']),
  requires: z.array(z.string()).default([]),
});

export type FrontMatter = z.output<typeof frontMatter>;

export type FrontReading =
  | {
      readonly front: FrontMatter;
      /** The text part; empty lines stand where the front matter was, so that lines count as in the file. */
      readonly text: string;
      /** The same for the subject. */
      readonly subject: string;
      /** Where an entry of the front matter stands. */
      readonly placeOf: (key: keyof FrontMatter, index?: number) => Place;
    }
  | { readonly problems: readonly Problem[] };

const FENCED = /^---\n([\s\S]*?\n)?---(?:\n|$)/;

/** Expects LF line ends and no byte order mark. */
export function readFrontMatter(text: string, file: string): FrontReading {
  const [whole, yaml = ''] = FENCED.exec(text) ?? [];
  if (whole === undefined) return { problems: [noticeProblem('notice.no-front', { file, line: 1, column: 1 }, {})] };
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const placed = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    // The line of the fence stands above.
    return { file, line: Math.max(1, line) + 1, column: Math.max(1, col) };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const say = ({ message, pos }: (typeof faults)[number]) =>
      noticeProblem('notice.front-syntax', placed(pos[0]), {
        said: message.replace(/\.$/, '').split('\n', 1)[0] ?? '',
      });
    return { problems: faults.map(say) };
  }
  const reading = frontMatter.safeParse(valuesOf(document));
  if (!reading.success) {
    const problems = reading.error.issues.flatMap((issue) =>
      problemsOf(issue, (path, what) => placed(offsetOf(document, path, what))),
    );
    return { problems };
  }
  const subjectAt = placed(offsetOf(document, ['subject']));
  return {
    front: reading.data,
    text: '\n'.repeat(whole.split('\n').length - 1) + text.slice(whole.length),
    subject: '\n'.repeat((subjectAt.line ?? 1) - 1) + ' '.repeat((subjectAt.column ?? 1) - 1) + reading.data.subject,
    placeOf: (key, index) => placed(offsetOf(document, index === undefined ? [key] : [key, index])),
  };
}

/** yaml throws where aliases multiply beyond its bound; such a front matter says nothing. */
function valuesOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 10 });
  } catch (error) {
    if (error instanceof Error && error.name === 'ReferenceError') return undefined;
    throw error;
  }
}

function problemsOf(
  issue: z.core.$ZodIssue,
  place: (path: readonly PropertyKey[], what?: 'key') => Place,
): readonly Problem[] {
  const known = Object.keys(frontMatter.shape);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      noticeProblem('notice.front-key', place([key], 'key'), {
        key,
        near: nearest(key, known),
        known: known.join(', '),
      }),
    );
  }
  const key = String(issue.path[0] ?? 'front matter');
  const options = issue.code === 'invalid_value' ? issue.values.map(String).join(', ') : undefined;
  return [noticeProblem('notice.front-value', place(issue.path), { key, options })];
}

/** Of a value; of the whole where it is not there. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], what?: 'key'): number {
  const [key] = path;
  if (!isMap(document.contents) || key === undefined) return 0;
  const pair = document.contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (what === 'key') return rangeStart(pair?.key);
  const node: unknown = path.length > 1 ? document.getIn(path, true) : pair?.value;
  const unquoted = isScalar(node) && /^QUOTE/.test(node.type ?? '') ? 1 : 0;
  return rangeStart(node) + unquoted || rangeStart(pair?.key);
}

function rangeStart(node: unknown): number {
  return isScalar(node) || isMap(node) ? (node.range?.[0] ?? 0) : 0;
}

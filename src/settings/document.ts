// A YAML text as plain values, and the place of every one of them. Its one rule: a place is always found, at worst the nearest one above.

import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, Pair, ParsedNode } from 'yaml';
import type { Place, Problem } from '../model/problem.ts';
import { settingsProblem } from './problems.ts';

export type Path = readonly PropertyKey[];

export interface SettingsDocument {
  readonly contents: ParsedNode | null;
  /** Plain values; undefined where the text is no YAML. */
  readonly values: unknown;
  readonly problems: readonly Problem[];
  /** Of the value, or of its key. */
  place(path: Path, what: 'value' | 'key'): Place;
  placeAt(offset: number): Place;
}

export function readDocument(text: string, file: string): SettingsDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems = [...document.errors, ...document.warnings].map(({ code, message, pos }) =>
    code === 'DUPLICATE_KEY'
      ? settingsProblem('settings.duplicate-key', placeAt(pos[0]), { key: wordAt(text, pos[0]) })
      : settingsProblem('settings.yaml', placeAt(pos[0]), { said: message.replace(/\.$/, '').split('\n', 1)[0] ?? '' }),
  );
  const isReadable = problems.every((problem) => problem.code === 'settings.duplicate-key');
  const values = isReadable ? plain(document) : undefined;
  if (isReadable && values === undefined) problems.push(settingsProblem('settings.alias-bomb', placeAt(0), {}));
  return {
    contents: document.contents,
    values,
    problems,
    place: (path, what) => placeAt(offsetOf(document, path, what)),
    placeAt,
  };
}

/** yaml throws where aliases multiply beyond its bound. An empty text gives null. */
function plain(document: Document.Parsed): unknown {
  try {
    const values: unknown = document.toJS({ maxAliasCount: 100 });
    return values ?? null;
  } catch (error) {
    if (error instanceof ReferenceError || (error instanceof Error && error.name === 'ReferenceError'))
      return undefined;
    throw error;
  }
}

function offsetOf(document: Document.Parsed, path: Path, what: 'value' | 'key'): number {
  let node: Node | null = document.contents;
  let [key, value] = [0, 0];
  for (const part of path) {
    const whole = isAlias(node) ? node.resolve(document) : node;
    if (isMap(whole)) {
      const pair: Pair | undefined = whole.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(part),
      );
      if (pair === undefined) break;
      key = startOf(pair.key) ?? key;
      value = startOf(pair.value) ?? key;
      node = asNode(pair.value);
    } else if (isSeq(whole)) {
      const item: unknown = whole.items[Number(part)];
      value = startOf(item) ?? value;
      key = value;
      node = asNode(item);
    } else break;
  }
  return what === 'key' ? key : value;
}

function asNode(value: unknown): Node | null {
  return isAlias(value) || isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}

/** Where a node begins; a value that is not written has no width, and its key stands for it. */
function startOf(value: unknown): number | undefined {
  const node = asNode(value);
  if (isScalar(node) && node.value === null && node.range?.[0] === node.range?.[1]) return undefined;
  return node?.range?.[0];
}

function wordAt(text: string, offset: number): string {
  return /^[^\s:,}]{1,40}/.exec(text.slice(offset))?.[0] ?? 'A key';
}

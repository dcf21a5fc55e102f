// The grammar of PowerShell: a script as a tree, and what cannot be read in it. Nothing is run.

import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { Language, Parser } from 'web-tree-sitter';
import type { Node, Tree } from 'web-tree-sitter';

const require = createRequire(import.meta.url);

// The grammar is large: compiling it a second time, for speed, takes seconds, and nobody can leave before it is done.
for (const flag of ['--no-wasm-dynamic-tiering', '--liftoff-only', '--no-wasm-tier-up']) setFlagsFromString(flag);

await Parser.init();
const parser = new Parser().setLanguage(
  await Language.load(require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')),
);

/** A node, out of the memory of the parser, where every look at it costs a thousand times as much. */
export interface Syntax {
  readonly type: string;
  readonly text: string;
  /** Where it begins in the script. */
  readonly at: number;
  readonly isNamed: boolean;
  readonly children: readonly Syntax[];
  readonly named: readonly Syntax[];
}

/** A BOM is left out. */
export function parsed(script: string): Syntax {
  const tree = treeOf(script);
  const root = syntaxOf(tree.rootNode, script.replace(/^\uFEFF/, ''));
  tree.delete();
  return root;
}

/** What cannot be read, as `line:column`, from 1. */
export function faults(script: string): readonly string[] {
  const tree = treeOf(script);
  const found = tree.rootNode.hasError ? faultsIn(tree.rootNode) : [];
  tree.delete();
  return found;
}

export function walk(node: Syntax, visit: (node: Syntax) => void): void {
  visit(node);
  for (const child of node.children) walk(child, visit);
}

/** The texts of all nodes of a type. */
export function textsOf(root: Syntax, type: string): readonly string[] {
  const found: string[] = [];
  walk(root, (node) => {
    if (node.type === type) found.push(node.text);
  });
  return found;
}

function treeOf(script: string): Tree {
  const tree = parser.parse(script.replace(/^\uFEFF/, ''));
  if (tree === null) throw new Error('the grammar has no language');
  return tree;
}

function syntaxOf({ type, startIndex, endIndex, isNamed, children }: Node, script: string): Syntax {
  const below = children.map((child) => syntaxOf(child, script));
  const named = below.filter((one) => one.isNamed);
  return { type, text: script.slice(startIndex, endIndex), at: startIndex, isNamed, children: below, named };
}

function faultsIn(node: Node): readonly string[] {
  const { row, column } = node.startPosition;
  const own = node.isError || node.isMissing ? [`${row + 1}:${column + 1} ${node.text.slice(0, 40)}`] : [];
  return [...own, ...node.children.flatMap(faultsIn)];
}

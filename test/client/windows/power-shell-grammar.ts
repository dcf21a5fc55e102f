// The grammar of PowerShell: what it cannot read in a script, and which commands the script calls. Nothing is run.

import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import type { Node, Tree } from 'web-tree-sitter';

const packages = createRequire(import.meta.url);

await Parser.init();
const parser = new Parser().setLanguage(
  await Language.load(packages.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')),
);

/** The root of a script; it may hold faults. A BOM is left out. */
export function parsed(script: string): Node {
  return treeOf(script).rootNode;
}

/** What cannot be read, as `line:column`, from 1. */
export function faults(script: string): readonly string[] {
  const tree = treeOf(script);
  const found: string[] = [];
  if (tree.rootNode.hasError) {
    walk(tree.rootNode, (node) => {
      if (node.isError || node.isMissing)
        found.push(`${node.startPosition.row + 1}:${node.startPosition.column + 1} ${node.text.slice(0, 40)}`);
    });
  }
  // It lies outside of the memory that is collected.
  tree.delete();
  return found;
}

function treeOf(script: string): Tree {
  const tree = parser.parse(script.replace(/^\uFEFF/, ''));
  if (tree === null) throw new Error('the grammar has no language');
  return tree;
}

export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of node.children) walk(child, visit);
}

/** The texts of all nodes of a type. */
export function textsOf(root: Node, type: string): readonly string[] {
  const found: string[] = [];
  walk(root, (node) => {
    if (node.type === type) found.push(node.text);
  });
  return found;
}

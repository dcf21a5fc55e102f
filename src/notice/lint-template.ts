// Reads a template without running it. Its one rule: only known fields and questions about them pass; all else is told with its place.

import Handlebars from 'handlebars';
import { nearest } from '../model/nearest.ts';
import type { Place, Problem } from '../model/problem.ts';
import { noticeProblem } from './problems.ts';
import type { Code, Facts } from './problems.ts';

export interface TemplateFields {
  /** Filled for everybody. */
  readonly always: readonly string[];
  /** May be empty: to be used inside of {{#if}} only. */
  readonly sometimes: readonly string[];
}

export function lintTemplate(
  text: string,
  { file, fields }: { file: string; fields: TemplateFields },
): readonly Problem[] {
  const tree = parsed(text);
  if ('said' in tree) {
    // Handlebars tells the line of a fault; the first brace of that line is where to look.
    const column = (text.split('\n')[tree.line - 1]?.indexOf('{{') ?? -1) + 1;
    return [
      noticeProblem('notice.syntax', { file, line: tree.line, column: Math.max(1, column) }, { said: tree.said }),
    ];
  }
  const lint = new Lint({ file, fields, lines: text.split('\n') });
  lint.accept(tree.program);
  return [...lint.problems, ...foreign(text, file)].toSorted(
    (one, other) =>
      (one.place?.line ?? 0) - (other.place?.line ?? 0) || (one.place?.column ?? 0) - (other.place?.column ?? 0),
  );
}

function parsed(text: string): { program: hbs.AST.Program } | { said: string; line: number } {
  try {
    return { program: Handlebars.parse(text) };
  } catch (error) {
    // Handlebars throws its own class or a plain Error, always with the line in words or as a number.
    const message = error instanceof Error ? error.message : String(error);
    const line = /^(?:Parse|Lexical) error on line (\d+)/.exec(message)?.[1];
    if (line !== undefined) return { said: 'a { or } is missing or superfluous', line: Number(line) };
    const [, said, placed] = /^(.*) - (\d+):\d+$/.exec(message) ?? [];
    if (said === undefined) throw error;
    return { said, line: Number(placed) };
  }
}

class Lint extends Handlebars.Visitor {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #fields: TemplateFields;
  readonly #lines: readonly string[];
  /** Fields that are known to be filled where the walk is now. */
  #filled: readonly string[];

  constructor({ file, fields, lines }: { file: string; fields: TemplateFields; lines: readonly string[] }) {
    super();
    this.#file = file;
    this.#fields = fields;
    this.#lines = lines;
    this.#filled = fields.always;
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    const text = this.#textOf(mustache);
    if (!mustache.escaped) this.#say('notice.raw-field', mustache, { text });
    else if (isCall(mustache)) this.#say('notice.function', mustache, { text });
    else this.#checkField(mustache.path, mustache);
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    const [subject, ...more] = block.params;
    const asks = this.#nameOf(block.path);
    if ((asks !== 'if' && asks !== 'unless') || subject === undefined || more.length > 0) {
      this.#say('notice.function', block, { text: this.#textOf(block) });
      return;
    }
    const field = this.#nameOf(subject);
    if (field === undefined || !this.#isKnown(field)) this.#checkField(subject, block);
    const filled = field === undefined ? this.#filled : [...this.#filled, field];
    this.#walk(block.program, asks === 'if' ? filled : this.#filled);
    this.#walk(block.inverse, asks === 'unless' ? filled : this.#filled);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    this.#say('notice.function', partial, { text: this.#textOf(partial) });
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.#say('notice.function', partial, { text: this.#textOf(partial) });
  }

  override Decorator(decorator: hbs.AST.Decorator): void {
    this.#say('notice.function', decorator, { text: this.#textOf(decorator) });
  }

  override DecoratorBlock(decorator: hbs.AST.DecoratorBlock): void {
    this.#say('notice.function', decorator, { text: this.#textOf(decorator) });
  }

  /** An else branch may be absent, whatever the types say. */
  #walk(program: hbs.AST.Program | undefined, filled: readonly string[]): void {
    if (program === undefined) return;
    const before = this.#filled;
    this.#filled = filled;
    this.accept(program);
    this.#filled = before;
  }

  #checkField(path: hbs.AST.Node, at: hbs.AST.Node): void {
    const field = this.#nameOf(path);
    if (field === undefined) this.#say('notice.function', at, { text: this.#textOf(at) });
    else if (!this.#isKnown(field)) {
      const known = [...this.#fields.always, ...this.#fields.sometimes];
      this.#say('notice.unknown-field', at, { field, near: nearest(field, known), known: known.join(', ') });
    } else if (!this.#filled.includes(field)) this.#say('notice.field-unguarded', at, { field });
  }

  #isKnown(field: string): boolean {
    return this.#fields.always.includes(field) || this.#fields.sometimes.includes(field);
  }

  /** The name of a plain field; undefined for a literal, a path, `../x` and `@x`. */
  #nameOf(node: hbs.AST.Node): string | undefined {
    if (!isPath(node) || node.data || node.depth > 0 || node.parts.length !== 1) return undefined;
    return node.parts[0];
  }

  #textOf({ loc }: hbs.AST.Node): string {
    const line = this.#lines[loc.start.line - 1] ?? '';
    return /^\{\{.*?\}\}+/.exec(line.slice(loc.start.column))?.[0] ?? line.slice(loc.start.column).slice(0, 40);
  }

  #say<C extends Code>(code: C, { loc }: hbs.AST.Node, facts: Facts<C>): void {
    const place: Place = { file: this.#file, line: loc.start.line, column: loc.start.column + 1 };
    this.problems.push(noticeProblem(code, place, facts));
  }
}

function isPath(node: hbs.AST.Node): node is hbs.AST.PathExpression {
  return node.type === 'PathExpression';
}

/** Typed as always there, `hash` is absent where nothing was given. */
function isCall(mustache: { params: readonly unknown[]; hash?: unknown }): boolean {
  return mustache.params.length > 0 || mustache.hash !== undefined;
}

const FOREIGN: readonly (readonly [Code & ('notice.foreign-field' | 'notice.active-content'), RegExp])[] = [
  ['notice.foreign-field', /｛｛|｝｝|<%|<<\w+>>|%[A-Za-z_]+%|\$\{\w+\}/g],
  [
    'notice.active-content',
    /<(?:a|img|script|iframe|form|object|embed|link|base|meta|svg|video|audio)\b|\son[a-z]+\s*=|url\(/gi,
  ],
];

function foreign(text: string, file: string): Problem[] {
  const bare = text.replace(/\{\{!--[\s\S]*?--\}\}|\{\{![\s\S]*?\}\}/g, (comment) => comment.replace(/[^\n]/g, ' '));
  return FOREIGN.flatMap(([code, shape]) =>
    [...bare.matchAll(shape)].map((match) => {
      const before = bare.slice(0, match.index).split('\n');
      const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
      return noticeProblem(code, place, { text: match[0].trim() });
    }),
  );
}

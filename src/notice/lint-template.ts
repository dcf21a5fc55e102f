// Reads a template without running it. Its one rule: only known fields and questions about them pass; all else is told with its place.

import Handlebars from 'handlebars';
import { nearest } from '../model/nearest.ts';
import type { Place, Problem } from '../model/problem.ts';
import { foreignMarks } from './foreign-marks.ts';
import type { Permits } from './foreign-marks.ts';
import { parseTemplate } from './parse-template.ts';
import { noticeProblem } from './problems.ts';
import type { Code, Facts } from './problems.ts';

interface FieldNames {
  /** Filled for everybody. */
  readonly always: readonly string[];
  /** May be empty: to be used inside of {{#if}} only. */
  readonly sometimes: readonly string[];
}

export interface TemplateFields extends FieldNames {
  /** Lists that {{#each}} may walk, and the fields of one entry. */
  readonly lists?: Readonly<Record<string, FieldNames>>;
}

/** A file that others put in with {{> name}}. */
export interface TemplateFile {
  readonly file: string;
  readonly text: string;
}

export interface TemplateUse {
  readonly file: string;
  readonly fields: TemplateFields;
  readonly permits: Permits;
  readonly partials?: ReadonlyMap<string, TemplateFile>;
}

/** How many tags a template may come to when its partials are put in, again and again. */
const MOST_VISITS = 2000;
/** The same in letters. */
const MOST_PUT_IN = 256 * 1024;

export function lintTemplate(text: string, use: TemplateUse): readonly Problem[] {
  const lint = new Lint(use);
  lint.read({ file: use.file, text });
  return lint.problems.toSorted(byPlace);
}

function byPlace({ place: one }: Problem, { place: other }: Problem): number {
  if (one?.file !== other?.file) return (one?.file ?? '') < (other?.file ?? '') ? -1 : 1;
  return (one?.line ?? 0) - (other?.line ?? 0) || (one?.column ?? 0) - (other?.column ?? 0);
}

class Lint extends Handlebars.Visitor {
  readonly problems: Problem[] = [];
  readonly #use: TemplateUse;
  readonly #seen = new Set<string>();
  /** The files that the walk is inside of, the innermost last. */
  #open: readonly TemplateFile[] = [];
  #lines: readonly string[] = [];
  #visits = 0;
  #putIn = 0;
  #isCut = false;
  #scope: TemplateFields;
  /** Fields that are known to be filled where the walk is now. */
  #filled: readonly string[];

  constructor(use: TemplateUse) {
    super();
    this.#use = use;
    this.#scope = use.fields;
    this.#filled = use.fields.always;
  }

  /** Walks one file, and comes back to where the walk was. */
  read(source: TemplateFile): void {
    const reading = parseTemplate(source.text);
    if ('fault' in reading) {
      this.#sayUnreadable(source, reading);
      return;
    }
    if (!this.#seen.has(source.file)) {
      this.problems.push(...foreignMarks(source.text, { file: source.file, permits: this.#use.permits }));
    }
    this.#seen.add(source.file);
    const [open, lines] = [this.#open, this.#lines];
    this.#open = [...open, source];
    this.#lines = source.text.split('\n');
    this.accept(reading.program);
    this.#open = open;
    this.#lines = lines;
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
    const field = subject === undefined ? undefined : this.#nameOf(subject);
    if (subject === undefined || more.length > 0 || isNamed(block) || asks === undefined) {
      this.#sayFunction(block);
      return;
    }
    const entry = field === undefined ? undefined : this.#scope.lists?.[field];
    if (asks === 'each' && entry !== undefined) {
      this.#walk(block.program, { scope: entry, filled: entry.always });
      this.#walk(block.inverse, { scope: this.#scope, filled: this.#filled });
      return;
    }
    if (asks !== 'if' && asks !== 'unless') {
      this.#sayFunction(block);
      return;
    }
    if (field === undefined || !this.#isKnown(field)) this.#checkField(subject, block);
    const filled = field === undefined ? this.#filled : [...this.#filled, field];
    this.#walk(block.program, { scope: this.#scope, filled: asks === 'if' ? filled : this.#filled });
    this.#walk(block.inverse, { scope: this.#scope, filled: asks === 'unless' ? filled : this.#filled });
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    const { partials } = this.#use;
    const name = isPath(partial.name) ? partial.name.original : undefined;
    if (partials === undefined || name === undefined || isCall(partial)) {
      this.#sayFunction(partial);
      return;
    }
    const source = partials.get(name);
    this.#visits += 1;
    this.#putIn += source?.text.length ?? 0;
    const isTooMuch = this.#visits > MOST_VISITS || this.#putIn > MOST_PUT_IN;
    if (source === undefined) {
      this.#say('notice.no-partial', partial, {
        name,
        near: nearest(name, partials.keys()),
        known: [...partials.keys()].join(', '),
      });
    } else if (this.#open.some(({ file }) => file === source.file)) {
      this.#say('notice.partial-cycle', partial, { name });
    } else if (!isTooMuch) this.read(source);
    else if (!this.#isCut) {
      this.#isCut = true;
      this.#say('notice.too-large', partial, { said: `${name} is put in again and again` });
    }
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    this.#sayFunction(partial);
  }

  override Decorator(decorator: hbs.AST.Decorator): void {
    this.#sayFunction(decorator);
  }

  override DecoratorBlock(decorator: hbs.AST.DecoratorBlock): void {
    this.#sayFunction(decorator);
  }

  /** An else branch may be absent, whatever the types say. */
  #walk(program: hbs.AST.Program | undefined, within: { scope: TemplateFields; filled: readonly string[] }): void {
    if (program === undefined) return;
    const [scope, filled] = [this.#scope, this.#filled];
    [this.#scope, this.#filled] = [within.scope, within.filled];
    this.accept(program);
    [this.#scope, this.#filled] = [scope, filled];
  }

  #checkField(path: hbs.AST.Node, at: hbs.AST.Node): void {
    const field = this.#nameOf(path);
    if (field === undefined) this.#sayFunction(at);
    else if (Object.hasOwn(this.#scope.lists ?? {}, field)) this.#say('notice.list', at, { field });
    else if (!this.#isKnown(field)) {
      const known = [...this.#scope.always, ...this.#scope.sometimes];
      this.#say('notice.unknown-field', at, { field, near: nearest(field, known), known: known.join(', ') });
    } else if (!this.#filled.includes(field)) this.#say('notice.field-unguarded', at, { field });
  }

  #isKnown(field: string): boolean {
    const { always, sometimes, lists = {} } = this.#scope;
    return always.includes(field) || sometimes.includes(field) || Object.hasOwn(lists, field);
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

  #sayFunction(node: hbs.AST.Node): void {
    this.#say('notice.function', node, { text: this.#textOf(node) });
  }

  #sayUnreadable({ file, text }: TemplateFile, reading: { fault: 'syntax' | 'too-large'; line: number; said: string }) {
    // Handlebars tells the line of a fault; the first brace of that line is where to look.
    const column = (text.split('\n')[reading.line - 1]?.indexOf('{{') ?? -1) + 1;
    const place = { file, line: reading.line, column: Math.max(1, column) };
    this.problems.push(noticeProblem(`notice.${reading.fault}`, place, { said: reading.said }));
  }

  #say<C extends Code>(code: C, { loc }: hbs.AST.Node, facts: Facts<C>): void {
    const file = this.#open.at(-1)?.file ?? this.#use.file;
    const place: Place = { file, line: loc.start.line, column: loc.start.column + 1 };
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

/** `{{#each contacts as |one|}}`, `{{#if until x=1}}`. Typed as always there, these are absent where nothing was given. */
function isNamed(block: { hash?: unknown; program?: { blockParams?: readonly unknown[] } }): boolean {
  return block.hash !== undefined || (block.program?.blockParams?.length ?? 0) > 0;
}

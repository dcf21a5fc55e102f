// Runs the subset of PowerShell that the script of the kit is written in, in strict mode, over the tree of its grammar. It stands in where no
// PowerShell is to be had: what it does not know is an error of the test, never a guess.

import { runCommand } from './cmdlets.ts';
import type { Arguments } from './cmdlets.ts';
import { cast, dotNet, isOfType, methodOf } from './dot-net.ts';
import type { Syntax } from './grammar.ts';
import { COMPARISONS, minus, plus } from './operators.ts';
import type { Pc } from './pc.ts';
import { Custom, elements, Hash, isArray, number, ScriptError, text, Thing, truth, Unknown } from './values.ts';
import type { Method, Value } from './values.ts';

type Scope = Map<string, Value>;

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly fallback?: Syntax;
}

interface ScriptFunction {
  readonly parameters: readonly Parameter[];
  readonly body: readonly Syntax[];
}

class Return extends Error {}

class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

export interface Ran {
  readonly exitCode: number;
  readonly output: readonly string[];
}

export class PowerShell {
  readonly #pc: Pc;
  readonly #net: ReadonlyMap<string, Method>;
  readonly #functions = new Map<string, ScriptFunction>();
  readonly #scopes: Scope[] = [new Map<string, Value>()];
  readonly #root: string;
  #output: Value[] = [];

  constructor(pc: Pc, { folder, locks }: { readonly folder: string; readonly locks: Set<string> }) {
    this.#pc = pc;
    this.#net = dotNet(pc, locks);
    this.#root = folder;
  }

  /** A script in one or more pieces. Throws `SwitchedOff` where the PC was, and `Unknown` where the script leaves its subset. */
  run(program: readonly Syntax[], args: Readonly<Record<string, Value>>): Ran {
    const named = new Map(Object.entries(args).map(([name, value]) => [name.toLowerCase(), value]));
    let exitCode = 0;
    try {
      for (const piece of program) {
        const block = childOf(piece, 'param_block');
        if (block !== undefined) this.#bind(parametersOf(block), { named, others: [] });
        this.#statements(childOf(piece, 'statement_list'));
      }
    } catch (stop) {
      if (!(stop instanceof Exit)) throw stop;
      exitCode = stop.code;
    }
    return { exitCode, output: this.#output.map(text) };
  }

  #statements(list: Syntax | undefined): void {
    for (const statement of list?.named ?? []) this.#statement(statement);
  }

  #statement(node: Syntax): void {
    switch (node.type) {
      case 'comment':
      case 'empty_statement':
        return;
      case 'function_statement':
        this.#define(node);
        return;
      case 'if_statement':
        this.#if(node);
        return;
      case 'foreach_statement':
        this.#forEach(node);
        return;
      case 'while_statement':
        while (truth(this.#value(part(node, 'while_condition')))) this.#block(part(node, 'statement_block'));
        return;
      case 'try_statement':
        this.#try(node);
        return;
      case 'flow_control_statement':
        this.#flow(node);
        return;
      default: {
        const assigned = assignmentIn(node);
        if (assigned === undefined) this.#emit(this.#value(node));
        else this.#assign(assigned);
      }
    }
  }

  #emit(value: Value): void {
    this.#output.push(...elements(value));
  }

  /** What statements write, as an assignment takes it: nothing, one, or an array. */
  #collected(run: () => void): Value {
    const before = this.#output;
    this.#output = [];
    try {
      run();
      const { length } = this.#output;
      return length === 0 ? null : length === 1 ? (this.#output[0] ?? null) : this.#output;
    } finally {
      this.#output = before;
    }
  }

  #block(block: Syntax): void {
    this.#statements(childOf(block, 'statement_list'));
  }

  #define(node: Syntax): void {
    const script = part(node, 'script_block');
    const block = childOf(script, 'param_block');
    const body = childOf(childOf(script, 'script_block_body') ?? script, 'statement_list');
    this.#functions.set(part(node, 'function_name').text.toLowerCase(), {
      parameters: block === undefined ? [] : parametersOf(block),
      body: body === undefined ? [] : [body],
    });
  }

  #if(node: Syntax): void {
    const branches = [node, ...(childOf(node, 'elseif_clauses')?.named ?? [])];
    for (const branch of branches) {
      const [condition] = branch.named;
      if (truth(this.#value(condition ?? branch))) {
        this.#block(part(branch, 'statement_block'));
        return;
      }
    }
    const otherwise = childOf(node, 'else_clause');
    if (otherwise !== undefined) this.#block(part(otherwise, 'statement_block'));
  }

  #forEach(node: Syntax): void {
    const [variable, list] = node.named;
    if (!variable || !list) throw new Unknown(node.text);
    for (const one of elements(this.#value(list))) {
      this.#set(variable.text, one);
      this.#block(part(node, 'statement_block'));
    }
  }

  #try(node: Syntax): void {
    const clause = childOf(childOf(node, 'catch_clauses') ?? node, 'catch_clause');
    const last = childOf(node, 'finally_clause');
    const depth = this.#scopes.length;
    try {
      this.#block(part(node, 'statement_block'));
    } catch (error) {
      if (clause === undefined || !isCaught(error)) throw error;
      this.#scopes.length = depth;
      const exception = new Thing('Exception', { members: { message: () => error.message } });
      this.#set('$_', new Thing('ErrorRecord', { members: { exception: () => exception } }));
      this.#block(part(clause, 'statement_block'));
    }
    // The script writes nothing in `finally` that a return or an error before it would have to pass.
    if (last !== undefined) this.#block(part(last, 'statement_block'));
  }

  #flow(node: Syntax): void {
    const [argument] = node.named;
    const value = argument ? this.#value(argument) : null;
    switch (node.children[0]?.text.toLowerCase() ?? '') {
      case 'return':
        this.#emit(value);
        throw new Return();
      case 'throw':
        throw new ScriptError(text(value));
      case 'exit':
        throw new Exit(number(value));
      default:
        throw new Unknown(node.text);
    }
  }

  #assign(node: Syntax): void {
    const target = simple(part(node, 'left_assignment_expression'));
    const operator = part(node, 'assignement_operator').text;
    const given = this.#value(part(node, 'pipeline'));
    const value =
      operator === '='
        ? given
        : operator === '+='
          ? plus(this.#value(target), given)
          : minus(this.#value(target), given);
    if (target.type === 'variable') {
      this.#set(target.text, value);
      return;
    }
    const [object, name] = [this.#value(child(target, 0)), part(target, 'member_name').text];
    if (target.type !== 'member_access' || !(object instanceof Hash) || !object.entries.has(name.toLowerCase()))
      throw new ScriptError(`The property '${name}' cannot be found on this object.`);
    object.set(name, value);
  }

  #set(variable: string, value: Value): void {
    const name = variable.slice(1).toLowerCase();
    if (name === 'null') return;
    if (name.startsWith('script:')) this.#scopes[0]?.set(name.slice('script:'.length), value);
    else this.#scopes.at(-1)?.set(name, value);
  }

  #get(variable: string): Value {
    const name = variable.slice(1).toLowerCase();
    if (name === 'true' || name === 'false') return name === 'true';
    if (name === 'null') return null;
    if (name === 'pid') return 4711;
    if (name === 'psscriptroot') return this.#root;
    if (name.startsWith('env:')) return this.#pc.env[name.slice('env:'.length)] ?? null;
    const scope = this.#scopes.findLast((one) => one.has(name));
    if (scope === undefined)
      throw new ScriptError(`The variable '${variable}' cannot be retrieved because it has not been set.`);
    return scope.get(name) ?? null;
  }

  /** The value of an expression, or what a command gives. */
  #value(outer: Syntax): Value {
    const node = simple(outer);
    switch (node.type) {
      case 'variable':
        return this.#get(node.text);
      case 'verbatim_string_characters':
        return node.text.slice(1, -1).replaceAll("''", "'");
      case 'decimal_integer_literal':
      case 'hexadecimal_integer_literal':
      case 'real_literal':
        return Number(node.text);
      case 'generic_token':
        return node.text;
      case 'command':
        return this.#command(node);
      case 'parenthesized_expression':
        return this.#value(child(node, 0));
      case 'sub_expression':
        return this.#collected(() => this.#statements(childOf(node, 'statement_list')));
      case 'array_expression':
        return elements(this.#collected(() => this.#statements(childOf(node, 'statement_list'))));
      case 'hash_literal_expression':
        return this.#hash(node);
      case 'array_literal_expression':
        return node.named.map((one) => this.#value(one));
      case 'cast_expression':
        return cast(typeName(child(node, 0)), this.#value(child(node, 1)));
      case 'expression_with_unary_operator':
        return this.#unary(node);
      case 'logical_expression':
      case 'logical_argument_expression':
        return this.#logical(node);
      case 'additive_expression':
      case 'additive_argument_expression':
        return operatorOf(node) === '+'
          ? plus(this.#value(child(node, 0)), this.#value(child(node, 1)))
          : minus(this.#value(child(node, 0)), this.#value(child(node, 1)));
      case 'multiplicative_expression':
      case 'multiplicative_argument_expression':
        if (operatorOf(node) !== '*') throw new Unknown(node.text);
        return number(this.#value(child(node, 0))) * number(this.#value(child(node, 1)));
      case 'comparison_expression':
      case 'comparison_argument_expression':
        return this.#comparison(node);
      case 'member_access':
        return this.#member(node);
      case 'invokation_expression':
        return this.#invoke(node);
      case 'element_access':
        return this.#element(node);
      default:
        throw new Unknown(`${node.type}: ${node.text.slice(0, 80)}`);
    }
  }

  #hash(node: Syntax): Hash {
    const hash = new Hash();
    for (const entry of childOf(node, 'hash_literal_body')?.named ?? []) {
      const body = entry.named.at(-1);
      hash.set(part(entry, 'key_expression').text, body ? this.#statementValue(body) : null);
    }
    return hash;
  }

  #statementValue(node: Syntax): Value {
    return node.type === 'pipeline' ? this.#value(node) : this.#collected(() => this.#statement(node));
  }

  #unary(node: Syntax): Value {
    const [operator] = node.children;
    const inner = child(node, 0);
    if (inner.type === 'cast_expression') return this.#value(inner);
    if (operator?.text === '-not') return !truth(this.#value(inner));
    if (operator?.text === '-') return -number(this.#value(inner));
    throw new Unknown(node.text);
  }

  #logical(node: Syntax): Value {
    const left = truth(this.#value(child(node, 0)));
    if (operatorOf(node) === '-and') return left && truth(this.#value(child(node, 1)));
    if (operatorOf(node) === '-or') return left || truth(this.#value(child(node, 1)));
    throw new Unknown(node.text);
  }

  #comparison(node: Syntax): Value {
    const [left, operator, right] = node.named;
    if (!left || !operator || !right) throw new Unknown(node.text);
    const name = operator.text.toLowerCase();
    if (name === '-is' || name === '-isnot')
      return isOfType(this.#value(left), typeName(simple(right))) === (name === '-is');
    const compare = COMPARISONS[name];
    if (compare === undefined) throw new Unknown(`the operator ${name}`);
    return compare(this.#value(left), this.#value(right));
  }

  #member(node: Syntax): Value {
    const [owner, name] = [child(node, 0), part(node, 'member_name').text];
    if (owner.type === 'type_literal') return this.#static(owner, name)([]);
    return memberOf(this.#value(owner), name);
  }

  #invoke(node: Syntax): Value {
    const [owner, name] = [child(node, 0), part(node, 'member_name').text];
    const list = childOf(part(node, 'argument_list'), 'argument_expression_list');
    const args = (list?.named ?? []).map((one) => this.#value(one));
    if (owner.type === 'type_literal') return this.#static(owner, name)(args);
    return methodOf(this.#value(owner), name.toLowerCase())(args);
  }

  #static(type: Syntax, name: string): Method {
    const key = `${typeName(type)}::${name.toLowerCase()}`;
    const found = this.#net.get(key);
    if (found === undefined) throw new Unknown(`[${key}]`);
    return found;
  }

  #element(node: Syntax): Value {
    const [of, index] = [this.#value(child(node, 0)), this.#value(child(node, 1))];
    if (isArray(of)) return of.at(number(index)) ?? null;
    if (of instanceof Thing) return methodOf(of, 'item')([index]);
    throw new Unknown(node.text);
  }

  #command(node: Syntax): Value {
    const name = (childOf(node, 'command_name') ?? part(part(node, 'command_name_expr'), 'command_name')).text;
    const written = childOf(node, 'command_elements')?.named ?? [];
    const args = this.#arguments(written);
    const own = this.#functions.get(name.toLowerCase());
    if (own !== undefined) return this.#call(own, args);
    const told = runCommand(this.#pc, name, args);
    if (told.exitCode !== undefined) this.#scopes[0]?.set('lastexitcode', told.exitCode);
    if (told.hasComplained && text(this.#get('$ErrorActionPreference')) === 'Stop')
      throw new ScriptError('NativeCommandError: ERROR: Unable to get User Principal Name (UPN)');
    return this.#collected(() => told.output.forEach((value) => this.#output.push(value)));
  }

  #arguments(written: readonly Syntax[]): Arguments {
    const named = new Map<string, Value>();
    const others: Value[] = [];
    const plain = written.filter(
      ({ type, text: said }) => type !== 'command_argument_sep' && type !== 'redirection' && said !== '2>$null',
    );
    for (let at = 0; at < plain.length; at += 1) {
      const [one, next] = [plain[at], plain[at + 1]];
      if (one === undefined) continue;
      if (one.type !== 'command_parameter') others.push(this.#value(one));
      else if (next === undefined || next.type === 'command_parameter')
        named.set(one.text.slice(1).toLowerCase(), true);
      else if (isSwitch(one.text)) named.set(one.text.slice(1).toLowerCase(), true);
      else {
        named.set(one.text.slice(1).toLowerCase(), this.#value(next));
        at += 1;
      }
    }
    return { named, others };
  }

  #call({ parameters, body }: ScriptFunction, args: Arguments): Value {
    const depth = this.#scopes.length;
    this.#scopes.push(new Map());
    try {
      this.#bind(parameters, args);
      return this.#collected(() => {
        try {
          body.forEach((list) => this.#statements(list));
        } catch (stop) {
          if (!(stop instanceof Return)) throw stop;
        }
      });
    } finally {
      this.#scopes.length = depth;
    }
  }

  #bind(parameters: readonly Parameter[], { named, others }: Arguments): void {
    const rest = [...others];
    for (const { name, type, fallback } of parameters) {
      const key = name.slice(1).toLowerCase();
      const isGiven = named.has(key) || (rest.length > 0 && type !== 'switch');
      const value = named.get(key) ?? (type === 'switch' || named.has(key) ? null : rest.shift()) ?? null;
      if (isGiven) this.#set(name, type === '' || type === 'switch' ? value : cast(type, value));
      else if (fallback !== undefined) this.#set(name, this.#value(fallback));
      else this.#set(name, UNSET[type] ?? null);
    }
    const known = parameters.map(({ name }) => name.slice(1).toLowerCase());
    const odd = [...named.keys()].filter((name) => !known.includes(name));
    if (rest.length > 0 || odd.length > 0)
      throw new Unknown(`arguments that no parameter takes: ${odd.join(', ')} ${rest.length}`);
  }
}

const UNSET: Readonly<Record<string, Value>> = { string: '', int: 0, switch: false };

/** Those of cmdlets that take no value. */
function isSwitch(parameter: string): boolean {
  return /^-(?:force|recurse|file|passthru|compress)$/i.test(parameter);
}

/** Errors of files come from Node itself, and are of another realm than those of a test. */
function isCaught(error: unknown): error is Error {
  return error instanceof ScriptError || (typeof error === 'object' && error !== null && 'syscall' in error);
}

/** Strict mode: what is not there is an error. */
function memberOf(of: Value, name: string): Value {
  const key = name.toLowerCase();
  if (of instanceof Custom && key === 'psobject') {
    const item = ([wanted = null]: readonly Value[]): Value => {
      const found = of.properties.get(text(wanted).toLowerCase());
      return found === undefined ? null : new Thing('Property', { members: { value: () => found[1] } });
    };
    return new Thing('PSObject', { members: { properties: () => new Thing('Properties', { methods: { item } }) } });
  }
  if (of instanceof Hash && of.entries.has(key)) return of.entries.get(key)?.[1] ?? null;
  if (of instanceof Custom && of.properties.has(key)) return of.properties.get(key)?.[1] ?? null;
  if ((isArray(of) || of instanceof Uint8Array) && (key === 'count' || key === 'length')) return of.length;
  if (typeof of === 'string' && key === 'length') return of.length;
  const member = of instanceof Thing ? of.members[key] : undefined;
  if (member !== undefined) return member();
  throw new ScriptError(`The property '${name}' cannot be found on this object. Verify that the property exists.`);
}

function parametersOf(block: Syntax): readonly Parameter[] {
  const list = childOf(block, 'parameter_list');
  return (list?.named ?? [])
    .filter((one) => one.type === 'script_parameter')
    .map((one) => {
      const attributes = childOf(one, 'attribute_list');
      const fallback = childOf(one, 'script_parameter_default')?.named[0];
      const name = part(one, 'variable').text;
      return { name, type: attributes === undefined ? '' : typeName(attributes), ...(fallback && { fallback }) };
    });
}

function typeName(node: Syntax): string {
  return node.text
    .trim()
    .replace(/^\[|\]$/g, '')
    .toLowerCase()
    .replace(/^system\./, '');
}

/** Down to the first node that says something: the grammar wraps every expression in all its levels. */
function simple(node: Syntax): Syntax {
  let found = node;
  while (found.children.length === 1 && found.type !== 'command' && found.children[0]?.isNamed) found = child(found, 0);
  return found;
}

function assignmentIn(node: Syntax): Syntax | undefined {
  return node.type === 'pipeline' ? childOf(node, 'assignment_expression') : undefined;
}

function childOf(node: Syntax, type: string): Syntax | undefined {
  return node.named.find((one) => one.type === type);
}

function part(node: Syntax, type: string): Syntax {
  const found = childOf(node, type);
  if (found === undefined) throw new Unknown(`${node.type} without ${type}: ${node.text.slice(0, 80)}`);
  return found;
}

function child(node: Syntax, index: number): Syntax {
  const found = node.named[index];
  if (!found) throw new Unknown(`${node.type}: ${node.text.slice(0, 80)}`);
  return found;
}

function operatorOf(node: Syntax): string | undefined {
  return node.children.find((one) => !one.isNamed)?.text.toLowerCase();
}

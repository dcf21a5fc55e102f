// $filter, as far as directory and mailbox take it: eq, ne, gt, ge, lt, le, in, not, and, or, startsWith, endsWith, contains, any.
// Texts are compared without letter case, ids with it, as Graph does.

import { badRequest } from '../answers.ts';

export type Entity = Readonly<Record<string, unknown>>;

export interface Filter {
  fits(entity: Entity): boolean;
  /** Where only objects that have one of these values can fit: what an index can look up. */
  readonly lookUp?: readonly Equal[];
  /** Uses operators that directory objects take only with `ConsistencyLevel: eventual` and `$count=true`. */
  readonly isAdvanced: boolean;
}

export interface Equal {
  /** `userPrincipalName`; for `any` the list: `proxyAddresses`. */
  readonly path: string;
  readonly value: string;
}

type Scope = Readonly<Record<string, unknown>>;
interface Test {
  (scope: Scope): boolean;
  readonly lookUp?: readonly Equal[];
}
type Read = (scope: Scope) => unknown;

const TOKENS = /\s*('(?:[^']|'')*'|[(),:]|[^\s(),:']+)/gy;
const ADVANCED = new Set(['ne', 'not', 'endswith']);
const COMPARISONS = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const FUNCTIONS = new Set(['startswith', 'endswith', 'contains']);

/** Throws the refusal that Graph gives to a filter that it cannot read. */
export function parseFilter(text: string): Filter {
  const parser = new Parser(text);
  const test = parser.whole();
  return { fits: test, isAdvanced: parser.isAdvanced, ...lookedUp(test.lookUp) };
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly string[];
  #at = 0;
  isAdvanced = false;

  constructor(text: string) {
    this.#text = text;
    const tokens: string[] = [];
    TOKENS.lastIndex = 0;
    for (let found = TOKENS.exec(text); found !== null; found = TOKENS.exec(text)) {
      tokens.push(found[1] ?? '');
      if (TOKENS.lastIndex === text.length) break;
    }
    if (tokens.length === 0 || (TOKENS.lastIndex !== text.length && tokens.join('').length < text.replaceAll(/\s/g, '').length)) {
      throw this.#invalid();
    }
    this.#tokens = tokens;
  }

  whole(): Test {
    const test = this.#or();
    if (this.#at < this.#tokens.length) throw this.#invalid();
    return test;
  }

  #or(): Test {
    const tests = [this.#and()];
    while (this.#takes('or')) tests.push(this.#and());
    if (tests.length === 1 && tests[0] !== undefined) return tests[0];
    const lookUps = tests.map((test) => test.lookUp);
    const all = lookUps.every((one) => one !== undefined) ? lookUps.flat() : undefined;
    return Object.assign((scope: Scope) => tests.some((test) => test(scope)), lookedUp(all));
  }

  #and(): Test {
    const tests = [this.#not()];
    while (this.#takes('and')) tests.push(this.#not());
    if (tests.length === 1 && tests[0] !== undefined) return tests[0];
    const any = tests.find((test) => test.lookUp !== undefined)?.lookUp;
    return Object.assign((scope: Scope) => tests.every((test) => test(scope)), lookedUp(any));
  }

  #not(): Test {
    if (!this.#takes('not')) return this.#one();
    this.isAdvanced = true;
    const test = this.#not();
    return (scope) => !test(scope);
  }

  #one(): Test {
    if (this.#takes('(')) {
      const test = this.#or();
      this.#wants(')');
      return test;
    }
    const name = this.#next();
    if (FUNCTIONS.has(name.toLowerCase())) return this.#textTest(name.toLowerCase());
    if (/\/any$/i.test(name)) return this.#any(name.slice(0, -'/any'.length));
    return this.#comparison(name);
  }

  #textTest(name: string): Test {
    if (ADVANCED.has(name)) this.isAdvanced = true;
    this.#wants('(');
    const read = readerOf(this.#next());
    this.#wants(',');
    const wanted = lower(this.#literal());
    this.#wants(')');
    return (scope) => {
      const value = lower(read(scope));
      if (typeof value !== 'string' || typeof wanted !== 'string') return false;
      if (name === 'startswith') return value.startsWith(wanted);
      return name === 'endswith' ? value.endsWith(wanted) : value.includes(wanted);
    };
  }

  #any(path: string): Test {
    const read = readerOf(path);
    this.#wants('(');
    const variable = this.#next();
    this.#wants(':');
    const test = this.#or();
    this.#wants(')');
    const ofItem = test.lookUp?.every((one) => one.path === variable) === true ? test.lookUp : undefined;
    const any = (scope: Scope) => {
      const list = read(scope);
      return Array.isArray(list) && list.some((item: unknown) => test({ ...scope, [variable]: item }));
    };
    return Object.assign(any, lookedUp(ofItem?.map(({ value }) => ({ path, value }))));
  }

  #comparison(path: string): Test {
    const read = readerOf(path);
    const operator = this.#next().toLowerCase();
    const isExact = /(^|\/)id$/.test(path);
    const form = isExact ? (value: unknown) => value : lower;
    if (path.endsWith('/$count') || ADVANCED.has(operator)) this.isAdvanced = true;
    if (operator === 'in') {
      const wanted = this.#list().map(form);
      return (scope) => wanted.includes(form(read(scope)));
    }
    if (!COMPARISONS.has(operator)) throw this.#invalid();
    const wanted = form(this.#literal());
    const lookUp = operator === 'eq' && typeof wanted === 'string' ? [{ path, value: wanted }] : undefined;
    return Object.assign((scope: Scope) => compares(operator, form(read(scope)) ?? null, wanted), lookedUp(lookUp));
  }

  #list(): readonly unknown[] {
    this.#wants('(');
    const values = [this.#literal()];
    while (this.#takes(',')) values.push(this.#literal());
    this.#wants(')');
    return values;
  }

  #literal(): unknown {
    const token = this.#next();
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^(true|false)$/i.test(token)) return token.toLowerCase() === 'true';
    if (/^null$/i.test(token)) return null;
    if (/^-?\d+(\.\d+)?$/.test(token)) return Number(token);
    // A date holds colons, which are tokens of their own.
    let date = token;
    while (this.#tokens[this.#at] === ':') date += this.#next() + this.#next();
    return date;
  }

  #next(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw this.#invalid();
    this.#at += 1;
    return token;
  }

  #takes(token: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== token) return false;
    this.#at += 1;
    return true;
  }

  #wants(token: string): void {
    if (!this.#takes(token)) throw this.#invalid();
  }

  #invalid(): Error {
    return badRequest(`Invalid filter clause: Syntax error at position ${this.#at} in '${this.#text}'.`);
  }
}

function lookedUp(lookUp: readonly Equal[] | undefined): { readonly lookUp?: readonly Equal[] } {
  return lookUp === undefined ? {} : { lookUp };
}

function readerOf(path: string): Read {
  const names = path.split('/');
  return (scope) => {
    let value: unknown = scope;
    for (const name of names) {
      if (name === '$count') return Array.isArray(value) ? value.length : 0;
      if (typeof value !== 'object' || value === null) return undefined;
      value = (value as Record<string, unknown>)[name];
    }
    return value;
  };
}

function compares(operator: string, value: unknown, wanted: unknown): boolean {
  if (operator === 'eq') return value === wanted;
  if (operator === 'ne') return value !== wanted;
  if (value === null || wanted === null || typeof value !== typeof wanted) return false;
  const [one, other] = [value as string | number, wanted as string | number];
  if (operator === 'gt') return one > other;
  if (operator === 'ge') return one >= other;
  return operator === 'lt' ? one < other : one <= other;
}

function lower(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

// The operators of PowerShell: without case unless they say so, with the type of the left side.

import { elements, isArray, number, span, text, Unknown, Version } from './values.ts';
import type { Value } from './values.ts';

type Operator = (left: Value, right: Value) => Value;

function isEqual(left: Value, right: Value, hasCase = false): boolean {
  if (isArray(left)) throw new Unknown('an array on the left of a comparison filters');
  if (left === null || right === null) return left === right;
  if (typeof left === 'string') {
    return hasCase ? left === text(right) : left.toLowerCase() === text(right).toLowerCase();
  }
  if (typeof left === 'number') return left === number(right);
  if (typeof left === 'boolean') return left === Boolean(right);
  throw new Unknown(`-eq of ${text(left)}`);
}

function order(left: Value, right: Value): number {
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  if (left instanceof Version && right instanceof Version) return left.compareTo(right);
  if (typeof left === 'number') return left - number(right);
  throw new Unknown('an order of other things than numbers, times and versions');
}

function isIn(list: Value, one: Value): boolean {
  return elements(list).some((element) => isEqual(element, one));
}

function isLike(value: Value, pattern: Value): boolean {
  const parts = text(pattern)
    .split('*')
    .map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\?/g, '.'));
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(text(value));
}

export const COMPARISONS: Readonly<Record<string, Operator>> = {
  '-eq': (left, right) => isEqual(left, right),
  '-ne': (left, right) => !isEqual(left, right),
  '-ceq': (left, right) => isEqual(left, right, true),
  '-cne': (left, right) => !isEqual(left, right, true),
  '-gt': (left, right) => order(left, right) > 0,
  '-ge': (left, right) => order(left, right) >= 0,
  '-lt': (left, right) => order(left, right) < 0,
  '-le': (left, right) => order(left, right) <= 0,
  '-contains': isIn,
  '-notcontains': (left, right) => !isIn(left, right),
  '-like': isLike,
  '-match': (left, right) => new RegExp(text(right), 'i').test(text(left)),
  '-replace': (left, right) => {
    const [pattern = null, by = null] = isArray(right) ? right : [right];
    return text(left).replace(new RegExp(text(pattern), 'gi'), text(by));
  },
  '-join': (left, right) => elements(left).map(text).join(text(right)),
};

export function plus(left: Value, right: Value): Value {
  if (isArray(left) || left instanceof Uint8Array) {
    // A list takes a hashtable as one more element, and an array as several.
    return [...elements(left), ...(isArray(right) || right instanceof Uint8Array ? elements(right) : [right])];
  }
  if (typeof left === 'string') return left + text(right);
  if (typeof left === 'number') return left + number(right);
  throw new Unknown(`+ after ${text(left)}`);
}

export function minus(left: Value, right: Value): Value {
  if (left instanceof Date && right instanceof Date) return span(left.getTime() - right.getTime());
  return number(left) - number(right);
}

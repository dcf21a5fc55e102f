// ConvertFrom-Json and ConvertTo-Json, with the turns that PowerShell 7 takes: texts that look like times become times.

import { Custom, elements, Hash, isArray, ScriptError, Unknown } from './values.ts';
import type { Value } from './values.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

export function fromJson(content: string): Value {
  try {
    return valueOf(JSON.parse(content) as Json);
  } catch (error) {
    throw new ScriptError('Invalid JSON primitive.', { cause: error });
  }
}

function valueOf(json: Json): Value {
  if (typeof json === 'string' && ISO_TIME.test(json)) return new Date(json);
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return (json as readonly Json[]).map(valueOf);
  return new Custom(Object.entries(json).map(([name, value]) => [name, valueOf(value)] as const));
}

export function toJson(value: Value, depth: number): string {
  return JSON.stringify(jsonOf(value, depth), null, 4);
}

function jsonOf(value: Value, depth: number): Json {
  if (depth < 0) throw new Unknown('ConvertTo-Json cuts off what lies deeper');
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (isArray(value) || value instanceof Uint8Array) return elements(value).map((one) => jsonOf(one, depth - 1));
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Hash || value instanceof Custom) {
    const entries = value instanceof Hash ? value.entries : value.properties;
    return Object.fromEntries([...entries.values()].map(([name, one]) => [name, jsonOf(one, depth - 1)]));
  }
  throw new Unknown('JSON of something that is no data');
}

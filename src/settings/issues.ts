// What zod finds wrong, as problems with our words: the purpose and the example of a field come from the schema itself.

import type * as z from 'zod';
import { nearest } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import type { Path, SettingsDocument } from './document.ts';
import type { TextFault } from './field-checks.ts';
import { settingsProblem } from './problems.ts';
import { settingsSchema } from './schema.ts';
import { at, isRecord } from './values.ts';

type Issue = z.core.$ZodIssue;

let schemaAsJson: Record<string, unknown> | undefined;

/** The schema as JSON is easier to walk than zod's own objects. Made for the first issue: most files have none. */
function root(): Record<string, unknown> {
  return (schemaAsJson ??= { ...settingsSchema() });
}

const TEXT_FAULTS: ReadonlySet<string> = new Set<TextFault>([
  'domain',
  'address',
  'date',
  'time-zone',
  'pattern',
  'website',
  'time-of-day',
  'dns-server',
  'host',
  'selector',
  'moment',
  'client-folder',
  'publish-at',
]);

const WANTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings',
  record: 'a group of settings',
};

export function problemsOf(issue: Issue, document: SettingsDocument): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(issue.path);
    return issue.keys.map((key) =>
      settingsProblem('settings.unknown-key', document.place([...issue.path, key], 'key'), {
        key,
        near: nearest(key, known),
        known: known.join(', '),
      }),
    );
  }
  const value = at(document.values, issue.path);
  const place = document.place(issue.path, 'value');
  const field = describe(issue.path);
  if (value === undefined) return [settingsProblem('settings.missing', document.place(issue.path, 'key'), field)];
  if (value === null || value === '') return [settingsProblem('settings.blank', place, field)];
  return [problemOf(issue, { value, place, field })];
}

interface Found {
  readonly value: unknown;
  readonly place: ReturnType<SettingsDocument['place']>;
  readonly field: ReturnType<typeof describe>;
}

function problemOf(issue: Issue, { value, place, field }: Found): Problem {
  switch (issue.code) {
    case 'invalid_type':
      return settingsProblem('settings.wrong-type', place, {
        ...field,
        value,
        wanted: WANTED[issue.expected] ?? issue.expected,
      });
    case 'invalid_value':
    case 'invalid_union': {
      const options = issue.code === 'invalid_value' ? issue.values.map(String) : variants(issue);
      if (typeof value === 'object') {
        return settingsProblem('settings.wrong-type', place, {
          ...field,
          value,
          wanted: `one of ${options.join(', ')}`,
        });
      }
      const near = typeof value === 'string' ? nearest(value, options) : undefined;
      return settingsProblem('settings.not-one-of', place, { ...field, value, options: options.join(', '), near });
    }
    case 'too_small':
    case 'too_big': {
      if (typeof value !== 'number') return settingsProblem('settings.blank', place, field);
      const bound = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
      return settingsProblem('settings.out-of-range', place, { ...field, value, bound });
    }
    case 'custom': {
      const fault: unknown = issue.params?.['fault'];
      if (isTextFault(fault)) return settingsProblem(`settings.${fault}`, place, { value });
      return settingsProblem('settings.format', place, { ...field, value });
    }
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys': {
      const isVariable = /variable$/i.test(field.key);
      return isVariable
        ? settingsProblem('settings.variable', place, { key: field.key })
        : settingsProblem('settings.format', place, { ...field, value });
    }
  }
}

function variants(issue: z.core.$ZodIssueInvalidUnion): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
}

function isTextFault(fault: unknown): fault is TextFault {
  return typeof fault === 'string' && TEXT_FAULTS.has(fault);
}

/** The name of a field, what it is for, and an example, as the schema has them; those of the field above where it has none. */
function describe(path: Path): { key: string; purpose: string; example: string } {
  const key = path.findLast((part) => typeof part === 'string') ?? 'migrate.yaml';
  let [purpose, example] = ['It is needed.', ''];
  path.forEach((_, depth) => {
    const schema = schemaAt(path.slice(0, depth + 1));
    if (typeof schema['description'] !== 'string') return;
    purpose = schema['description'];
    const examples = schema['examples'];
    example = depth === path.length - 1 && Array.isArray(examples) ? String(examples[0]) : '';
  });
  return { key, purpose, example };
}

function keysAt(path: Path): string[] {
  const schema = schemaAt(path);
  const names = schema['propertyNames'];
  if (isRecord(names) && Array.isArray(names['enum'])) return names['enum'].map(String);
  return branches(schema).flatMap(({ properties }) => (isRecord(properties) ? Object.keys(properties) : []));
}

function schemaAt(path: Path): Record<string, unknown> {
  let schemas: Record<string, unknown>[] = [root()];
  for (const part of path) {
    schemas = schemas.flatMap(branches).flatMap((schema) => {
      const { properties, items, additionalProperties } = schema;
      const next =
        typeof part === 'number' ? items : isRecord(properties) ? properties[String(part)] : additionalProperties;
      return isRecord(next) ? [next] : [];
    });
  }
  return schemas[0] ?? {};
}

function branches(schema: Record<string, unknown>): Record<string, unknown>[] {
  const { oneOf, anyOf } = schema;
  const several = Array.isArray(oneOf) ? oneOf : Array.isArray(anyOf) ? anyOf : undefined;
  return several === undefined ? [schema] : several.filter(isRecord);
}

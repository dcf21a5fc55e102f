// The file that `migrate init` writes, and its schema for editors: both must agree with the reader.

import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv';
import { parse } from 'yaml';
import type { ProviderName } from '../../src/model/directory.ts';
import { exampleSettings, SCHEMA_FILE } from '../../src/settings/example.ts';
import { settingsSchema } from '../../src/settings/schema.ts';
import { migrateYaml, problemsOf, settingsOf } from './migrate-yaml.ts';

const isValid = new Ajv.default({ strict: true, allErrors: true }).compile(settingsSchema());

describe.each<ProviderName>(['microsoft-365', 'google-workspace', 'imap-host'])('the example for %s', (provider) => {
  it.each([undefined, 'sandbox', "C:\\it's here"])('reads without a problem, on the sandbox %j', (sandbox) => {
    const text = exampleSettings({ provider, ...(sandbox !== undefined && { sandbox }) });
    expect(problemsOf(text)).toEqual([]);
    const settings = settingsOf(text);
    expect(settings.provider).toBe(provider);
    expect(settings.connection.provider).toBe(provider);
    expect(settings.sandbox).toBe(sandbox);
  });

  it('names its schema in the first line, and obeys it', () => {
    const text = exampleSettings({ provider });
    expect(text.split('\n', 1)[0]).toBe(`# yaml-language-server: $schema=./${SCHEMA_FILE}`);
    expect(isValid(parse(text))).toBe(true);
    expect(isValid.errors).toBeNull();
  });
});

describe('the schema for editors', () => {
  it.each([
    ['an unknown key', ['country: JP', 'country: JP\ncontry: DE']],
    ['a missing key', ['country: JP', '']],
    ['an unknown provider', ['provider: microsoft-365', 'provider: exchange']],
    ['a threshold beyond 1', ['failureThreshold: 0.1', 'failureThreshold: 10']],
    ['an unknown way to sign in', ['with: secret', 'with: magic']],
    ['an unknown field of the list', ['  # columns:', '  columns: { shoeSize: 靴 }\n  # columns:']],
  ] as const)('sees %s, as the reader does', (_, change) => {
    const text = migrateYaml(change);
    expect(isValid(parse(text))).toBe(false);
    expect(problemsOf(text)).not.toEqual([]);
  });

  it('explains every setting', () => {
    const { properties } = JSON.parse(JSON.stringify(settingsSchema())) as {
      properties: Record<string, { description?: string }>;
    };
    expect(Object.entries(properties).filter(([, { description }]) => description === undefined)).toEqual([]);
  });
});

// The build: only what is asked for is loaded, and it is made once for all who ask.

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { needlessPackages } from '../bench/startup.ts';
import { readRecord } from './build-record.ts';
import { builtMigrate } from './built.ts';

describe('the built command', () => {
  it('is made once and kept while the sources stay as they are', async () => {
    const made = await builtMigrate();
    const { mtimeMs } = await stat(made);
    expect(await Promise.all([builtMigrate(), builtMigrate()])).toEqual([made, made]);
    expect((await stat(made)).mtimeMs).toBe(mtimeMs);
  });

  it('keeps the kits of both providers in chunks of their own, none in the entry', async () => {
    await builtMigrate();
    const { packages } = await readRecord();
    expect(packages['migrate.mjs']).toEqual([]);
    expect(Object.values(packages).flat()).toEqual(
      expect.arrayContaining(['googleapis', '@azure/identity', '@microsoft/microsoft-graph-client']),
    );
  });

  it('prints its help without loading anything that the help does not need', async () => {
    const migrate = await builtMigrate();
    const folder = await mkdtemp(path.join(tmpdir(), 'migrate-coverage-'));
    try {
      expect(await needlessPackages(migrate, folder)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});

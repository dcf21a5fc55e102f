// All kits together: the same bytes wherever and whenever they are made, no two files under one name, nothing secret where all may read.

import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { KitFile } from '../../src/client/kit.ts';
import { isKitPath } from '../../src/client/kit-folder.ts';
import { KITS } from '../../src/client/kits.ts';
import { COMPANIES, PEOPLE } from './kit-facts-scene.ts';

const CHILD = fileURLToPath(new URL('kits-child.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every clock of the process is a year ahead. */
const NEXT_YEAR = `data:text/javascript,${encodeURIComponent(
  `const now = Date.now, D = Date, ahead = 400 * 86400000;
   globalThis.Date = class extends D { constructor(...a) { super(...(a.length === 0 ? [now() + ahead] : a)); } static now() { return now() + ahead; } };`,
)}`;

async function madeIn(folder: string, environment: NodeJS.ProcessEnv, ...options: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [...options, CHILD], { cwd: folder, env: { ...process.env, ...environment } });
  let said = '';
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (said += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (told += part));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(told);
  return said;
}

async function fleetFiles(): Promise<readonly KitFile[]> {
  const company = COMPANIES[2];
  if (company === undefined) throw new Error('the scene has three companies');
  return (await Promise.all(KITS.map(async (kit) => (await kit.forFleet?.(PEOPLE, company)) ?? []))).flat();
}

describe('the kits of a company', () => {
  it('are the same to the byte in another folder, on another day, in another time zone and language', async () => {
    const [here, there] = await Promise.all([
      madeIn(ROOT, { TZ: 'Asia/Tokyo', LANG: 'ja_JP.UTF-8' }),
      madeIn(tmpdir(), { TZ: 'America/St_Johns', LANG: 'C', LC_ALL: 'C' }, '--import', NEXT_YEAR),
    ]);
    expect(there).toBe(here);
    const lines = here.split('\n');
    expect(lines.length).toBeGreaterThan(COMPANIES.length * PEOPLE.length * 2);
    for (const { name } of KITS.filter((kit) => kit.forFleet !== undefined)) {
      expect(lines.some((line) => line.includes(` ${name}/`) || line.includes(' publish/'))).toBe(true);
    }
  });

  it.each(COMPANIES)('have paths that every system takes, each once, at $provider', async (company) => {
    for (const scope of ['fleet', ...PEOPLE] as const) {
      const made = KITS.map(async (kit) =>
        scope === 'fleet' ? await kit.forFleet?.(PEOPLE, company) : await kit.forPerson?.(scope, company),
      );
      const files = await Promise.all(made);
      const paths = files.flatMap((list) => list ?? []).map(({ path }) => path);
      expect(paths.filter((path) => !isKitPath(path))).toEqual([]);
      expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    }
  });

  it('are published only where they say so, without the secret that hides personal files, and without a list of people', async () => {
    const files = await fleetFiles();
    const published = files.filter(({ path }) => path.startsWith('publish/'));
    expect(published.length).toBeGreaterThan(0);
    expect(published.filter(({ isPublic }) => !isPublic)).toEqual([]);
    for (const { bytes } of files) {
      const text = Buffer.from(bytes).toString('latin1');
      const secret = Buffer.alloc(32, 'secret');
      for (const form of ['latin1', 'hex', 'base64', 'base64url'] as const)
        expect(text).not.toContain(secret.toString(form));
    }
    const named = published.filter(({ bytes }) => {
      const text = Buffer.from(bytes).toString('utf8');
      return PEOPLE.filter(({ person }) => text.includes(person.newAddress)).length > 1;
    });
    expect(named.map(({ path }) => path)).toEqual([]);
  });
});

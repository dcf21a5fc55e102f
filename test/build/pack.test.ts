// What an administrator gets: the packed package, installed with npm into an empty folder, without any registry.

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'acorn';
import { root } from './build-record.ts';
import { builtMigrate } from './built.ts';
import { npm } from './npm.ts';

const run = promisify(execFile);
const LIMIT_BYTES = 30e6;
const MAY_BE_PACKED = /^(dist|data|templates)\/|^(README|CHANGELOG)\.md$|^LICENSE$|^package\.json$/;
/** What a migration leaves in its folders must never be published, even when it was run in the checkout. */
const NEVER_PACKED = /\.(db|age|lock|map|ts|ndjson)$|^data\/(job|credentials)|^data\/(?!.*\.(csv|yaml|md)$)/;

let folder: string;
let installed: string;

beforeAll(async () => {
  await builtMigrate();
  folder = await mkdtemp(path.join(tmpdir(), 'migrate-pack-'));
  await npm(['pack', '--ignore-scripts', '--pack-destination', folder], root);
  const [tarball] = await readdir(folder);
  await writeFile(path.join(folder, 'package.json'), '{"private": true}');
  await npm(['install', path.join(folder, String(tarball))], folder);
  installed = path.join(folder, 'node_modules', 'migrate-domain');
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

async function filesOf(place: string): Promise<string[]> {
  const found = await readdir(place, { recursive: true, withFileTypes: true });
  const files = found.filter((file) => file.isFile()).map((file) => path.join(file.parentPath, file.name));
  return files.map((file) => path.relative(place, file).replaceAll('\\', '/'));
}

describe('the package, installed into an empty folder', () => {
  it('brings nothing but itself', async () => {
    const names = (await readdir(path.join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'));
    expect(names).toEqual(['migrate-domain']);
  });

  it('stays under 30 MB', async () => {
    const sizes = await Promise.all((await filesOf(installed)).map((file) => stat(path.join(installed, file))));
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(LIMIT_BYTES);
  });

  it('holds what it needs and nothing of a migration', async () => {
    const files = await filesOf(installed);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'dist/migrate.mjs']));
    expect(files.filter((file) => !MAY_BE_PACKED.test(file) || NEVER_PACKED.test(file))).toEqual([]);
  });

  it('carries the licences of what is bundled into it', async () => {
    const text = await readFile(path.join(installed, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(text).toMatch(/^commander \d+\.\d+\.\d+ \(MIT\)$/m);
    expect(text).toContain('Permission is hereby granted, free of charge');
  });

  it('puts migrate on the path, which says its version', async () => {
    const { version } = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as { version: string };
    const command = path.join(folder, 'node_modules', '.bin', 'migrate');
    const { stdout } =
      process.platform === 'win32'
        ? await run(`"${command}.cmd"`, ['--version'], { shell: true, cwd: folder })
        : await run(command, ['--version'], {
            cwd: folder,
            env: {
              ...process.env,
              PATH: path.dirname(process.execPath) + path.delimiter + String(process.env['PATH']),
            },
          });
    expect(stdout.trim()).toBe(version);
  });

  it('starts with a file that an old Node can read, with nothing imported before its check', async () => {
    const entry = await readFile(path.join(installed, 'dist', 'migrate.mjs'), 'utf8');
    const { body } = parse(entry, { ecmaVersion: 2020, sourceType: 'module', allowHashBang: true });
    expect(body.filter(({ type }) => type === 'ImportDeclaration')).toEqual([]);
    expect(entry).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});
